"""The self-service portal over HTTP: activation, sign-in, one's own services. Whatever is decided, the desk decides."""

from __future__ import annotations

from concurrent.futures import Executor
from hmac import compare_digest
from http import HTTPStatus
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.cards import Card
from bot.html_cards import read_form
from bot.order_desk import OrderDesk
from bot.phrases import Tongue
from bot.portal import Desk, Guest, Opened, Refused, Standing
from bot.web import portal_pages as pages
from bot.web import portal_words as words
from bot.web.line import Line
from bot.web.order_routes import order_routes
from bot.web.portal_answers import Answers
from bot.web.portal_browser import FORM, SESSION, Browsers, form
from bot.web.portal_page import HERE, Page

_HASHES_WAITING: Final = 50
"""At some eight sign-ins a second nobody waits longer than their browser does."""
_PAGES_WAITING: Final = 200
_SEE: Final = HTTPStatus.SEE_OTHER


def portal(
    desk: Desk,
    hashing: Executor,
    reading: Executor,
    *,
    secure: bool,
    proxies: int = 0,
    orders: OrderDesk | None = None,
) -> list[BaseRoute]:
    """The pages below `/portal/`, and `/activate/`.

    What hashes a password is decided in the pool `hashing`, all else in `reading`, so that a flood of sign-ins keeps
    nobody waiting who is signed in. `secure`: cookies go over HTTPS alone; `proxies` stand in front and tell the
    client's address. `orders` is for who completes an order from outside.
    """
    browsers, read = Browsers(secure, proxies), Line(reading, _PAGES_WAITING)
    here = _Portal(desk, Line(hashing, _HASHES_WAITING), read, browsers)
    link: BaseRoute = Route("/{token}", here.link, methods=["GET", "POST"])
    inside: list[BaseRoute] = [
        Route("/", here.services),
        Route("/history", here.history),
        Route("/details", here.details),
        Route("/press", here.press, methods=["POST"]),
        Route("/sign-in", here.sign_in, methods=["GET", "POST"]),
        Route("/sign-out", here.sign_out, methods=["POST"]),
        Route("/forgot", here.forgot, methods=["GET", "POST"]),
        Mount("/reset", routes=[link]),
        *([Mount("/order", routes=order_routes(orders, read, browsers))] if orders else []),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    bare = [Route(path, here.start) for path in ("/portal", "/activate")]
    activate, within = (Answers(browsers).application(routes, _bare) for routes in ([link], inside))
    return [*bare, Mount("/activate", activate), Mount("/portal", within)]


def _bare(tongue: Tongue) -> Page:
    return Page(words.TITLE, tongue, "", links=(("/portal/", words.TO_PORTAL),))


class _Portal:
    def __init__(self, desk: Desk, hashing: Line, reading: Line, browsers: Browsers) -> None:
        self._desk = desk
        self._hashed = hashing
        self._read = reading
        self._browsers = browsers
        self._answers = Answers(browsers)

    async def start(self, request: Request) -> Response:  # noqa: ARG002 - as Starlette calls it
        return RedirectResponse("/portal/", _SEE)

    async def services(self, request: Request) -> Response:
        guest = await self._guest(request)
        if guest is None:
            return self._to_sign_in(request)
        return self._mine(request, guest, await self._read(lambda: self._desk.services(guest, 0)), "/portal/")

    async def history(self, request: Request) -> Response:
        guest = await self._guest(request)
        if guest is None:
            return self._to_sign_in(request)
        return self._mine(request, guest, await self._read(lambda: self._desk.history(guest)), "/portal/history")

    async def details(self, request: Request) -> Response:
        guest = await self._guest(request)
        if guest is None:
            return self._to_sign_in(request)
        return self._mine(request, guest, await self._read(lambda: self._desk.details(guest)), "/portal/details")

    async def press(self, request: Request) -> Response:
        """A button of one's own card."""
        guest, sent = await self._guest(request), await form(request)
        if guest is None or not _is_theirs(guest, sent):
            return RedirectResponse("/portal/", _SEE)
        token, fields = read_form(sent)
        card = await self._read(lambda: self._desk.press(guest, token, fields))
        return self._mine(request, guest, card, "/portal/")

    async def sign_in(self, request: Request) -> Response:
        tongue = self._browsers.tongue(request)
        if request.method != "POST":
            is_in = await self._guest(request) is not None
            return RedirectResponse("/portal/", _SEE) if is_in else self._answers.asking(request, pages.sign_in(tongue))
        sent = await form(request)
        email, password, visitor = sent.get("email", ""), sent.get("password", ""), self._browsers.visitor(request)
        page = pages.sign_in(tongue, email)
        if not self._browsers.is_ours(request, sent):
            return self._answers.stale(request, page)
        found = await self._hashed(lambda: self._desk.sign_in(email, password, visitor))
        return self._answers.refusing(request, page, found) if isinstance(found, Refused) else self._let_in(found)

    async def sign_out(self, request: Request) -> Response:
        guest, sent = await self._guest(request), await form(request)
        if guest is not None and not _is_theirs(guest, sent):
            return RedirectResponse("/portal/", _SEE)
        if guest is not None:
            await self._read(lambda: self._desk.sign_out(guest))
        response = RedirectResponse("/portal/sign-in", _SEE)
        self._browsers.drop(response, SESSION)
        return response

    async def forgot(self, request: Request) -> Response:
        """The answer is the same, and as quick, whether there is anybody: the mail is made after it."""
        tongue = self._browsers.tongue(request)
        if request.method != "POST":
            return self._answers.asking(request, pages.forgot(tongue))
        sent = await form(request)
        email, visitor = sent.get("email", ""), self._browsers.visitor(request)
        page = pages.forgot(tongue, email)
        if not self._browsers.is_ours(request, sent):
            return self._answers.stale(request, page)
        if no := await self._read(lambda: self._desk.mailing_refused(visitor)):
            return self._answers.refusing(request, page, no)
        response = self._answers.shown(request, pages.mailed(tongue, email))
        response.background = BackgroundTask(self._read, lambda: self._desk.mail_link(email))
        return response

    async def link(self, request: Request) -> Response:
        """A link of a mail: fetching it only looks, its button acts."""
        token, path = request.path_params["token"], request.url.path
        opened = await self._read(lambda: self._desk.look(token))
        tongue = self._browsers.tongue(request, opened.tongue if opened.standing is not Standing.NONE else None)
        if opened.standing is not Standing.GOOD and not opened.renewable:
            status = HTTPStatus.NOT_FOUND if opened.standing is Standing.NONE else HTTPStatus.GONE
            return self._answers.shown(request, pages.ended(opened, tongue, path), status)
        page = pages.ended(opened, tongue, path) if opened.renewable else pages.link(opened, tongue, path)
        if request.method != "POST":
            return self._answers.asking(request, page, HTTPStatus.GONE if opened.renewable else HTTPStatus.OK)
        sent = await form(request)
        if not self._browsers.is_ours(request, sent):
            return self._answers.stale(request, page)
        if opened.renewable:
            return await self._renewed(request, page)
        no = await self._followed(request, opened, sent)
        if no:
            return self._answers.refusing(request, page, no)
        return self._answers.shown(request, pages.followed(opened, page))

    async def _renewed(self, request: Request, page: Page) -> Response:
        token, visitor = request.path_params["token"], self._browsers.visitor(request)
        if no := await self._read(lambda: self._desk.mailing_refused(visitor)):
            return self._answers.refusing(request, page, no)
        await self._read(lambda: self._desk.renew(token))
        return self._answers.shown(request, pages.renewed(page.tongue, page.path))

    async def _followed(self, request: Request, opened: Opened, sent: dict[str, str]) -> Refused | None:
        token, visitor = request.path_params["token"], self._browsers.visitor(request)
        if not opened.sets_password:
            return await self._read(lambda: self._desk.confirm(token))
        password = sent.get("password", "")
        if not compare_digest(password.encode(), sent.get("again", "").encode()):
            return Refused(words.DIFFERENT, field="again")
        return await self._hashed(lambda: self._desk.choose(token, password, visitor))

    async def _guest(self, request: Request) -> Guest | None:
        cookie = self._browsers.cookie(request, SESSION)
        return await self._read(lambda: self._desk.guest(cookie)) if cookie else None

    def _let_in(self, guest: Guest) -> Response:
        response = RedirectResponse("/portal/", _SEE)
        self._browsers.set(response, SESSION, guest.cookie)
        self._browsers.drop(response, FORM)
        return response

    def _to_sign_in(self, request: Request) -> Response:
        query = request.url.query
        return RedirectResponse(f"/portal/sign-in{'?' if query else ''}{query}", _SEE)

    def _mine(self, request: Request, guest: Guest, card: Card, path: str) -> Response:
        tongue = self._browsers.tongue(request, guest.tongue)
        return self._answers.shown(request, Page(card.title, tongue, path, guest.csrf, guest.name, card=card))


def _is_theirs(guest: Guest, sent: dict[str, str]) -> bool:
    return compare_digest(sent.get("csrf", "").encode(), guest.csrf.encode())
