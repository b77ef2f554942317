"""The HTTP face of the fake: three hosts on one port, strict about methods, headers, encodings and fields."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import BodyPartReader, web

from bot import clock
from bot.clock import Clock
from tests.fakes.zalo_oa.account import UPLOADS, Account, Fault, Json, OAError, allow
from tests.fakes.zalo_oa.people import FakeResident
from tests.fakes.zalo_oa.webhook import Signing, Webhook

HOST = "127.0.0.1"
BAD_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"
MAX_BODY = 20 * 1024 * 1024


class OAServer(Account):
    """The platform for one account. Get one with `async with OAServer.serve() as server`."""

    def __init__(self, clock: Clock = clock.now) -> None:
        super().__init__(clock)
        self.port = 0
        self.webhook = Webhook(self)

    @classmethod
    @asynccontextmanager
    async def serve(cls, clock: Clock = clock.now, port: int = 0) -> AsyncIterator["OAServer"]:
        """Serves on 127.0.0.1 until the block is left; `clock` decides about windows and tokens."""
        server = cls(clock)
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/{path:.*}", server._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        server.port = runner.addresses[0][1]
        try:
            yield server
        finally:
            server.gate.set()
            await server.webhook.close()
            await runner.cleanup()

    @property
    def url(self) -> str:
        """Where the server is, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    @property
    def webhook_url(self) -> str:
        """Where events are pushed; empty: nowhere."""
        return self.webhook.url

    @webhook_url.setter
    def webhook_url(self, url: str) -> None:
        self.webhook.url = url

    def sign_like(self, signing: Signing) -> None:
        """Sign events in another of the ways that were seen."""
        self.webhook.signing = signing

    def resident(self, name: str = "Lan") -> FakeResident:
        """A new person; known to the account once they have done something."""
        return FakeResident(self, self.webhook, self.url, name)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        self.calls[path] += 1
        if path in self.media:
            return web.Response(body=self.media[path])
        if self.broken_pages:
            self.broken_pages -= 1
            return web.Response(status=502, text=BAD_GATEWAY_PAGE, content_type="text/html")
        try:
            envelope = await self._envelope(request, path)
        except OAError as error:
            envelope = {"error": error.code, "message": str(error)}
        except (Fault, KeyError, TypeError, ValueError) as error:
            self.faults.append(f"{path}: {type(error).__name__}: {error}")
            return web.Response(status=400, text="bad request")
        if self.lost_answers:
            self.lost_answers -= 1
            if request.transport is not None:
                request.transport.abort()
        async with self.changed:
            self.changed.notify_all()
        return web.json_response(envelope)

    async def _envelope(self, request: web.Request, path: str) -> Json:
        for end, codes in self.errors.items():
            if path.endswith(end) and codes:
                raise OAError(codes.pop(0), "a switch of the test says so")
        if path == "/v4/oa/access_token":
            return await self._renew(request)
        if "Authorization" in request.headers:
            raise Fault("the token stands in a header of its own")
        self.check_token(request.headers.get("access_token"))
        return {"error": 0, "message": "Success", "data": await self._data(request, path)}

    async def _renew(self, request: web.Request) -> Json:
        if (request.method, request.content_type) != ("POST", "application/x-www-form-urlencoded"):
            raise Fault("the token service takes a form")
        form = {name: str(value) for name, value in (await request.post()).items()}
        allow(form, {"grant_type", "refresh_token", "app_id"})
        if request.headers.get("secret_key") != self.app_secret or form["app_id"] != self.app_id:
            raise OAError(-14002, "Invalid app")
        if form["grant_type"] != "refresh_token":
            raise Fault("no such grant_type")
        return self.renew(form["refresh_token"])

    async def _data(self, request: web.Request, path: str) -> Json:
        kind = path.removeprefix("/v2.0/oa/upload/")
        if kind in UPLOADS:
            return self.upload(kind, *await _uploaded(request))
        if path == "/v2.0/oa/getoa" and request.method == "GET":
            return {"oa_id": self.oa_id, "name": self.name, "is_verified": True}
        body = await _json(request)
        match path:
            case "/v3.0/oa/message/cs":
                allow(body, {"recipient", "message"})
                allow(body["recipient"], {"user_id"})
                self.waiting.set()
                await self.gate.wait()
                user_id = _id(body["recipient"]["user_id"])
                return {"message_id": self.receive(user_id, body["message"]), "user_id": user_id}
            case "/v3.0/oa/quota/message":
                allow(body, {"user_id"})
                return self.quota(_id(body["user_id"]))
            case "/v3.0/oa/message/template":
                allow(body, {"user_id", "template_id", "template_data"})
                self.take_template(_id(body["user_id"]), body)
                return {"message_id": f"t{len(self.templates)}"}
            case "/message/template":
                allow(body, {"phone", "template_id", "template_data", "tracking_id"})
                _check_phone(body)
                self.take_template(body["phone"], body)
                return {"msg_id": f"p{len(self.templates)}", "sent_time": "1763700000000", "quota": {}}
        raise Fault("no such call")


def _id(value: object) -> str:
    """Ids are text: a number would have lost its last digits."""
    if not isinstance(value, str):
        raise Fault("an id is text")
    return value


def _check_phone(body: Json) -> None:
    if not body["phone"].startswith("84") or not body["phone"].isdecimal():
        raise OAError(-108, "Phone number is invalid")
    if not 0 < len(body["tracking_id"]) <= 48:
        raise Fault("tracking_id has 1 to 48 characters")


async def _json(request: web.Request) -> Json:
    if (request.method, request.content_type) != ("POST", "application/json"):
        raise Fault("a POST of JSON is wanted")
    body: Any = await request.json()
    if not isinstance(body, dict):
        raise Fault("a JSON object is wanted")
    return body


async def _uploaded(request: web.Request) -> tuple[str, bytes]:
    if (request.method, request.content_type) != ("POST", "multipart/form-data"):
        raise Fault("an upload is multipart")
    part = await (await request.multipart()).next()
    if not isinstance(part, BodyPartReader) or part.name != "file" or not part.filename:
        raise Fault("an upload has one part, file")
    return part.filename, bytes(await part.read())
