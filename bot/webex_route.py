"""`POST /webex/events`: verified, stored, answered. What it is about is looked up later."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.receipts import NotKept, Receive
from bot.webex_nouns import is_id
from bot.webex_reading import Event, Resource
from bot.webex_signature import NEW, OLD, is_signed

_log: Final = logging.getLogger(__name__)
_LARGEST: Final = 64 * 2**10


class BadRequest(Exception):
    """What is wrong with a delivery, never with a word of it."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Events:
    """Takes deliveries of webhooks. `is_own` says whether an account is the bot's, None where that is not known yet."""

    def __init__(self, secret: str, receive: Receive, is_own: Callable[[str], bool | None]) -> None:
        self._secret = secret
        self._receive = receive
        self._is_own = is_own

    @property
    def route(self) -> Route:
        return Route("/webex/events", self.take, methods=["POST"])

    async def take(self, request: Request) -> Response:
        try:
            event = self._event(await self._verified(request))
            if event is not None:
                await run_in_threadpool(self._receive, event.key, event.model_dump_json())
        except BadRequest as bad:
            _log.info("a webhook's delivery was refused", extra={"status": bad.status.value})
            return Response(status_code=bad.status)
        except NotKept:
            _log.warning("a webhook's delivery could not be stored")
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response()

    async def _verified(self, request: Request) -> bytes:
        body = await _bounded(request)
        if not is_signed(self._secret, body, request.headers.getlist(OLD), request.headers.getlist(NEW)):
            raise BadRequest(HTTPStatus.UNAUTHORIZED)
        return body

    def _event(self, body: bytes) -> Event | None:
        """What happened; None where it does not concern us: the bot's own messages, the coming of others."""
        match _json(body):
            case {"resource": str(resource), "event": str(event), "data": {"id": str(id), **data}} if is_id(id):
                return self._wanted(resource, event, id, data.get("personId"))
            case _:
                raise BadRequest(HTTPStatus.BAD_REQUEST)

    def _wanted(self, resource: str, event: str, id: str, person: object) -> Event | None:
        if event != "created" or resource not in list(Resource):
            return None
        own = isinstance(person, str) and self._is_own(person)
        idle = {Resource.MESSAGES: own is True, Resource.PRESSES: False, Resource.MEMBERSHIPS: own is False}
        return None if idle[Resource(resource)] else Event(resource=Resource(resource), id=id)


async def _bounded(request: Request) -> bytes:
    """The body, read no further than it may be long."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > _LARGEST:
                raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except ClientDisconnect as left:
        raise BadRequest(HTTPStatus.BAD_REQUEST) from left
    return bytes(body)


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as rubbish:
        raise BadRequest(HTTPStatus.BAD_REQUEST) from rubbish
