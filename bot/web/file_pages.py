"""The page that a link to a file leads to, and the file itself (bot/channels/file_links.py)."""

import structlog
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.file_links import BYTES, PAGE, BadLink, FileLinks, LinkedFile
from bot.channels.files import FileStore
from bot.web.pages import HEADERS, Pages, language_of_page
from handlers.texts import N_, Texts

log = structlog.get_logger(__name__)
_HEADERS = {**HEADERS, "X-Robots-Tag": "noindex, nofollow"}
_NAMELESS = N_("web.file.unnamed")
_OF_NO_USE = {
    404: (N_("web.tep.wrong.title"), N_("web.tep.wrong.message")),
    410: (N_("web.tep.over.title"), N_("web.tep.over.message")),
}


class FilePages:
    """`/tep/{link}` shows what the file is and until when it is there; `/tep/{link}/tai` gives it."""

    def __init__(self, links: FileLinks, files: FileStore, pages: Pages) -> None:
        self._links = links
        self._files = files
        self._pages = pages

    def routes(self) -> list[BaseRoute]:
        """The page and the bytes."""
        return [Route(f"{PAGE}/{{link}}", self.page), Route(f"{PAGE}/{{link}}/{BYTES}", self.bytes)]

    async def page(self, request: Request) -> Response:
        """What the file is called, a large button, and the last day."""
        found = self._find(request)
        if isinstance(found, int):
            return await self._of_no_use(request, found)
        texts = Texts(language_of_page(request))
        link = f"{PAGE}/{request.path_params['link']}/{BYTES}"
        name = found.name or texts.t(_NAMELESS)
        until = texts.t(N_("web.tep.until"), day=texts.long_day(found.last_day))
        return _private(await self._pages.page("file.html", request, file_name=name, link=link, until=until))

    async def bytes(self, request: Request) -> Response:
        """The file, always to be kept and never to be shown in our name."""
        found = self._find(request)
        if isinstance(found, int):
            return await self._of_no_use(request, found)
        return FileResponse(
            self._files.path(found.stored_as),
            headers=_HEADERS,
            media_type=found.content_type,
            filename=found.name or f"tep.{found.stored_as.rpartition('.')[2]}",
        )

    def _find(self, request: Request) -> LinkedFile | int:
        """The file that a link leads to, or the status that says why not."""
        try:
            linked = self._links.read(request.path_params["link"])
            there = self._files.path(linked.stored_as).is_file()
        except (BadLink, ValueError):
            return 404
        if self._links.is_over(linked):
            return 410
        if not there:
            log.error("linked_file_missing")
            return 410
        return linked

    async def _of_no_use(self, request: Request, status: int) -> Response:
        """A page that says what is wrong with the link, what to do, and how else to reach the office."""
        texts = Texts(language_of_page(request))
        title, message = (texts.t(message_id) for message_id in _OF_NO_USE[status])
        page = self._pages.page("error.html", request, status, status=status, title=title, message=message)
        return _private(await page)


def _private(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response
