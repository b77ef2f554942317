"""What the Bot API refuses to take: pure checks of text, keyboards, commands and addresses.

Limits are those of channels.md 3.1; the wording of refusals follows Client.cpp of tdlib/telegram-bot-api.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.bot_api.params import Json, Params, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA = 64  # bytes
MAX_BUTTONS = 100
MAX_BUTTONS_SHOWN_IN_ROW = 8  # clients leave out the others without a word
MAX_COMMANDS = 100
WEBHOOK_PORTS = (443, 80, 88, 8443)
LOOPBACK = ("127.0.0.1", "localhost")

_OTHER_BUTTON_KINDS = (
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; `callback_data` is "" for a button that opens `url` or does something else."""

    text: str
    callback_data: str = ""
    url: str = ""


Buttons = tuple[tuple[Button, ...], ...]


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, never less than in characters: who keeps within it keeps within both."""
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def message_text(params: Params) -> str:
    """The text to send, without the white space around it that Telegram drops."""
    given = params.text("text")
    text = given.strip()
    if not given:
        raise bad_request("message text is empty")
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    _refuse_parse_mode(params)
    return text


def caption(params: Params) -> str:
    """The caption of a file, "" for none."""
    text = params.text("caption").strip()
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    _refuse_parse_mode(params)
    return text


def _refuse_parse_mode(params: Params) -> None:
    if params.text("parse_mode"):  # a bot that shows texts as typed has no use for it, so it is not modelled
        raise bad_request("unsupported parse_mode")


def reply_markup(params: Params) -> tuple[Json | None, Buttons]:
    """The markup as given and its inline buttons; (None, ()) without one."""
    markup = params.json("reply_markup", "reply keyboard markup")
    if markup is None:
        return None, ()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for row in _rows(markup, "keyboard"):
        for button in row:
            _check_reply_button(button)
    if "inline_keyboard" not in markup:
        return markup, ()
    buttons = tuple(tuple(_inline_button(button) for button in row) for row in _rows(markup, "inline_keyboard"))
    if sum(len(row) for row in buttons) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return markup, tuple(row for row in buttons if row)


def _rows(markup: Json, field: str) -> list[list[Any]]:
    rows = markup.get(field, [])
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" of the ReplyKeyboardMarkup must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    return rows


def _check_reply_button(button: object) -> None:
    if isinstance(button, dict):
        button = button.get("text")
    if not isinstance(button, str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not button.strip():
        raise bad_request("keyboard button text must be non-empty")


def _inline_button(button: object) -> Button:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text, url, data = (button.get(field, "") for field in ("text", "url", "callback_data"))
    if "text" not in button or not all(isinstance(value, str) for value in (text, url, data)):
        raise bad_request('can\'t parse inline keyboard button: field "text" must be of type String')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if url:
        _check_button_url(url)
    elif data:
        _check_callback_data(data)
    elif not any(kind in button for kind in _OTHER_BUTTON_KINDS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return Button(text, "" if url else data, url)


def _check_callback_data(data: str) -> None:
    if len(data.encode(errors="surrogatepass")) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_button_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https", "tg") or (parts.scheme != "tg" and "." not in host):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def commands(params: Params) -> list[Json]:
    """The commands of setMyCommands, names and descriptions as they will be shown."""
    given = params.json("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(command) for command in given]


def _command(given: object) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = given.get("command"), given.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        raise bad_request("can't parse BotCommand: a String is expected")
    name, description = name.removeprefix("/"), description.strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def command_scope(params: Params) -> tuple[str, str]:
    """Scope (its type, with the chat where it has one) and language code of a set of commands."""
    scope = params.json("scope", "bot command scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    kind = str(scope["type"])
    if kind in ("chat", "chat_administrators", "chat_member"):
        if not scope.get("chat_id"):
            raise bad_request("can't parse BotCommandScope: chat_id is empty")
        kind = f"{kind}:{scope['chat_id']}"
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return kind, language


def webhook_url(params: Params) -> str:
    """The address to push to; plain HTTP is taken as in the server's --local mode, but on loopback alone."""
    url = params.text("url").strip()
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return url
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return url


def webhook_secret(params: Params) -> str:
    """The secret_token of setWebhook, "" for none."""
    secret = params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret
