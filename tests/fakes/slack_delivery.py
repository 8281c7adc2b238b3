"""From Slack to the app: signed requests, the three seconds it has, and the same delivery again."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlencode

import requests

from tests.fakes.slack_shapes import Json

if TYPE_CHECKING:
    from tests.fakes.slack import SlackFake

Kind = Literal["slash_commands", "interactive", "events_api"]
FORM = "application/x-www-form-urlencoded"


@dataclass
class Reply:
    """What the app answered; status 0 when nothing came."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def content(self) -> Json | str | None:
        if not self.body.strip():
            return None
        if "json" in self.headers.get("content-type", ""):
            value: Json = json.loads(self.body)
            return value
        return self.body.decode()


@dataclass
class Delivery:
    """One thing that Slack tells the app, so that it can tell it again."""

    kind: Kind
    payload: Json
    apply: Callable[[Reply], None] = lambda _: None
    envelope: str = field(default_factory=lambda: secrets.token_hex(16))
    answerable: bool = False

    @property
    def name(self) -> str:
        event = self.payload.get("event", {})
        return str(event.get("type") or self.payload.get("command") or self.payload.get("type"))


class Transport(Protocol):
    def send(self, delivery: Delivery, retry: int = 0, with_headers: bool = True) -> Reply: ...


def sign(secret: str, timestamp: str, body: bytes) -> str:
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpTransport:
    """Posts to the app's address as Slack does."""

    def __init__(self, slack: SlackFake) -> None:
        self._slack = slack

    def send(self, delivery: Delivery, retry: int = 0, with_headers: bool = True) -> Reply:
        body, content_type = encode(delivery)
        headers = self.headers(body, content_type)
        if retry and with_headers:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        return self.post(body, headers)

    def headers(self, body: bytes, content_type: str) -> dict[str, str]:
        now = str(int(time.time()))
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": sign(self._slack.signing_secret, now, body),
        }

    def post(self, body: bytes, headers: dict[str, str]) -> Reply:
        """Bytes as they are, for those who forge."""
        started = time.monotonic()
        try:
            answer = _session().post(self._slack.app_url, data=body, headers=headers, timeout=self._slack.patience)
        except requests.RequestException:
            return Reply(0, seconds=time.monotonic() - started)
        took = time.monotonic() - started
        self._slack.overhear(answer.content)
        return Reply(answer.status_code, answer.content, {k.lower(): v for k, v in answer.headers.items()}, took)


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def encode(delivery: Delivery) -> tuple[bytes, str]:
    """Commands and interactions are forms, events are JSON."""
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload).encode(), FORM
    document = json.dumps(delivery.payload, ensure_ascii=False)
    if delivery.kind == "interactive":
        return urlencode({"payload": document}).encode(), FORM
    return document.encode(), "application/json"


def deliver(
    slack: SlackFake, delivery: Delivery, *, retry: int = 0, with_headers: bool = True, lost: bool = False
) -> Reply:
    """Tell the app, hold it to Slack's terms, and let its answer have its effect unless the answer is `lost`."""
    reply = slack.transport.send(delivery, retry, with_headers)
    if reply.status == 0:
        if not slack.outages_expected:
            slack.violate(delivery.name, f"no answer from the app ({reply.seconds:.1f} s)")
        return reply
    if reply.seconds > slack.patience:
        slack.violate(delivery.name, f"answered after {reply.seconds:.1f} s")
    if not reply.ok:
        slack.violate(delivery.name, f"answered {reply.status}: {reply.body[:200]!r}")
    elif not lost:
        delivery.apply(reply)
    return reply
