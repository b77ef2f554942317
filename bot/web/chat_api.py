"""The public chat protocol: three calls that our page and any portal of the office speak (see /openapi.json).

`POST /api/chat` gives a token, `POST /api/chat/messages` takes a message (202 only after the commit, idempotent by
client_id), `GET /api/chat/events` streams what is said, the person's own words included.
"""

import asyncio
import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from typing import Any, Literal

from itsdangerous import BadSignature, URLSafeSerializer
from sse_starlette import EventSourceResponse
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.files import FileStore
from bot.channels.text import storable
from bot.channels.web_chat import NAME, WebChat, wait_for_news
from bot.clock import Clock
from bot.intake import Intake, Unit, nothing
from bot.web.bodies import MessageBody, OpenBody, Refusal, read_body
from handlers.messages import InboundFile, Incoming, OutboundFile, Reply
from handlers.texts import N_, Texts
from storage import conversations, officials, people, web
from storage.database import Database
from storage.errors import StorageError
from storage.records import to_json
from storage.transaction import Transaction

PING_SECONDS = 15
_NEWS_SECONDS = 10.0


class ChatApi:
    """The three calls, for one office."""

    def __init__(
        self,
        database: Database,
        office_id: int,
        intake: Intake,
        channel: WebChat,
        files: FileStore,
        secret: str,
        clock: Clock,
        largest_file: int,
    ) -> None:
        self._database = database
        self._office_id = office_id
        self._intake = intake
        self._channel = channel
        self._files = files
        self._links = URLSafeSerializer(secret, salt="chat-file")
        self._clock = clock
        self._largest_file = largest_file

    def routes(self) -> list[Route]:
        """The routes under /api/chat."""
        return [
            Route("/api/chat", self.open, methods=["POST"]),
            Route("/api/chat/messages", self.message, methods=["POST"]),
            Route("/api/chat/events", self.events, methods=["GET"]),
            Route("/api/chat/files/{link}", self.file, methods=["GET"]),
        ]

    async def open(self, request: Request) -> Response:
        """Open a thread: a resident is greeted at once; with a code, it is that of the person or official it names."""
        body = await read_body(request, OpenBody, self._largest_file)
        token, address = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        at = self._clock()
        await self._database.write(lambda tx: web.add_token(tx, self._office_id, _hash(token), address, at))
        if body.code is not None:
            await self._enrol(address, body.code, request)
        else:
            await self._take(address, "greeting", language_of(request), text="/start")
        return JSONResponse({"token": token}, 201)

    async def _enrol(self, address: str, code: str, request: Request) -> None:
        await self._take(address, "enrolment", language_of(request), text=f"/start {code}")
        if not await self._database.read(lambda tx: self._is_known(tx, address)):
            raise Refusal(410, "code_used", N_("web.error.code_used"))

    def _is_known(self, tx: Transaction, address: str) -> bool:
        """Whether the code made this address an official's, or a further door of a person."""
        identity = people.find_identity(tx, self._office_id, NAME, address)
        if identity is None:
            return False
        joined = len(people.doors(tx, self._office_id, identity.person_id)) > 1
        return joined or officials.find_official(tx, self._office_id, identity.person_id) is not None

    async def message(self, request: Request) -> Response:
        """Take one message; 202 after it is remembered."""
        address = await self._address(request)
        body = await read_body(request, MessageBody, self._largest_file)
        if not (body.text or body.choice or body.attachment or body.location):
            raise Refusal(422, "empty", N_("web.error.empty"))
        files = await asyncio.to_thread(self._files_of, body)
        source, at = f"in/{address}/{body.client_id}", self._clock()
        text = storable(body.text) if body.text is not None else None
        await self._take(
            address,
            body.client_id,
            language_of(request),
            # With the message or not at all: a page that sees its own words on the stream knows that they are stored.
            lambda tx: self._echo(tx, address, source, body, files),
            text=text,
            choice=body.choice,
            files=files,
            received_at=at,
        )
        self._channel.notify(address)
        return Response(status_code=202)

    async def _take(self, address: str, client_id: str, language: str, first: Unit = nothing, **said: Any) -> None:
        values = {"received_at": self._clock(), **said}
        await self._intake.take(
            Incoming(
                office_id=self._office_id,
                channel=NAME,
                inbound_id=f"{address}/{client_id}",
                sender=address,
                language=language,
                **values,
            ),
            first,
        )

    def _files_of(self, body: MessageBody) -> tuple[InboundFile, ...]:
        if body.location is not None:
            place = body.location
            return (InboundFile(kind="location", latitude=place.latitude, longitude=place.longitude),)
        if body.attachment is None:
            return ()
        sent = body.attachment
        try:
            data = base64.b64decode(sent.data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refusal(422, "bad_base64", N_("web.error.malformed")) from error
        verdict = self._files.check(data, sent.content_type, sent.name)
        if not verdict.accepted:
            too_large = verdict.reason == "too_large"
            status, message_id = (413, N_("web.error.file_size")) if too_large else (415, N_("web.error.file_type"))
            raise Refusal(status, f"file_{verdict.reason}", message_id, limit=self._largest_file // (1024 * 1024))
        return (
            InboundFile(
                kind=_kind_of(verdict.content_type),
                name=storable(sent.name),
                content_type=verdict.content_type,
                size=len(data),
                stored_as=self._files.put(data),
            ),
        )

    def _echo(
        self, tx: Transaction, address: str, source: str, body: MessageBody, files: tuple[InboundFile, ...]
    ) -> None:
        """The person's own words stand in the thread too, so that every page of theirs shows the same."""
        shown = storable(body.text or "") or (self._label_of(tx, address, body.choice) if body.choice else "")
        if body.location is not None:
            shown = f"{body.location.latitude:.5f}, {body.location.longitude:.5f}"
        reply = Reply(
            text=shown,
            files=tuple(
                OutboundFile(stored_as=f.stored_as, name=f.name, content_type=f.content_type, kind=f.kind)
                for f in files
                if f.stored_as
            ),
        )
        echo = {"from": "me", "client_id": body.client_id, **reply.model_dump(mode="json")}
        web.add_event(tx, self._office_id, address, source, to_json(echo), self._clock())

    def _label_of(self, tx: Transaction, address: str, value: str) -> str:
        identity = people.find_identity(tx, self._office_id, NAME, address)
        state = conversations.get_conversation(tx, self._office_id, identity.id) if identity else None
        offered = {known: label for label, known in state.offered} if state else {}
        if value in offered or not value.startswith("/"):
            return offered.get(value, "…")
        return self._label_of_old(tx, address, value)

    def _label_of_old(self, tx: Transaction, address: str, value: str) -> str:
        """A command's button is pressed long after it was offered, too; its label stands in the thread."""
        for event in web.latest_events(tx, self._office_id, address):
            for choice in json.loads(event.body)["choices"]:
                if choice["value"] == value:
                    return str(choice["label"])
        return value

    async def events(self, request: Request) -> Response:
        """Stream everything said after `Last-Event-ID`, then whatever comes."""
        address = await self._address(request)
        last = request.headers.get("last-event-id", "0")
        after = int(last) if last.isdecimal() and len(last) < 16 else 0
        return EventSourceResponse(self._stream(address, after), ping=PING_SECONDS)

    async def _stream(self, address: str, after: int) -> AsyncIterator[dict[str, str]]:
        listener = self._channel.listen(address)
        while True:
            listener.clear()
            seen = after
            for event in await self._database.read(
                lambda tx: web.events_after(tx, self._office_id, address, seen)  # noqa: B023 - awaited at once
            ):
                after = event.seq
                yield {
                    "id": str(event.seq),
                    "data": json.dumps(self._shown(address, event), ensure_ascii=False),
                }
            if after == seen:
                await wait_for_news(listener, _NEWS_SECONDS)

    def _shown(self, address: str, event: web.WebEvent) -> dict[str, Any]:
        body = json.loads(event.body)
        shown: dict[str, Any] = {
            "id": str(event.seq),
            "text": body["text"],
            "choices": body["choices"],
            "attachments": [self._attachment(address, file) for file in body["files"]],
            "at": event.at.isoformat(),
        }
        if body.get("update_key"):
            shown["replaces"] = body["update_key"]
        return shown | {key: body[key] for key in ("from", "client_id") if key in body}

    def _attachment(self, address: str, file: dict[str, str]) -> dict[str, str]:
        link = self._links.dumps([address, file["stored_as"], file["content_type"]])
        return {"name": file["name"], "content_type": file["content_type"], "url": f"/api/chat/files/{link}"}

    async def file(self, request: Request) -> Response:
        """One file of the thread, for the token that the thread belongs to."""
        address = await self._address(request)
        try:
            owner, stored_as, content_type = self._links.loads(request.path_params["link"])
        except (BadSignature, ValueError) as error:
            raise Refusal(404, "no_file", N_("web.error.no_file")) from error
        if owner != address:
            raise Refusal(404, "no_file", N_("web.error.no_file"))
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return Response(self._files.read(stored_as), media_type=content_type, headers=headers)

    async def _address(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        found = None
        if scheme.lower() == "bearer" and token:
            found = await self._database.read(lambda tx: web.address_of(tx, self._office_id, _hash(token.strip())))
        if found is None:
            raise Refusal(401, "unknown_token", N_("web.error.unknown_token"))
        return found


def _kind_of(content_type: str) -> Literal["photo", "voice", "document"]:
    major = content_type.partition("/")[0]
    return "photo" if major == "image" else "voice" if major == "audio" else "document"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def language_of(request: Request) -> str:
    """The person's language: `en` when the browser or the page says so first, else Vietnamese."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "vi"


async def refused(request: Request, error: Exception) -> Response:
    """A refusal as JSON, with its sentence in the person's language."""
    assert isinstance(error, Refusal)  # registered for this class only
    message = Texts(language_of(request)).t(error.message_id, **error.values)
    return JSONResponse({"error": {"code": error.code, "message": message}}, error.status)


async def unavailable(request: Request, error: Exception) -> Response:
    """The database or the disk does not take it just now: the page keeps the message and tries again."""
    del error
    message = Texts(language_of(request)).t(N_("web.error.unavailable"))
    return JSONResponse({"error": {"code": "unavailable", "message": message}}, 503, {"Retry-After": "5"})


HANDLED = {Refusal: refused, StorageError: unavailable, OSError: unavailable, ClientDisconnect: unavailable}
