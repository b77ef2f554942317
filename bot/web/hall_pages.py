"""The hall's screen: the number and hamlet of who speaks and who is next, to be read from the last row.

Whoever has the address sees it; so there is no name on it, no topic and no word of what anybody wants to say. It is
there on the day of the session alone.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.web.pages import HEADERS, Pages, language_of_page
from handlers.rules.sessions import is_its_day, may_be_run
from handlers.rules.speakers import Seat
from handlers.speaking import SCREEN_PAGE, Hall, read_hall
from handlers.texts import N_, Texts
from storage import offices, sessions, speaking
from storage.database import Database
from storage.transaction import Transaction

NOW = "bay-gio"
MOST_NEXT = 3
_HEADERS = {**HEADERS, "X-Robots-Tag": "noindex, nofollow"}


class HallPages:
    """`/hoi-truong/{screen}` is the page; `/hoi-truong/{screen}/bay-gio` says what has changed, every few seconds."""

    def __init__(self, database: Database, office_id: int, clock: Clock, pages: Pages) -> None:
        self._database = database
        self._office_id = office_id
        self._clock = clock
        self._pages = pages

    def routes(self) -> list[BaseRoute]:
        """The page, and what it asks for again and again."""
        return [Route(f"{SCREEN_PAGE}/{{screen}}", self.page), Route(f"{SCREEN_PAGE}/{{screen}}/{NOW}", self.now)]

    async def page(self, request: Request) -> Response:
        """The screen as it is now; a page that says what is wrong when there is none."""
        texts = Texts(language_of_page(request))
        shown = await self._look(request, texts)
        if shown is None:
            title, message = texts.t(N_("web.hall.wrong")), texts.t(N_("web.hall.wrong_message"))
            page = await self._pages.page("error.html", request, 404, status=404, title=title, message=message)
        else:
            ask = f"{SCREEN_PAGE}/{request.path_params['screen']}/{NOW}?lang={texts.language}"
            page = await self._pages.page("hall.html", request, shown=shown, ask=ask)
        page.headers.update(_HEADERS)
        return page

    async def now(self, request: Request) -> Response:
        """The same as data."""
        shown = await self._look(request, Texts(language_of_page(request)))
        return JSONResponse(shown or {}, 200 if shown is not None else 404, _HEADERS)

    async def _look(self, request: Request, texts: Texts) -> dict[str, Any] | None:
        screen, at = str(request.path_params["screen"]), self._clock()

        def read(tx: Transaction) -> dict[str, Any] | None:
            row = speaking.queue_of_screen(tx, self._office_id, screen)
            session = sessions.get_session(tx, self._office_id, row.session_id) if row is not None else None
            if session is None or not (may_be_run(session, at) and is_its_day(session, at)):
                return None
            areas = {area.id: area.name for area in offices.areas(tx, self._office_id)}
            return _shown(texts, read_hall(tx, self._office_id, session), areas)

        return await self._database.read(read)


def _shown(texts: Texts, hall: Hall, areas: dict[int, str]) -> dict[str, Any]:
    """What hangs on the wall: a number and a hamlet for each, nothing else."""

    def line(seat: Seat) -> list[str]:
        area_id = hall.speakers[seat.registration_id].area_id
        return [str(seat.number), areas.get(area_id, "") if area_id is not None else ""]

    speaking_now = hall.queue.speaking
    return {
        "title": hall.session.title,
        "now": line(speaking_now) if speaking_now is not None else None,
        "next": [line(seat) for seat in hall.queue.order[:MOST_NEXT]],
        "hint": texts.t(N_("web.hall.hint")),
    }
