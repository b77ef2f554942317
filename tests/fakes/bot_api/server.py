"""The HTTP face of the fake: addresses, encodings, faults, and answers in the Bot API's envelope."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

from bot import clock
from bot.clock import Clock
from tests.fakes.bot_api.account import DEFAULT_TOKEN, Account
from tests.fakes.bot_api.control import CONTROL, handle_control
from tests.fakes.bot_api.methods import METHODS
from tests.fakes.bot_api.params import MAX_UPLOAD, ApiError, Json, Params, read_params
from tests.fakes.bot_api.people import FakeGroup, FakeResident
from tests.fakes.bot_api.switches import Switches
from tests.fakes.bot_api.updates import dump

HOST = "127.0.0.1"
WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
BAD_GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"


class BotApi(Account):
    """A Bot API server for one bot. Get one with `async with BotApi.serve() as server`."""

    port = 0

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        token: str = DEFAULT_TOKEN,
        port: int = 0,
        switches: Switches | None = None,
        clock: Clock = clock.now,
    ) -> AsyncIterator["BotApi"]:
        """Serves on 127.0.0.1 (port 0: any free one) until the block is left; `clock` dates messages."""
        api = cls(token, clock=clock)
        api.switches = switches or api.switches
        server = web.Server(api.handle, request_factory=_request, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        api.port = runner.addresses[0][1]
        try:
            yield api
        finally:
            api.updates.release_hold()
            await METHODS["deletewebhook"](api, Params({}))
            await runner.cleanup()

    @property
    def url(self) -> str:
        """Where the server is, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For python-telegram-bot's base_file_url."""
        return f"{self.url}/file/bot"

    def resident(self, user_id: int | None = None, first_name: str = "Lan", language_code: str = "vi") -> FakeResident:
        """A new person; without `user_id`, with the next free one."""
        return FakeResident(self, user_id, first_name, language_code)

    def group(self, title: str = "Ban Chỉ đạo", kind: str = "supergroup", username: str = "") -> FakeGroup:
        """A new group, supergroup or channel which the bot belongs to."""
        return FakeGroup(self, title, kind, username)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers one HTTP request."""
        path = request.path
        if path.startswith("/bot"):
            return await self._handle_call(request, *_split(path.removeprefix("/bot")))
        if path.startswith("/file/bot"):
            return self._handle_download(*_split(path.removeprefix("/file/bot")))
        if path.startswith(CONTROL):
            return await handle_control(self, request, path.removeprefix(CONTROL))
        return refusal(ApiError(404, "Not Found"))

    async def _handle_call(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        name = method.lower()
        self.calls[name] += 1
        try:
            self._check_call(request, token, name)
            answer = await self._run(name, await read_params(request))
        except ApiError as error:
            self.refusals[error.status] += 1
            answer = self._refusal(error)
        if self.switches.latency:
            await asyncio.sleep(self.switches.latency)
        return answer or _reset(request)

    def _check_call(self, request: web.BaseRequest, token: str, name: str) -> None:
        if request.method not in ("GET", "POST"):
            raise ApiError(405, "Method Not Allowed")
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        if name not in METHODS and name != "getupdates":
            raise ApiError(404, "Not Found: method not found")
        self.switches.refuse(name)

    async def _run(self, name: str, params: Params) -> web.Response | None:
        """Does what is asked and returns the answer, None if it is to be lost."""
        before = len(self.sent)
        if name == "getupdates":
            result = await self._get_updates(params)
        else:
            outcome = METHODS[name](self, params)
            result = dump(await outcome if inspect.isawaitable(outcome) else outcome)
        if self.switches.loses_answer(name):
            self.lost_answers += self.sent[before:]
            return None
        return _answer(200, f'{{"ok":true,"result":{result}}}'.encode())

    async def _get_updates(self, params: Params) -> str:
        if self.webhook is not None:
            raise ApiError(409, WEBHOOK_IS_SET)
        return await self.updates.get(params)

    def _refusal(self, error: ApiError) -> web.Response:
        if error.status == 502 and self.switches.fail_with_html:
            return web.Response(status=502, body=BAD_GATEWAY_PAGE, content_type="text/html")
        return refusal(error)

    def _handle_download(self, token: str, path: str) -> web.Response:
        if token != self.token:
            return refusal(ApiError(401, "Unauthorized"))
        stored = self.downloads.get(path)
        if stored is None:
            return refusal(ApiError(404, "Not Found"))
        return web.Response(body=stored.content, content_type="application/octet-stream")


def refusal(error: ApiError) -> web.Response:
    """An error in the Bot API's envelope."""
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    answer = _answer(error.status, dump(body).encode())
    if "retry_after" in error.parameters:
        answer.headers["Retry-After"] = str(error.parameters["retry_after"])
    return answer


def _answer(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")


def _reset(request: web.BaseRequest) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _split(rest: str) -> tuple[str, str]:
    token, _, path = rest.partition("/")
    return token, path


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_UPLOAD)
