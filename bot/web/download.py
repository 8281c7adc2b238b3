"""The page of a download link. Fetching it only looks, for scanners and previews fetch links; its button acts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.cards import Tone
from bot.download import LEADING, Counter, Offered, Standing
from bot.phrases import LANGUAGES
from bot.web import download_pages as pages
from bot.web import portal_words as words
from bot.web.line import Line
from bot.web.portal_browser import FORM, LANGUAGE, Browsers, form
from bot.web.portal_page import Page, drawn
from bot.web.strict import Strict

_WAITING: Final = 100


def download(counter: Counter, reading: Executor, *, secure: bool, proxies: int = 0) -> list[BaseRoute]:
    """The page below `/download/`; cookies and proxies are as the portal's."""
    here = _Page(counter, Line(reading, _WAITING), Browsers(secure, proxies))
    app = Starlette(
        routes=[Route("/{token}", here.link, methods=["GET", "POST"])],
        exception_handlers={HTTPException: here.failed, Exception: here.failed},
    )
    app.router.redirect_slashes = False
    return [Mount("/download", Strict(app))]


class _Page:
    def __init__(self, counter: Counter, line: Line, browsers: Browsers) -> None:
        self._counter = counter
        self._line = line
        self._browsers = browsers

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

    async def failed(self, request: Request, error: Exception) -> Response:
        """Whatever went wrong, on a plain page; what nobody foresaw goes to the log as well."""
        status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else _OURS
        said = words.FAILURES.get(status, words.UNREADABLE)
        page = Page(pages.TITLE, self._browsers.tongue(request), "", tone=Tone.REFUSED, notice=said, place=pages.TITLE)
        return self._shown(request, page, status)

    def _asking(
        self,
        request: Request,
        offered: Offered,
        drawing: Callable[[Offered, Page], Page],
        status: HTTPStatus | None = None,
    ) -> Response:
        """A page whose form's hidden field is what the browser's cookie says as well."""
        csrf, tongue = self._browsers.csrf(request), self._browsers.tongue(request, offered.tongue)
        page = Page(pages.TITLE, tongue, request.url.path, csrf, place=pages.TITLE)
        response = self._shown(request, drawing(offered, page), status or _status(offered))
        self._browsers.set(response, FORM, csrf)
        return response

    def _shown(self, request: Request, page: Page, status: HTTPStatus) -> Response:
        response = HTMLResponse(drawn(page), status)
        if request.query_params.get("language") in LANGUAGES:
            self._browsers.set(response, LANGUAGE, request.query_params["language"])
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = "10"
        return response


def _status(offered: Offered) -> HTTPStatus:
    if offered.standing in LEADING:
        return HTTPStatus.OK
    return {Standing.NONE: HTTPStatus.NOT_FOUND, Standing.SEALED: _OURS}.get(offered.standing, HTTPStatus.GONE)


_OURS: Final = HTTPStatus.INTERNAL_SERVER_ERROR
