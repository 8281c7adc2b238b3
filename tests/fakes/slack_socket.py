"""Socket Mode: Slack's side of the web sockets that an app without a public address opens."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import time
from collections.abc import Coroutine
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from typing import TYPE_CHECKING, Literal

from aiohttp import WSMsgType, web

from tests.fakes.slack_delivery import Delivery, Reply
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_world import APP_ID, Refused

if TYPE_CHECKING:
    from tests.fakes.slack import SlackFake

Cut = Literal["before", "mid_frame", "ack_lost"]
Acknowledged = Future[Json]
MOST_CONNECTIONS = 10


class SocketTransport:
    """Hands deliveries to one of the open sockets and waits for the app to acknowledge them there."""

    def __init__(self, slack: SlackFake) -> None:
        self._slack = slack
        self._tickets: set[str] = set()
        self._links: list[web.WebSocketResponse] = []
        self._transports: dict[int, asyncio.Transport] = {}
        self._turn = itertools.count()
        self._waiting: dict[str, Acknowledged] = {}
        self._sent: set[str] = set()
        self._cuts: list[Cut] = []
        self.opened = 0

    # What tests ask for

    @property
    def connections(self) -> int:
        return len(self._links)

    def wait_connected(self, n: int = 1, timeout: float = 10.0) -> None:
        self._slack.wait_until(lambda: self.connections >= n, f"{n} sockets", timeout)

    def cut_next(self, when: Cut) -> None:
        """Cut the socket of the next delivery: before it, amid its frame, or so that its acknowledgement is lost."""
        self._cuts.append(when)

    def cut(self) -> None:
        """Cut every socket without a word."""
        self._run(self._abort_all())

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Tell every connection that it is about to end (or, with "warning", in ten seconds)."""
        self._run(self._tell_all({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}))

    # Slack's side of it

    def open(self, token: str) -> Json:
        if not token:
            raise Refused("not_authed")
        if token != self._slack.app_token:
            raise Refused("not_allowed_token_type" if token == self._slack.token else "invalid_auth")
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return {"url": f"{self._slack.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP_ID}"}

    async def connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        link = web.WebSocketResponse()
        await link.prepare(request)
        if len(self._links) >= MOST_CONNECTIONS:
            await link.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await link.close()
            return link
        await self._serve(request, link)
        return link

    async def _serve(self, request: web.Request, link: web.WebSocketResponse) -> None:
        assert isinstance(request.transport, asyncio.Transport)
        self._transports[id(link)] = request.transport
        await link.send_json(self._hello())
        with self._slack.world.changed:
            self._links.append(link)
            self.opened += 1
            self._slack.world.changed.notify_all()
        try:
            async for frame in link:
                if frame.type == WSMsgType.TEXT:
                    self._heard(frame.data)
        finally:
            self._forget(link)

    def _hello(self) -> Json:
        debug = {"host": "fake", "build_number": 1, "approximate_connection_time": 18060}
        connection = {"app_id": APP_ID}
        return {
            "type": "hello",
            "num_connections": len(self._links) + 1,
            "connection_info": connection,
            "debug_info": debug,
        }

    def _forget(self, link: web.WebSocketResponse) -> None:
        with self._slack.world.changed:
            if link in self._links:
                self._links.remove(link)
            self._transports.pop(id(link), None)
            self._slack.world.changed.notify_all()

    def _heard(self, text: str) -> None:
        self._slack.overhear(text.encode())
        ack = json.loads(text)
        envelope = ack.get("envelope_id")
        if envelope not in self._sent:
            self._slack.violate("socket", f"an acknowledgement of nothing: {text[:200]}")
            return
        waiting = self._waiting.pop(envelope, None)
        if waiting and not waiting.done():
            waiting.set_result(ack)

    def send(self, delivery: Delivery, retry: int = 0, with_headers: bool = True) -> Reply:
        """Deliver over one socket; what a cut swallowed comes again if it is an event, as Slack does it."""
        reply, cut = self._try(delivery, retry if with_headers else 0)
        if cut and delivery.kind == "events_api":
            self.wait_connected()
            reply, _ = self._try(delivery, retry + 1)
        return reply

    def _try(self, delivery: Delivery, retry: int) -> tuple[Reply, bool]:
        self.wait_connected()
        cut = self._cuts.pop(0) if self._cuts else None
        acknowledged: Acknowledged = Future()
        self._waiting[delivery.envelope] = acknowledged
        self._sent.add(delivery.envelope)
        started = time.monotonic()
        self._run(self._hand_over(envelope(delivery, retry), cut, acknowledged))
        if cut:
            return Reply(0), True
        try:
            ack = acknowledged.result(self._slack.patience)
        except TooLate:
            return Reply(0, seconds=time.monotonic() - started), False
        return self._reply(delivery, ack, time.monotonic() - started), False

    def _reply(self, delivery: Delivery, ack: Json, seconds: float) -> Reply:
        payload = ack.get("payload")
        if payload and not delivery.answerable:
            self._slack.violate(delivery.name, f"nobody sees the answer {payload!r}")
        body = json.dumps(payload).encode() if payload else b""
        return Reply(200, body, {"content-type": "application/json"}, seconds)

    async def _hand_over(self, frame: Json, cut: Cut | None, acknowledged: Acknowledged) -> None:
        link = self._links[next(self._turn) % len(self._links)]
        transport = self._transports[id(link)]
        if cut in (None, "ack_lost"):
            await link.send_json(frame)
        if cut == "ack_lost":
            await asyncio.wait([asyncio.wrap_future(acknowledged)], timeout=self._slack.patience)
        if cut == "mid_frame":
            transport.write(_half_a_frame(json.dumps(frame).encode()))
        if cut:
            self._drop(link)

    def _drop(self, link: web.WebSocketResponse) -> None:
        transport = self._transports.get(id(link))
        self._forget(link)
        if transport:
            transport.close()

    async def _abort_all(self) -> None:
        for link in list(self._links):
            self._drop(link)

    async def _tell_all(self, frame: Json) -> None:
        for link in list(self._links):
            await link.send_json(frame)

    async def close(self) -> None:
        for link in list(self._links):
            await link.close()

    def _run(self, work: Coroutine[object, object, None]) -> None:
        self._slack.run(work)


def envelope(delivery: Delivery, retry: int) -> Json:
    frame: Json = {
        "envelope_id": delivery.envelope,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.answerable,
    }
    if delivery.kind == "events_api":
        frame |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
    return frame


def _half_a_frame(payload: bytes) -> bytes:
    """The first half of a text frame whose header promises all of it (RFC 6455)."""
    length = len(payload)
    size = bytes([126]) + length.to_bytes(2, "big") if length < 2**16 else bytes([127]) + length.to_bytes(8, "big")
    return b"\x81" + size + payload[: length // 2]
