"""The page of a download link. Fetching it only looks, for scanners and previews fetch links; its button acts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from bot.download import LEADING, Counter, Offered, Standing
from bot.phrases import Tongue
from bot.web import download_pages as pages
from bot.web.line import Line
from bot.web.portal_answers import Answers
from bot.web.portal_browser import Browsers, form
from bot.web.portal_page import Page

_WAITING: Final = 100


def download(counter: Counter, reading: Executor, *, secure: bool, proxies: int = 0) -> list[BaseRoute]:
    """The page below `/download/`; cookies and proxies are as the portal's."""
    browsers = Browsers(secure, proxies)
    here = _Page(counter, Line(reading, _WAITING), browsers)
    page = Route("/{token}", here.link, methods=["GET", "POST"])
    return [Mount("/download", Answers(browsers).application([page], _bare))]


class _Page:
    def __init__(self, counter: Counter, line: Line, browsers: Browsers) -> None:
        self._counter = counter
        self._line = line
        self._browsers = browsers
        self._answers = Answers(browsers)

    async def link(self, request: Request) -> Response:
        token = request.path_params["token"]
        offered = await self._line(lambda: self._counter.look(token))
        if request.method != "POST" or offered.standing not in LEADING:
            return self._asking(request, offered, pages.offered)
        sent = await form(request)
        if not self._browsers.is_ours(request, sent):
            return self._asking(request, offered, pages.stale, HTTPStatus.FORBIDDEN)
        address = self._browsers.address(request)
        fetched = await self._line(lambda: self._counter.fetch(token, address))
        return self._asking(request, fetched, pages.fetched if fetched.url else pages.offered)

    def _asking(
        self,
        request: Request,
        offered: Offered,
        drawing: Callable[[Offered, Page], Page],
        status: HTTPStatus | None = None,
    ) -> Response:
        page = _bare(self._browsers.tongue(request, offered.tongue), request.url.path)
        return self._answers.asking(request, drawing(offered, page), status or _status(offered))


def _bare(tongue: Tongue, path: str = "") -> Page:
    return Page(pages.TITLE, tongue, path, place=pages.TITLE)


def _status(offered: Offered) -> HTTPStatus:
    if offered.standing in LEADING:
        return HTTPStatus.OK
    sealed = HTTPStatus.INTERNAL_SERVER_ERROR
    return {Standing.NONE: HTTPStatus.NOT_FOUND, Standing.SEALED: sealed}.get(offered.standing, HTTPStatus.GONE)
