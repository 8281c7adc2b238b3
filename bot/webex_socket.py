"""Webex without a public address: a websocket tells what happened, and what it missed is listed after each cut."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol
from uuid import uuid4

import orjson
from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from starlette.concurrency import run_in_threadpool

from bot.errand import NotSent
from bot.receipts import NotKept, Receive
from bot.webex_device import NoLine, device
from bot.webex_nouns import bare, full
from bot.webex_reading import Event, Resource

_log: Final = logging.getLogger(__name__)
_LARGEST: Final = 2**20
_PING_S: Final = 30.0
_MARKED_S: Final = 30.0
_OVERLAP: Final = timedelta(minutes=2)
_MOST_MISSED: Final = timedelta(hours=1)
_GONE: Final = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_KINDS: Final = {
    "post": (Resource.MESSAGES, "MESSAGE"),
    "share": (Resource.MESSAGES, "MESSAGE"),
    "cardAction": (Resource.PRESSES, "ATTACHMENT_ACTION"),
}
_BROKEN: Final = (ClientError, OSError, TimeoutError, NoLine, NotKept, NotSent)


class Memory(Protocol):
    """Until when the bot has heard what is said; it outlives the process."""

    def heard_until(self) -> datetime | None: ...
    def mark(self) -> None: ...


class Missed(Protocol):
    """What only the REST side can tell."""

    def is_own(self, account: str) -> bool: ...
    def since(self, moment: datetime) -> list[Event]: ...
    def joined(self, room: str) -> Event | None: ...


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until the next try: doubled from the first to the longest, each somewhere between half and all of it."""

    first: float = 0.5
    longest: float = 60.0

    def after(self, failures: int) -> float:
        whole = min(self.longest, self.first * 2.0 ** min(failures, 16))
        return whole * random.uniform(0.5, 1)  # noqa: S311 - jitter


class Socket:
    """One websocket, opened again whenever it breaks. An event is acknowledged once it is stored, not before."""

    def __init__(
        self,
        token: str,
        discovery: str,
        receive: Receive,
        memory: Memory,
        missed: Missed,
        clock: Callable[[], datetime],
        waits: Waits | None = None,
    ) -> None:
        self._token = token
        self._discovery = discovery
        self._receive = receive
        self._memory = memory
        self._missed = missed
        self._clock = clock
        self._waits = waits or Waits()
        self._stale = False
        self._failures = 0
        self.problem = "not connected yet"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listens in the background for as long as the block lasts."""
        listening = asyncio.create_task(self.run(), name="webex-socket")
        try:
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self._listen()
                self.problem = "Webex closed the websocket"
            except _BROKEN as error:
                self.problem = str(error) if isinstance(error, NoLine | NotSent) else type(error).__name__
            _log.warning("the websocket to Webex is down", extra={"reason": self.problem})
            await asyncio.sleep(self._waits.after(self._failures))
            self._failures += 1

    async def _listen(self) -> None:
        """From the catalogue to the end of the line; what was missed is listed once it is open, so nothing is lost."""
        authorised = {"Authorization": f"Bearer {self._token}"}
        async with ClientSession(headers=authorised, trust_env=True) as session:
            address = await device(session, self._discovery, anew=self._stale)
            async with self._opened(session, address) as line:
                self._stale = False
                await line.send_str(_authorisation(self._token))
                await run_in_threadpool(self._catch_up)
                self.problem, self._failures = "", 0
                await self._hear(line)

    @asynccontextmanager
    async def _opened(self, session: ClientSession, address: str) -> AsyncIterator[ClientWebSocketResponse]:
        """A device that Webex has forgotten is registered anew at the next try."""
        try:
            line = await session.ws_connect(address, heartbeat=_PING_S, max_msg_size=_LARGEST)
        except WSServerHandshakeError as error:
            self._stale = error.status in _GONE
            raise NoLine(f"Webex answered {error.status} to the websocket") from error
        async with line:
            yield line

    async def _hear(self, line: ClientWebSocketResponse) -> None:
        """Frame by frame; a quiet line is marked as heard all the same, as long as it answers pings."""
        while True:
            try:
                frame = await line.receive(_MARKED_S)
            except TimeoutError:
                await run_in_threadpool(self._memory.mark)
                continue
            if frame.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                return
            told = _json(frame.data)
            if event := await run_in_threadpool(self._event, told):
                await run_in_threadpool(self._keep, event)
            if id := told.get("id"):
                await line.send_str(orjson.dumps({"type": "ack", "messageId": id}).decode())

    def _keep(self, event: Event) -> None:
        self._receive(event.key, event.model_dump_json())
        self._memory.mark()

    def _catch_up(self) -> None:
        """What was said since the bot last heard anything; what is older than an hour is past."""
        now, until = self._clock(), self._memory.heard_until()
        if until is not None:
            for event in self._missed.since(max(until - _OVERLAP, now - _MOST_MISSED)):
                self._receive(event.key, event.model_dump_json())
        self._memory.mark()

    def _event(self, told: dict[str, Any]) -> Event | None:
        """What happened; None where it does not concern us. Ids alone are believed, all else is fetched."""
        match told:
            case {"data": {"eventType": "conversation.activity", "activity": {"verb": str(verb)} as activity}}:
                return self._about(verb, activity)
            case _:
                return None

    def _about(self, verb: str, activity: dict[str, Any]) -> Event | None:
        match activity:
            case {"actor": {"id": str(actor)}} if verb in _KINDS and self._missed.is_own(actor):
                return None
            case {"id": str(id)} if verb in _KINDS and (known := bare(id)):
                resource, kind = _KINDS[verb]
                return Event(resource=resource, id=full(kind, known))
            case {"object": {"id": str(added)}, "target": {"id": str(room)}} if verb == "add":
                return self._missed.joined(full("ROOM", bare(room))) if self._missed.is_own(added) else None
            case _:
                return None


def _authorisation(token: str) -> str:
    asked = {"id": str(uuid4()), "type": "authorization", "data": {"token": f"Bearer {token}"}}
    return orjson.dumps(asked).decode()


def _json(data: str | bytes) -> dict[str, Any]:
    """A frame that is no JSON object says nothing."""
    try:
        told = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}
