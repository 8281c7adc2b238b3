"""Pages of the portal as answers: shown, asking for something, or saying why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from bot.cards import Tone
from bot.phrases import LANGUAGES, Tongue
from bot.portal import Refused
from bot.web import portal_words as words
from bot.web.portal_browser import FORM, LANGUAGE, Browsers
from bot.web.portal_page import Page, drawn
from bot.web.portal_pages import refused
from bot.web.strict import Strict

_OURS: Final = HTTPStatus.INTERNAL_SERVER_ERROR


class Answers:
    def __init__(self, browsers: Browsers) -> None:
        self._browsers = browsers

    def application(self, routes: list[BaseRoute], bare: Callable[[Tongue], Page]) -> Strict:
        """Whatever goes wrong comes on the `bare` page; what nobody foresaw goes to the log as well."""

        async def failed(request: Request, error: Exception) -> Response:
            status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else _OURS
            said = words.FAILURES.get(status, words.UNREADABLE)
            page = replace(bare(self._browsers.tongue(request)), tone=Tone.REFUSED, notice=said)
            response = self.shown(request, page, status)
            response.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
            return response

        app = Starlette(routes=routes, exception_handlers={HTTPException: failed, Exception: failed})
        app.router.redirect_slashes = False  # it would lead where the Host header says
        return Strict(app)

    def shown(self, request: Request, page: Page, status: HTTPStatus = HTTPStatus.OK) -> Response:
        response = HTMLResponse(drawn(page), status)
        if request.query_params.get("language") in LANGUAGES:
            self._browsers.set(response, LANGUAGE, request.query_params["language"])
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = "10"
        return response

    def asking(self, request: Request, page: Page, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """A form, whose hidden field is what the browser's cookie says as well."""
        csrf = self._browsers.csrf(request)
        response = self.shown(request, replace(page, csrf=csrf), status)
        self._browsers.set(response, FORM, csrf)
        return response

    def refusing(self, request: Request, page: Page, no: Refused) -> Response:
        status = HTTPStatus.TOO_MANY_REQUESTS if no.slow_down else HTTPStatus.UNPROCESSABLE_ENTITY
        return self.asking(request, refused(page, no), status)

    def stale(self, request: Request, page: Page) -> Response:
        """The form was not of this browser, or is too old."""
        return self.asking(request, refused(page, Refused(words.STALE)), HTTPStatus.FORBIDDEN)
