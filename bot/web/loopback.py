"""Pages for this machine alone: whoever comes from elsewhere, or under another name, is refused."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.phrases import Speaker, Tongue, _

_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_PASSED_ON: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_POLICY: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_REFUSAL: Final = _(
    "This page answers on its own machine only. Open it there, at http://127.0.0.1 or http://localhost and the port "
    "of the bot. Nothing was shown, and nothing was changed."
)


class LoopbackOnly:
    """An ASGI middleware: 403 from elsewhere, and strict headers on whatever passes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_POLICY)
            await send(message)

        headers = Headers(scope=scope)
        app = self._app if _is_at_home(scope.get("client"), headers) else refusal(headers)
        await app(scope, receive, send_strictly)


def refusal(headers: Headers) -> PlainTextResponse:
    return PlainTextResponse(Speaker(Tongue(accepted(headers))).say(_REFUSAL), status_code=403)


def accepted(headers: Headers) -> str:
    """The first of our languages that the browser asks for."""
    wanted: Iterable[str] = (part.strip()[:2].lower() for part in headers.get("accept-language", "").split(","))
    return next((language for language in wanted if language in {"en", "fr"}), "en")


def _is_at_home(client: tuple[str, int] | None, headers: Headers) -> bool:
    """From the machine itself, by one of its own names (else a page elsewhere could rebind a name), not passed on."""
    hosts = headers.getlist("host")
    named = len(hosts) == 1 and hosts[0].removesuffix(_port(hosts[0])).lower() in _HOSTS
    return named and _is_loopback(client) and not any(name in headers for name in _PASSED_ON)


def _port(host: str) -> str:
    name, colon, digits = host.rpartition(":")
    return colon + digits if name and digits.isascii() and digits.isdigit() else ""


def _is_loopback(client: tuple[str, int] | None) -> bool:
    try:
        address = ip_address(client[0]) if client else None
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address is not None and address.is_loopback
