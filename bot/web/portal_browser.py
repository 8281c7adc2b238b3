"""A browser at the portal: its cookies, its language, where it is, what it sends."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from secrets import token_urlsafe
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.phrases import LANGUAGES, Tongue
from bot.portal import Visitor
from bot.web.loopback import accepted

SESSION: Final = "comptoir_session"
FORM: Final = "comptoir_form"
LANGUAGE: Final = "comptoir_language"
_MOST_BYTES: Final = 262_144
"""Two passwords of ten thousand characters, whatever they are made of."""
_MOST_FIELDS: Final = 50
_LONGEST_AGENT: Final = 400
_TYPE: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Browsers:
    """`secure`: cookies go over HTTPS alone, and no other host of the domain can set them.

    `proxies` of ours stand in front and tell the client's address.
    """

    secure: bool
    proxies: int = 0

    def cookie(self, request: Request, name: str) -> str:
        return request.cookies.get(self._name(name), "")

    def set(self, response: Response, cookie: str, value: str) -> None:
        response.set_cookie(self._name(cookie), value, path="/", httponly=True, samesite="lax", secure=self.secure)

    def drop(self, response: Response, cookie: str) -> None:
        response.delete_cookie(self._name(cookie), path="/", httponly=True, samesite="lax", secure=self.secure)

    def csrf(self, request: Request) -> str:
        """What a form of somebody who is not signed in carries: the same as their cookie, which this makes."""
        return self.cookie(request, FORM) or token_urlsafe(24)

    def is_ours(self, request: Request, sent: dict[str, str]) -> bool:
        known = self.cookie(request, FORM)
        return bool(known) and compare_digest(sent.get("csrf", "").encode(), known.encode())

    def tongue(self, request: Request, known: Tongue | None = None) -> Tongue:
        """As chosen on a page, else as the person is spoken to, else as the browser asks."""
        chosen = request.query_params.get("language") or self.cookie(request, LANGUAGE)
        spoken = known.language if known else ""
        language = next((one for one in (chosen, spoken) if one in LANGUAGES), None) or accepted(request.headers)
        return Tongue(language, known.zone if known else "UTC")

    def visitor(self, request: Request) -> Visitor:
        agent = request.headers.get("user-agent", "")[:_LONGEST_AGENT]
        return Visitor(self.address(request), agent)

    def address(self, request: Request) -> str:
        """The client's, as the outermost of our own proxies saw it."""
        told = [part.strip() for line in request.headers.getlist("x-forwarded-for") for part in line.split(",")]
        if self.proxies and len(told) >= self.proxies and (seen := _bare(told[-self.proxies])):
            return seen
        return request.client.host if request.client else ""

    def _name(self, cookie: str) -> str:
        return f"__Host-{cookie}" if self.secure else cookie


async def form(request: Request) -> dict[str, str]:
    """What a form sent; anything but a form of a bearable size is refused."""
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


def _bare(told: str) -> str:
    """An address without the port that some proxies add; nothing for what is no address."""
    for text in (told, told.rpartition(":")[0]):
        try:
            return str(ip_address(text.removeprefix("[").removesuffix("]")))
        except ValueError:
            continue
    return ""
