"""The pages that people look at: the first page, the chat, and a page for what went wrong."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import Clock
from handlers.rules import sessions as rules
from handlers.texts import N_, Texts
from storage import offices, sessions
from storage.database import Database
from storage.records import Office, Session

_HERE = Path(__file__).parent
_USED_IN_SCRIPTS = re.compile(r"""\bt\(\s*["'](web\.[\w.]+)["']""")
_ACCEPT = "image/*,audio/*,application/pdf,.doc,.docx,.xls,.xlsx,.odt,.ods,.txt"
_LONGEST_TEXT = 20_000
_LONGEST_VOICE_SECONDS = 300
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


@cache
def script_ids() -> tuple[str, ...]:
    """The message ids that the page's scripts say."""
    scripts = (path.read_text(encoding="utf-8") for path in sorted((_HERE / "static").glob("*.js")))
    return tuple(sorted({found for script in scripts for found in _USED_IN_SCRIPTS.findall(script)}))


class _Static(StaticFiles):
    """Static files that browsers ask for again after an upgrade, so that old and new scripts never mix."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Pages:
    """The HTML pages of one office."""

    def __init__(self, database: Database, office_id: int, clock: Clock, largest_file: int, root: str = "") -> None:
        self._database = database
        self._office_id = office_id
        self._clock = clock
        self._largest_file = largest_file
        self._root = root
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            undefined=StrictUndefined,
            autoescape=select_autoescape(),
        )

    def routes(self) -> list[BaseRoute]:
        """The pages and their static files."""
        return [
            Route("/", self.index),
            Route("/chat", self.chat),
            Mount("/static", _Static(directory=_HERE / "static")),
        ]

    async def index(self, request: Request) -> Response:
        """What this is, the session that is near, and how to reach the office."""
        return await self._page("index.html", request)

    async def chat(self, request: Request) -> Response:
        """The web chat; an official's one-time code stands behind the # and never reaches a log."""
        return await self._page("chat.html", request)

    async def not_found(self, request: Request, error: Exception) -> Response:
        """A page for a wrong address or method."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        texts = Texts(language_of_page(request))
        title, message = texts.t(N_("web.error.title")), texts.t(N_("web.error.message"))
        return await self._page("error.html", request, status, status=status, title=title, message=message)

    async def page(self, name: str, request: Request, code: int = 200, **more: Any) -> Response:
        """A page made of one of the templates, for a room with routes of its own."""
        return await self._page(name, request, code, **more)

    async def _page(self, name: str, request: Request, code: int = 200, **more: Any) -> Response:
        at = self._clock()
        office, known = await self._database.read(
            lambda tx: (offices.get_office(tx, self._office_id), sessions.sessions(tx, self._office_id))
        )
        texts = Texts(language_of_page(request))
        near = rules.collecting(known, at) or rules.next_opening(known, at)
        values = self._values(texts, office, near) | more
        return HTMLResponse(self._templates.get_template(name).render(values), code, HEADERS)

    def _values(self, texts: Texts, office: Office, near: Session | None) -> dict[str, Any]:
        return {
            "t": texts.t,
            "lang": texts.language,
            "other_lang": "vi" if texts.language == "en" else "en",
            "root": self._root,
            "time_zone": "Asia/Ho_Chi_Minh",
            "texts": {message_id: texts.t(message_id) for message_id in script_ids()},
            "help_url": f"{self._root}/#help",
            "limits": {
                "text_characters": _LONGEST_TEXT,
                "file_bytes": self._largest_file,
                "voice_seconds": _LONGEST_VOICE_SECONDS,
                "accept": _ACCEPT,
            },
            "office": _office_values(office, texts),
            "session": _session_values(near, texts) if near else None,
        }


def _office_values(office: Office, texts: Texts) -> Mapping[str, Any]:
    profile = office.profile
    kind = texts.t(N_("web.kind.commune")) if profile.kind == "xa" else texts.t(N_("web.kind.province"))
    return {
        "name": office.name,
        "kind": kind,
        "phone": profile.phone,
        "address": profile.address,
        "hours": profile.reception,
        "email": None,
        "doors": [],
    }


def _session_values(session: Session, texts: Texts) -> Mapping[str, Any]:
    closes, starts = session.collection_closes_at, session.starts_at
    return {
        "title": session.title,
        "collection": texts.t(N_("web.index.until"), moment=texts.end(closes)) if closes else None,
        "held": f"{texts.clock(starts)}, {texts.long_day(starts)}" if starts else session.date_note,
        "place": session.venue,
    }


def language_of_page(request: Request) -> str:
    """Vietnamese unless the page's own link asks for English."""
    return "en" if request.query_params.get("lang") == "en" else "vi"
