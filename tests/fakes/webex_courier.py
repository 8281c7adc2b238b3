"""Carries events to the webhooks' addresses: signed, one after the other per webhook, each only once unless asked."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.fakes.webex_nouns import Json, Webhook
from tests.fakes.webex_webhooks import wants
from tests.fakes.webex_world import Event, World

UNREACHABLE = "was not reachable"


@dataclass(eq=False)
class Delivery:
    """One event for one webhook; `answers` has a status, or what went wrong, for each time it was carried."""

    webhook: Webhook
    body: bytes
    headers: dict[str, str]
    answers: list[int | str] = field(default_factory=list)

    @property
    def told(self) -> Json:
        told: Json = json.loads(self.body)
        return told

    @property
    def arrived(self) -> bool:
        return any(isinstance(answer, int) and 200 <= answer < 300 for answer in self.answers)


class Courier:
    """`disable_after` failures in a row make a webhook inactive; an answer later than `patience` seconds is none."""

    def __init__(self, world: World, violations: list[str]) -> None:
        self.world = world
        self.violations = violations
        self.deliveries: list[Delivery] = []
        self.held: list[Delivery] | None = None
        self.patience = 5.0
        self.disable_after: int | None = None
        self.under_way = 0
        self._queues: dict[str, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: ClientSession | None = None

    async def open(self) -> None:
        self._loop = asyncio.get_running_loop()
        # A connection that is kept may be closed by the bot just as the next event sets out.
        self._client = ClientSession(connector=TCPConnector(force_close=True))

    async def close(self) -> None:
        self._loop = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client:
            await self._client.close()

    def hear(self, event: Event) -> None:
        """Make the deliveries of an event; called while the world is held."""
        for webhook in self.world.webhooks.values():
            if wants(webhook, event):
                delivery = signed(webhook, event)
                self.deliveries.append(delivery)
                if self.held is None:
                    self.carry(delivery)
                else:
                    self.held.append(delivery)

    def carry(self, delivery: Delivery, *, queued: bool = True) -> None:
        """Set out with a delivery; unqueued ones run beside each other."""
        if self._loop:
            with self.world.changed:
                self.under_way += 1
            self._loop.call_soon_threadsafe(self._start, delivery, queued)

    def _start(self, delivery: Delivery, queued: bool) -> None:
        task = asyncio.create_task(self._run(delivery, queued))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, delivery: Delivery, queued: bool) -> None:
        queue = self._queues.setdefault(delivery.webhook.id, asyncio.Lock()) if queued else asyncio.Lock()
        async with queue:
            answer = await self._attempt(delivery)
        with self.world.changed:
            self.under_way -= 1
            self._settle(delivery, answer)
            self.world.changed.notify_all()

    async def _attempt(self, delivery: Delivery) -> int | str:
        """The status, or what became of the attempt."""
        assert self._client is not None
        limit = ClientTimeout(total=self.patience)
        post = self._client.post
        try:
            async with post(
                delivery.webhook.target,
                data=delivery.body,
                headers=delivery.headers,
                timeout=limit,
                allow_redirects=False,
            ) as answer:
                return answer.status
        except TimeoutError:
            return f"did not answer within {self.patience} s"
        except ClientConnectorError:
            return UNREACHABLE
        except ClientError as error:
            return f"broke off ({type(error).__name__})"

    def _settle(self, delivery: Delivery, answer: int | str) -> None:
        delivery.answers.append(answer)
        webhook = delivery.webhook
        if isinstance(answer, int) and 200 <= answer < 300:
            webhook.failures = 0
            return
        webhook.failures += 1
        if self.disable_after is not None and webhook.failures >= self.disable_after:
            webhook.status = "inactive"
        if answer != UNREACHABLE:  # a bot that is down breaks no rule
            said = f"answered {answer}" if isinstance(answer, int) else answer
            self.violations.append(f"webhook {webhook.resource}/{webhook.event} {said}")


def signed(webhook: Webhook, event: Event) -> Delivery:
    """Ids only, signed over the very bytes that are sent."""
    told = webhook.envelope() | {"resource": event.resource, "event": event.event}
    body = json.dumps(told | {"actorId": event.actor.id, "data": event.data}).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "Webex-Webhooks"}
    if webhook.secret:
        headers["X-Spark-Signature"] = signature(webhook.secret, body)
    return Delivery(webhook, body, headers)


def signature(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
