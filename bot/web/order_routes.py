"""The routes of an order that somebody completes from outside: its link, the code, its cards."""

from __future__ import annotations

from dataclasses import replace
from hmac import compare_digest
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.cards import Tone
from bot.html_cards import read_form
from bot.order_desk import FoundOrder, Inside, OrderDesk, OrderLink
from bot.phrases import Speaker, Tongue
from bot.portal import Refused
from bot.web import order_pages as pages
from bot.web import order_words as words
from bot.web.line import Line
from bot.web.portal_answers import Answers
from bot.web.portal_browser import FORM, Browsers, form

_VISIT: Final = "comptoir_order_"
_NAMED: Final = 8
"""So many characters of a token tell one order's cookie from another's."""
_GONE: Final = {OrderLink.NONE: HTTPStatus.NOT_FOUND}


def order_routes(desk: OrderDesk, reading: Line, browsers: Browsers) -> list[BaseRoute]:
    """Below `/portal/order`."""
    here = _Orders(desk, reading, browsers)
    return [
        Route("/{token}", here.order, methods=["GET", "POST"]),
        Route("/{token}/code", here.code, methods=["POST"]),
        Route("/{token}/renew", here.renew, methods=["POST"]),
        Route("/{token}/press", here.press, methods=["POST"]),
        Route("/{token}/summary.pdf", here.summary),
    ]


class _Orders:
    def __init__(self, desk: OrderDesk, reading: Line, browsers: Browsers) -> None:
        self._desk = desk
        self._read = reading
        self._browsers = browsers
        self._answers = Answers(browsers)

    async def order(self, request: Request) -> Response:
        """The link of the mail: fetching it only looks; what is sent to it is the code."""
        token, found = request.path_params["token"], await self._look(request)
        tongue, path = self._browsers.tongue(request), _path(request)
        if request.method == "POST":
            return await self._let_in(request, found)
        cookie, visitor = self._cookie(request), self._browsers.visitor(request)
        if cookie and (here := await self._read(lambda: self._desk.go_on(token, cookie, tongue.language, visitor))):
            return self._inside(request, here)
        if found.link is not OrderLink.OPEN:
            return self._over(request, found)
        return self._answers.asking(request, pages.first(found, tongue, path))

    async def code(self, request: Request) -> Response:
        """Have one mailed."""
        token, found, sent = request.path_params["token"], await self._look(request), await form(request)
        tongue, visitor = self._browsers.tongue(request), self._browsers.visitor(request)
        if found.link is not OrderLink.OPEN:
            return self._over(request, found)
        if not self._browsers.is_ours(request, sent):
            return self._answers.stale(request, pages.first(found, tongue, _path(request)))
        if no := await self._read(lambda: self._desk.mail_code(token, tongue.language, visitor)):
            return self._answers.refusing(request, pages.first(found, tongue, _path(request)), no)
        page = pages.code(found, tongue, _path(request))
        return self._answers.asking(request, replace(page, tone=Tone.DONE, notice=words.SENT))

    async def renew(self, request: Request) -> Response:
        """Have a new link mailed."""
        token, found, sent = request.path_params["token"], await self._look(request), await form(request)
        tongue, visitor = self._browsers.tongue(request), self._browsers.visitor(request)
        page = pages.over(found, tongue, _path(request))
        if found.link is not OrderLink.ENDED:
            return RedirectResponse(_path(request), HTTPStatus.SEE_OTHER)
        if not self._browsers.is_ours(request, sent):
            return self._answers.stale(request, page)
        if no := await self._read(lambda: self._desk.renew(token, tongue.language, visitor)):
            return self._answers.refusing(request, page, no)
        return self._answers.shown(request, pages.renewed(tongue, _path(request)))

    async def press(self, request: Request) -> Response:
        """A button of the order's card."""
        token, cookie, sent = request.path_params["token"], self._cookie(request), await form(request)
        tongue, visitor = self._browsers.tongue(request), self._browsers.visitor(request)
        csrf = await self._read(lambda: self._desk.csrf(token, cookie)) if cookie else ""
        if not csrf or not compare_digest(sent.get("csrf", "").encode(), csrf.encode()):
            return await self._left(request)
        said = read_form(sent)
        here = await self._read(lambda: self._desk.press(token, cookie, tongue.language, visitor, said))
        return self._inside(request, here) if here else await self._left(request)

    async def summary(self, request: Request) -> Response:
        """The order as a file for one's records."""
        token, cookie = request.path_params["token"], self._cookie(request)
        found, tongue = await self._look(request), self._browsers.tongue(request)
        spoken = Tongue(tongue.language, found.zone)
        paper = await self._read(lambda: self._desk.summary(token, cookie, spoken)) if cookie else None
        if paper is None:
            return await self._left(request)
        name = quote(f"{Speaker(spoken).say(words.SUMMARY_NAME)}.pdf")
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(b"".join(paper), media_type="application/pdf", headers=named)

    async def _let_in(self, request: Request, found: FoundOrder) -> Response:
        token, sent, visitor = request.path_params["token"], await form(request), self._browsers.visitor(request)
        page = pages.code(found, self._browsers.tongue(request), _path(request))
        if found.link is not OrderLink.OPEN:
            return self._over(request, found)
        if not self._browsers.is_ours(request, sent):
            return self._answers.stale(request, page)
        cookie = await self._read(lambda: self._desk.let_in(token, sent.get("code", ""), visitor))
        if isinstance(cookie, Refused):
            return self._answers.refusing(request, page, cookie)
        response = RedirectResponse(_path(request), HTTPStatus.SEE_OTHER)
        self._browsers.set(response, _name(request), cookie)
        self._browsers.drop(response, FORM)
        return response

    async def _look(self, request: Request) -> FoundOrder:
        return await self._read(lambda: self._desk.look(request.path_params["token"]))

    async def _left(self, request: Request) -> Response:
        """Whoever was away for too long gives a code again."""
        found = await self._look(request)
        if found.link is not OrderLink.OPEN:
            return self._over(request, found)
        page = pages.first(found, self._browsers.tongue(request), _path(request))
        return self._answers.asking(request, replace(page, tone=Tone.WARNING, notice=words.LEFT), HTTPStatus.FORBIDDEN)

    def _cookie(self, request: Request) -> str:
        return self._browsers.cookie(request, _name(request))

    def _inside(self, request: Request, here: Inside) -> Response:
        return self._answers.shown(request, pages.inside(here, self._browsers.tongue(request), _path(request)))

    def _over(self, request: Request, found: FoundOrder) -> Response:
        page = pages.over(found, self._browsers.tongue(request), _path(request))
        return self._answers.asking(request, page, _GONE.get(found.link, HTTPStatus.GONE))


def _path(request: Request) -> str:
    return f"/portal/order/{request.path_params['token']}"


def _name(request: Request) -> str:
    token: str = request.path_params["token"]
    return f"{_VISIT}{token[:_NAMED]}"
