"""What stands in front of Bolt: in gets what Slack signed moments ago, whole, well-formed and no larger than it sends.

Everything else is answered 400, 401, 405, 408 or 413 without a word of it in any log.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from slack_bolt import BoltResponse
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

_log: Final = logging.getLogger(__name__)

LARGEST: Final = 2**20
"""Bytes of a body. Slack's largest, a submitted form of 250 kB, stays below even where all of it is escaped."""
_SLOWEST_S: Final = 5.0
_TIMESTAMP: Final = re.compile(r"\d{1,12}")
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")
_LENGTH: Final = re.compile(r"\d{1,12}")
_MOST_FIELDS: Final = 100
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_ONCE: Final = frozenset(
    {
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"x-slack-request-timestamp",
        b"x-slack-retry-num",
        b"x-slack-retry-reason",
        b"x-slack-signature",
    }
)
"""The headers that are read; each is ASCII and there once at most."""


class Refused(Exception):
    """Not let in: the status says why, as far as a stranger needs to know."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Gate:
    """An ASGI application: verifies and reads a request, then hands it to Bolt."""

    def __init__(self, signing_secret: str, bolt: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._bolt = bolt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._bolt(await self._admitted(scope, receive))
        except Refused as no:
            _log.info("a request to Slack's address was refused", extra={"status": no.status.value})
            response = BoltResponse(status=no.status, body=no.status.phrase)
        except ClientDisconnect:
            return
        if response.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # Bolt could make nothing of it
            response = BoltResponse(status=HTTPStatus.BAD_REQUEST, body=HTTPStatus.BAD_REQUEST.phrase)
        await _send(response, send)

    async def _admitted(self, scope: Scope, receive: Receive) -> AsyncBoltRequest:
        if scope["method"] != "POST":
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
        headers = _headers(scope)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in {_FORM, _JSON} or "content-encoding" in headers:
            raise Refused(HTTPStatus.BAD_REQUEST)
        body = _text(await _body(headers, receive))
        self._verify(headers, body)
        return _request(_content(kind, body), headers)

    def _verify(self, headers: dict[str, str], body: str) -> None:
        stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        well_formed = _TIMESTAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)
        if not well_formed or not self._verifier.is_valid(body, stamp, signature):
            raise Refused(HTTPStatus.UNAUTHORIZED)


def _headers(scope: Scope) -> dict[str, str]:
    """The headers that are read, by lower-case name."""
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name = raw.lower()
        if name not in _ONCE:
            continue
        if name.decode() in headers or not value.isascii():
            raise Refused(HTTPStatus.BAD_REQUEST)
        headers[name.decode()] = value.decode("ascii")
    return headers


async def _body(headers: dict[str, str], receive: Receive) -> bytes:
    """Read no further than it may be long, and not for ever."""
    declared = headers.get("content-length", "0")
    if not _LENGTH.fullmatch(declared):
        raise Refused(HTTPStatus.BAD_REQUEST)
    if int(declared) > LARGEST:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with asyncio.timeout(_SLOWEST_S):
            return await _read(receive)
    except TimeoutError as slow:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from slow


async def _read(receive: Receive) -> bytes:
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > LARGEST:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        more = message.get("more_body", False)
    return b"".join(pieces)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error


def _content(kind: str, body: str) -> dict[str, Any]:
    """What the body says: an event, a command's fields, or the payload of an interaction."""
    try:
        if kind == _JSON:
            return _object(body)
        fields = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"))
        return _object(fields["payload"]) if "payload" in fields else fields
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error


def _object(text: str) -> dict[str, Any]:
    content = orjson.loads(text)
    if not isinstance(content, dict):
        raise Refused(HTTPStatus.BAD_REQUEST)
    return content


def _request(content: dict[str, Any], headers: dict[str, str]) -> AsyncBoltRequest:
    """A request that is read already, which Bolt takes in its socket mode alone."""
    try:
        return AsyncBoltRequest(body=content, headers={**headers}, mode="socket_mode")
    except (AttributeError, KeyError, TypeError, ValueError) as odd:
        raise Refused(HTTPStatus.BAD_REQUEST) from odd


async def _send(response: BoltResponse, send: Send) -> None:
    body = response.body.encode()
    headers = [
        (b"content-type", response.headers["content-type"][0].encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": int(response.status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
