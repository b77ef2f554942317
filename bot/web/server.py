"""The web application: pages, the chat protocol, Telegram's and other webhooks, health."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.web.chat_api import HANDLED, ChatApi
from bot.web.pages import Pages
from storage import deliveries
from storage.database import Database
from storage.errors import StorageError

TakeWebhook = Callable[[bytes, str | None], Awaitable[int]]
TakeSigned = Callable[[bytes, Mapping[str, str]], Awaitable[int]]
_OPENAPI = Path(__file__).parent / "openapi.json"
_LARGEST_WEBHOOK = 2 * 1024 * 1024


def build(
    database: Database,
    office_id: int,
    api: ChatApi,
    pages: Pages,
    clock: Clock,
    *,
    more: Sequence[BaseRoute] = (),
    portal_origins: Sequence[str] = (),
) -> Starlette:
    """The application; `more` are the webhooks of the platforms that are configured.

    A browser lets the pages of `portal_origins` speak the chat protocol (CORS); the token is theirs to keep.
    """

    async def health(request: Request) -> Response:
        """200 while the database answers; how many messages wait on which channel."""
        del request
        try:
            depth = await database.read(lambda tx: deliveries.queue_depth(tx, office_id))
        except StorageError:
            return JSONResponse({"status": "database unavailable"}, 503)
        waiting = [{"channel": c, "state": s, "messages": n} for (c, s), n in sorted(depth.items())]
        return JSONResponse({"status": "ok", "at": clock().isoformat(), "outbox": waiting})

    async def openapi(request: Request) -> Response:
        """The chat protocol's description."""
        del request
        return JSONResponse(json.loads(_OPENAPI.read_text(encoding="utf-8")))

    routes = [
        *pages.routes(),
        *api.routes(),
        Route("/health", health),
        Route("/openapi.json", openapi),
        *more,
    ]
    portals = Middleware(
        CORSMiddleware,
        allow_origins=list(portal_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
    )
    handled: dict[Any, Any] = {404: pages.not_found, 405: pages.not_found, **HANDLED}
    return Starlette(routes=routes, middleware=[portals], exception_handlers=handled)


def webhook(path: str, secret_header: str, take: TakeWebhook) -> Route:
    """A platform's webhook: the bytes and the secret header go to its channel, which says the status."""
    return signed_webhook(path, lambda body, headers: take(body, headers.get(secret_header)))


def signed_webhook(path: str, take: TakeSigned) -> Route:
    """A webhook whose platform signs what it sends: the bytes and all headers go to its channel."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        if len(body) > _LARGEST_WEBHOOK:
            return Response(status_code=413)
        return Response(status_code=await take(body, request.headers))

    return Route(path, endpoint, methods=["POST"])
