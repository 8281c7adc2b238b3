"""The self-service portal over HTTP: activation, sign-in, one's own services. Whatever is decided, the desk decides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from hmac import compare_digest
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Final, TypeVar
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.cards import Card, Tone
from bot.html_cards import read_form
from bot.phrases import LANGUAGES, Phrase, Tongue
from bot.portal import Desk, Guest, Opened, Refused, Standing, Visitor
from bot.web import portal_words as words
from bot.web.loopback import accepted
from bot.web.portal_page import HERE, Ask, Field, Page, drawn
from bot.web.portal_words import filled

T = TypeVar("T")
_SESSION: Final = "comptoir_session"
_FORM: Final = "comptoir_form"
_LANGUAGE: Final = "comptoir_language"
_MOST_BYTES: Final = 65_536
_MOST_FIELDS: Final = 50
_LONGEST_AGENT: Final = 400
_TYPE: Final = "application/x-www-form-urlencoded"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


def portal(desk: Desk, pool: Executor, *, secure: bool, proxies: int = 0) -> list[BaseRoute]:
    """The pages below `/portal/`, and `/activate/`.

    `pool` bounds how many are decided at once, since each may hash a password; `secure`: cookies go over HTTPS alone;
    `proxies` stand in front and tell the client's address.
    """
    pages = _Portal(desk, pool, secure=secure, proxies=proxies)
    inside: list[BaseRoute] = [
        Route("/", pages.services),
        Route("/history", pages.history),
        Route("/press", pages.press, methods=["POST"]),
        Route("/sign-in", pages.sign_in, methods=["GET", "POST"]),
        Route("/sign-out", pages.sign_out, methods=["POST"]),
        Route("/forgot", pages.forgot, methods=["GET", "POST"]),
        Route("/reset/{token}", pages.link, methods=["GET", "POST"]),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    return [Route("/activate/{token}", pages.link, methods=["GET", "POST"]), Mount("/portal", routes=inside)]


class _Portal:
    def __init__(self, desk: Desk, pool: Executor, *, secure: bool, proxies: int) -> None:
        self._desk = desk
        self._pool = pool
        self._secure = secure
        self._proxies = proxies

    async def services(self, request: Request) -> Response:
        guest = await self._guest(request)
        if guest is None:
            return self._to_sign_in(request)
        return self._mine(request, guest, await self._decided(lambda: self._desk.services(guest, 0)), "/portal/")

    async def history(self, request: Request) -> Response:
        guest = await self._guest(request)
        if guest is None:
            return self._to_sign_in(request)
        card = await self._decided(lambda: self._desk.history(guest))
        return self._mine(request, guest, card, "/portal/history")

    async def press(self, request: Request) -> Response:
        """A button of one's own card."""
        guest, sent = await self._guest(request), await _form(request)
        if guest is None or not compare_digest(sent.get("csrf", "").encode(), guest.csrf.encode()):
            return RedirectResponse("/portal/", HTTPStatus.SEE_OTHER)
        token, fields = read_form(sent)
        card = await self._decided(lambda: self._desk.press(guest, token, fields))
        return self._mine(request, guest, card, "/portal/")

    async def sign_in(self, request: Request) -> Response:
        if request.method != "POST":
            if await self._guest(request) is not None:
                return RedirectResponse("/portal/", HTTPStatus.SEE_OTHER)
            return self._asking(request, _sign_in_page(self._tongue(request)))
        sent = await _form(request)
        email = sent.get("email", "")
        page = _sign_in_page(self._tongue(request), email)
        if not self._is_ours(request, sent):
            return self._asking(request, page, words.STALE, HTTPStatus.FORBIDDEN)
        visitor, password = self._visitor(request), sent.get("password", "")
        found = await self._decided(lambda: self._desk.sign_in(email, password, visitor))
        if isinstance(found, Refused):
            return self._asking(request, page, found.text, _status(found))
        response = RedirectResponse("/portal/", HTTPStatus.SEE_OTHER, _HEADERS)
        self._set(response, _SESSION, found.cookie)
        self._drop(response, _FORM)
        return response

    async def sign_out(self, request: Request) -> Response:
        guest, sent = await self._guest(request), await _form(request)
        if guest is not None and compare_digest(sent.get("csrf", "").encode(), guest.csrf.encode()):
            await self._decided(lambda: self._desk.sign_out(guest))
        response = RedirectResponse("/portal/sign-in", HTTPStatus.SEE_OTHER, _HEADERS)
        self._drop(response, _SESSION)
        return response

    async def forgot(self, request: Request) -> Response:
        """The answer is the same whether there is anybody."""
        page = _forgot_page(self._tongue(request))
        if request.method != "POST":
            return self._asking(request, page)
        sent = await _form(request)
        if not self._is_ours(request, sent):
            return self._asking(request, page, words.STALE, HTTPStatus.FORBIDDEN)
        email, visitor = sent.get("email", "")[:320], self._visitor(request)
        refused = await self._decided(lambda: self._desk.forgot(email, visitor))
        if refused:
            return self._asking(request, page, refused.text, _status(refused))
        told = Page(
            words.FORGOT_TITLE,
            self._tongue(request),
            "/portal/forgot",
            tone=Tone.DONE,
            notice=filled(words.FORGOT_SENT, email=email.strip()),
            links=(("/portal/sign-in", words.BACK),),
        )
        return self._shown(request, told)

    async def link(self, request: Request) -> Response:
        """A link of a mail: fetching it only looks, its button acts."""
        token, path = request.path_params["token"], request.url.path
        opened = await self._decided(lambda: self._desk.look(token))
        tongue = self._tongue(request, opened.tongue if opened.standing is not Standing.NONE else None)
        if opened.standing is not Standing.GOOD:
            return self._shown(request, _ended_page(opened, tongue, path), _GONE[opened.standing])
        page = _link_page(opened, tongue, path)
        if request.method != "POST":
            return self._asking(request, page)
        sent = await _form(request)
        if not self._is_ours(request, sent):
            return self._asking(request, page, words.STALE, HTTPStatus.FORBIDDEN)
        return await self._act(request, opened, page, sent)

    async def _act(self, request: Request, opened: Opened, page: Page, sent: dict[str, str]) -> Response:
        token, visitor = request.path_params["token"], self._visitor(request)
        password = sent.get("password", "")
        if not opened.sets_password:
            refused = await self._decided(lambda: self._desk.confirm(token))
            done = filled(words.CONFIRMED, organisation=opened.organisation)
        elif not compare_digest(password.encode(), sent.get("again", "").encode()):
            refused, done = Refused(words.DIFFERENT, field="again"), words.SAVED
        else:
            refused = await self._decided(lambda: self._desk.choose(token, password, visitor))
            done = words.SAVED
        if refused:
            return self._asking(request, page, refused.text, _status(refused))
        links = (("/portal/sign-in", words.SIGN_IN),) if opened.sets_password else ()
        told = Page(page.title, page.tongue, page.path, tone=Tone.DONE, notice=done, links=links)
        return self._shown(request, told)

    async def _guest(self, request: Request) -> Guest | None:
        cookie = request.cookies.get(self._name(_SESSION), "")
        return await self._decided(lambda: self._desk.guest(cookie)) if cookie else None

    async def _decided(self, ask: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, ask)

    def _mine(self, request: Request, guest: Guest, card: Card, path: str) -> Response:
        tongue = self._tongue(request, guest.tongue)
        return self._shown(request, Page(card.title, tongue, path, guest.csrf, guest.name, card=card))

    def _asking(
        self, request: Request, page: Page, notice: Phrase | None = None, status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        """A form, whose hidden field is what the browser's cookie says as well."""
        csrf = request.cookies.get(self._name(_FORM), "") or token_urlsafe(24)
        asking = Page(
            page.title,
            page.tongue,
            page.path,
            csrf,
            tone=Tone.REFUSED,
            notice=notice,
            lead=page.lead,
            ask=page.ask,
            links=page.links,
        )
        response = self._shown(request, asking, status)
        self._set(response, _FORM, csrf)
        return response

    def _shown(self, request: Request, page: Page, status: HTTPStatus = HTTPStatus.OK) -> Response:
        response = HTMLResponse(drawn(page), status, _HEADERS)
        if request.query_params.get("language") in LANGUAGES:
            self._set(response, _LANGUAGE, request.query_params["language"])
        return response

    def _is_ours(self, request: Request, sent: dict[str, str]) -> bool:
        known = request.cookies.get(self._name(_FORM), "")
        return bool(known) and compare_digest(sent.get("csrf", "").encode(), known.encode())

    def _tongue(self, request: Request, known: Tongue | None = None) -> Tongue:
        """As chosen on a page, else as the person is spoken to, else as the browser asks."""
        chosen = request.query_params.get("language") or request.cookies.get(self._name(_LANGUAGE), "")
        zone = known.zone if known else "UTC"
        if chosen in LANGUAGES:
            return Tongue(chosen, zone)
        return known or Tongue(accepted(request.headers))

    def _visitor(self, request: Request) -> Visitor:
        agent = request.headers.get("user-agent", "")[:_LONGEST_AGENT]
        return Visitor(self._address(request), agent, self._tongue(request).language)

    def _address(self, request: Request) -> str:
        """The client's, as the outermost of our own proxies saw it."""
        told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
        if self._proxies and len(told) >= self._proxies:
            return told[-self._proxies][:64]
        return request.client.host if request.client else ""

    def _name(self, cookie: str) -> str:
        return f"__Host-{cookie}" if self._secure else cookie

    def _to_sign_in(self, request: Request) -> Response:
        query = request.url.query
        return RedirectResponse(f"/portal/sign-in{'?' if query else ''}{query}", HTTPStatus.SEE_OTHER, _HEADERS)

    def _set(self, response: Response, cookie: str, value: str) -> None:
        response.set_cookie(self._name(cookie), value, path="/", httponly=True, samesite="lax", secure=self._secure)

    def _drop(self, response: Response, cookie: str) -> None:
        response.delete_cookie(self._name(cookie), path="/", httponly=True, samesite="lax", secure=self._secure)


_GONE: Final = {
    Standing.USED: HTTPStatus.GONE,
    Standing.ENDED: HTTPStatus.GONE,
    Standing.NONE: HTTPStatus.NOT_FOUND,
}


def _status(refused: Refused) -> HTTPStatus:
    return HTTPStatus.TOO_MANY_REQUESTS if refused.slow_down else HTTPStatus.UNPROCESSABLE_ENTITY


def _sign_in_page(tongue: Tongue, email: str = "") -> Page:
    fields = (
        Field("email", words.EMAIL, "email", "username", email[:320]),
        Field("password", words.PASSWORD, "password", "current-password"),
    )
    ask = Ask("/portal/sign-in", words.SIGN_IN, fields)
    links = (("/portal/forgot", words.FORGOT),)
    return Page(words.SIGN_IN, tongue, "/portal/sign-in", ask=ask, links=links)


def _forgot_page(tongue: Tongue) -> Page:
    fields = (Field("email", words.EMAIL, "email", "username"),)
    ask = Ask("/portal/forgot", words.FORGOT_SEND, fields)
    links = (("/portal/sign-in", words.BACK),)
    return Page(words.FORGOT_TITLE, tongue, "/portal/forgot", lead=(words.FORGOT_LEAD,), ask=ask, links=links)


def _link_page(opened: Opened, tongue: Tongue, path: str) -> Page:
    until = filled(words.GOOD_UNTIL, moment=opened.until) if opened.until else words.TITLE
    if not opened.sets_password:
        lead = filled(words.CONFIRM_LEAD, supplier=opened.supplier, organisation=opened.organisation)
        return Page(words.CONFIRM, tongue, path, lead=(lead, until), ask=Ask(path, words.CONFIRM))
    lead = filled(words.ACTIVATE_LEAD, organisation=opened.organisation, name=opened.name, login=opened.login)
    fields = (
        Field("password", words.NEW_PASSWORD, "password", "new-password", hint=words.PASSWORD_HINT),
        Field("again", words.AGAIN, "password", "new-password"),
    )
    activates = path.startswith("/activate/")
    title, submit = (words.ACTIVATE, words.ACTIVATE) if activates else (words.FORGOT_TITLE, words.RESET_SAVE)
    return Page(title, tongue, path, lead=(lead, until), ask=Ask(path, submit, fields))


def _ended_page(opened: Opened, tongue: Tongue, path: str) -> Page:
    """Why, and the way to a new link."""
    said = {Standing.USED: words.USED, Standing.ENDED: words.ENDED, Standing.NONE: words.NONE}[opened.standing]
    ways = (("/portal/forgot", words.NEW_LINK), ("/portal/sign-in", words.BACK))
    links = ways if opened.sets_password else ()
    confirmed = opened.standing is Standing.USED and not opened.sets_password
    notice = filled(words.CONFIRMED, organisation=opened.organisation) if confirmed else said
    tone = Tone.DONE if confirmed else Tone.WARNING
    lead = (filled(words.ASK_SUPPLIER, supplier=opened.supplier),) if opened.supplier and not confirmed else ()
    return Page(words.TITLE, tongue, path, tone=tone, notice=notice, lead=lead, links=links)


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
