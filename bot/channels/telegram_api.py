"""The Bot API's methods that we use, each with its answer cut down to what we want of it. Raises SendError alone.

Hot calls go past `Bot` to the transport, and give plain JSON: a telegram.Message built of each answer costs 0.27 ms for
the one number we want of it, PTB's own way to put a request into words 0.04 ms, and `Bot.get_updates` fails on a whole
batch for one update that it cannot read, with everybody's words in its log. Rare calls use PTB's own methods.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from telegram import Bot, BotCommandScopeAllPrivateChats, InputFile
from telegram.error import InvalidToken, TelegramError

from bot.channels.base import SendError
from bot.channels.telegram_errors import FILE_TOO_LARGE, send_error
from bot.channels.transport import TOKEN_MARK, AiohttpTransport

T = TypeVar("T")
Json = dict[str, Any]
Commands = Mapping[str, Sequence[tuple[str, str]]]
"""Language («vi», «en») to its (command, description) pairs."""

WANTED_UPDATES = ("message", "callback_query", "my_chat_member")
HOLD_SECONDS = 30
READ_SECONDS = 10.0
_PLAIN: Json = {"link_preview_options": {"is_disabled": True}}


class TelegramApi:
    """One bot account on one Bot API server. Opens nothing until the first call.

    base_url, file_base_url: as PTB's base_url and base_file_url («http://127.0.0.1:9011/bot»).
    """

    def __init__(self, token: str, base_url: str, file_base_url: str, *, proxy_from_environment: bool = False) -> None:
        self._transport = AiohttpTransport(token, proxy_from_environment=proxy_from_environment)
        self._bot = Bot(
            TOKEN_MARK,
            base_url=base_url,
            base_file_url=file_base_url,
            request=self._transport,
            get_updates_request=self._transport,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.shutdown()

    async def username(self) -> str:
        """The bot's own name, which also proves the token."""
        with _as_send_error():
            return (await self._bot.get_me()).username or ""

    async def set_commands(self, commands: Commands) -> None:
        """Show each language's commands in the menu of private chats; Vietnamese to everybody else."""
        scope = BotCommandScopeAllPrivateChats()
        with _as_send_error():
            for language, listed in commands.items():
                await self._bot.set_my_commands(listed, scope=scope, language_code=language)
            await self._bot.set_my_commands(commands["vi"], scope=scope)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates pushed to `url` with this secret (1-256 of A-Z a-z 0-9 _ -)."""
        with _as_send_error():
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED_UPDATES)

    async def delete_webhook(self) -> None:
        """Take the webhook away; what nobody has fetched stays with Telegram."""
        with _as_send_error():
            await self._bot.delete_webhook()

    async def updates(self, offset: int) -> list[tuple[int, Json]]:
        """Updates from `offset` on, with their ids; waits up to HOLD_SECONDS for the first. Confirms those before."""
        return await self._call(
            "getUpdates",
            updates_with_ids,
            read_timeout=HOLD_SECONDS + READ_SECONDS,
            offset=offset,
            timeout=HOLD_SECONDS,
            allowed_updates=WANTED_UPDATES,
        )

    async def send_text(self, chat_id: int | str, text: str, markup: Json) -> str:
        """Send a text and return its message_id."""
        return await self._call("sendMessage", _message_id, chat_id=chat_id, text=text, **_PLAIN, **markup)

    async def edit_text(self, chat_id: int | str, message_id: str, text: str, markup: Json) -> None:
        """Change text and buttons of a message of ours."""
        values = {"chat_id": chat_id, "message_id": message_id, "text": text, **_PLAIN, **markup}
        await self._call("editMessageText", bool, **values)

    async def send_file(self, kind: str, chat_id: int | str, data: bytes, name: str, caption: str, markup: Json) -> str:
        """Send a file as a «photo», «voice» or «document» and return its message_id."""
        values = {"chat_id": chat_id, kind: InputFile(data, filename=name), "caption": caption or None, **markup}
        with (
            _as_send_error()
        ):  # spelt «send_Photo»: do_api_request warns of every name that is one of PTB's own methods
            answer = await self._bot.do_api_request(f"send_{kind.title()}", values, read_timeout=READ_SECONDS)
        return _read(_message_id, answer)

    async def answer_tap(self, query_id: str) -> None:
        """End the waiting of a button that was tapped."""
        await self._call("answerCallbackQuery", bool, callback_query_id=query_id)

    async def download(self, file_id: str, largest: int) -> bytes:
        """The bytes of a file that somebody sent; `file_too_large` when there are more than `largest`."""
        with _as_send_error():
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > largest:
                raise SendError(FILE_TOO_LARGE)
            try:
                return bytes(await file.download_as_bytearray())
            except (InvalidToken, RuntimeError) as error:  # 404, or no path: the next getFile gives a new one
                raise SendError("file_unavailable", retryable=True) from error

    async def _call(
        self, method: str, read: Callable[[Any], T], *, read_timeout: float = READ_SECONDS, **values: Any
    ) -> T:
        """Call a method and read its answer."""
        with _as_send_error():
            answer = await self._transport.call(f"{self._bot.base_url}/{method}", values, read_timeout)
        return _read(read, answer)


def _read(read: Callable[[Any], T], answer: Any) -> T:
    try:
        return read(answer)
    except (ValueError, TypeError, LookupError) as error:
        raise SendError("bad_answer", retryable=True) from error


def updates_with_ids(answer: Any) -> list[tuple[int, Json]]:
    """Updates with their ids; one without is left out. Raises ValueError when so none could ever be confirmed."""
    found = [(each["update_id"], each) for each in answer if isinstance(each, dict) and _has_id(each)]
    if answer and not found:
        raise ValueError("no update_id")
    return found


@contextmanager
def _as_send_error() -> Iterator[None]:
    """PTB's errors end here. An answer without a result is a KeyError of PTB's."""
    try:
        yield
    except TelegramError as error:
        raise send_error(error) from error
    except KeyError as error:
        raise SendError("bad_answer", retryable=True) from error


def _has_id(update: Json) -> bool:
    return type(update.get("update_id")) is int


def _message_id(answer: Any) -> str:
    return str(answer["message_id"])
