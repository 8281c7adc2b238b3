"""The address of the bot's websocket: found in Webex's catalogue, registered as a device once, then used again."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ClientResponse, ClientSession, ClientTimeout

_NAME: Final = "comptoir"
_DEVICE: Final = {
    "name": _NAME,
    "deviceName": _NAME,
    "deviceType": "DESKTOP",
    "model": "python",
    "localizedModel": "python",
    "systemName": _NAME,
    "systemVersion": "1",
}
_THEIRS: Final = (".wbx2.com", ".ciscospark.com", ".webex.com")
_SECURE: Final = {"https", "wss"}
_PATIENCE: Final = ClientTimeout(total=15)
_LARGEST: Final = 4 * 2**20


class NoLine(Exception):
    """There is no websocket to be had, and why; never a word of what Webex said, nor the token."""


async def device(session: ClientSession, discovery: str, *, anew: bool = False) -> str:
    """The websocket of the bot's device; `anew` drops the one that there is, since it is no good any more.

    `session` carries the token. Raises `NoLine`, and what aiohttp raises for a line that breaks.
    """
    catalogue = await _asked(session, "GET", f"{discovery}?format=hostmap")
    links = catalogue.get("serviceLinks")
    devices = f"{_trusted(links.get('wdm') if isinstance(links, dict) else None, discovery)}/devices"
    found = await _found(session, devices)
    if found and anew:
        await _asked(session, "DELETE", _trusted(found.get("url"), discovery))
        found = None
    ours = found or await _asked(session, "POST", devices, json=_DEVICE)
    return _trusted(ours.get("webSocketUrl"), discovery)


async def _found(session: ClientSession, devices: str) -> dict[str, Any] | None:
    """The bot's own device; Webex answers 404 as long as there is none at all."""
    told = await _asked(session, "GET", devices, none=True)
    listed = told.get("devices")
    ours = (one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else ()
    return next((one for one in ours if one.get("name") == _NAME and one.get("webSocketUrl")), None)


async def _asked(
    session: ClientSession, method: str, address: str, *, none: bool = False, **more: Any
) -> dict[str, Any]:
    """What Webex tells; nothing where it has nothing, if that is fine."""
    async with session.request(method, address, timeout=_PATIENCE, allow_redirects=False, **more) as answer:
        if none and answer.status == HTTPStatus.NOT_FOUND:
            return {}
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise NoLine("Webex refuses the access token")
        if not answer.ok:
            raise NoLine(f"Webex answered {answer.status} to {method} {urlsplit(address).path[-40:]}")
        return {} if method == "DELETE" else await _read(answer)


async def _read(answer: ClientResponse) -> dict[str, Any]:
    if answer.content_length and answer.content_length > _LARGEST:
        raise NoLine("Webex answered too much")
    try:
        told = await answer.json(content_type=None)
    except ValueError as rubbish:
        raise NoLine("Webex answered rubbish") from rubbish
    if not isinstance(told, dict):
        raise NoLine("Webex answered rubbish")
    return told


def _trusted(address: object, discovery: str) -> str:
    """An address that may be given the token: one of Cisco's, or beside the catalogue that the settings name."""
    if not isinstance(address, str):
        raise NoLine("Webex names no address")
    try:
        parts, home = urlsplit(address), urlsplit(discovery)
        beside = (parts.hostname, parts.port) == (home.hostname, home.port)
    except ValueError as rubbish:
        raise NoLine("Webex names no address") from rubbish
    theirs = parts.scheme in _SECURE and (parts.hostname or "").endswith(_THEIRS)
    local = parts.scheme in _SECURE | {"http", "ws"} and beside and not (home.hostname or "").endswith(_THEIRS)
    if not theirs and not local:
        raise NoLine("Webex leads to another address")
    return address.rstrip("/")
