"""A strict Slack on this machine: a real HTTP server that the bot talks to, and people who use the bot.

    with SlackFake() as slack:
        slack.app_url = "http://127.0.0.1:3000/slack/events"      # or slack.use_socket_mode()
        anna = slack.person(email="anna@contoso.test", name="Anna Berg")
        anna.slash("/licence", "seats Visio 12")

What the real Slack would refuse is refused in its words and recorded in `violations`, together with what it would take
but people would suffer from.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from tests.fakes import slack_payloads
from tests.fakes.slack_client import Person
from tests.fakes.slack_delivery import Delivery, HttpTransport, Reply, Transport, deliver
from tests.fakes.slack_faults import Faults, planned
from tests.fakes.slack_server import Server
from tests.fakes.slack_shapes import Json
from tests.fakes.slack_socket import SocketTransport
from tests.fakes.slack_world import (
    BOT_ID,
    BOT_USER,
    OTHER_TEAM,
    TEAM,
    Channel,
    Clock,
    Message,
    Refused,
    User,
    World,
)

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    }
)
BY_CIRCUMSTANCE = frozenset(
    {
        "channel_not_found",
        "expired_trigger_id",
        "expired_url",
        "hash_conflict",
        "is_archived",
        "message_not_found",
        "not_found",
        "not_in_channel",
        "ratelimited",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
    }
)


@dataclass(frozen=True)
class Said:
    """One request of the app as the fake took it: method, arguments, and the error it was answered with, if any."""

    method: str
    args: Json
    at: datetime
    error: str | None = None


class SlackFake:
    """The workspace, its server, and the way to the app under test."""

    def __init__(
        self,
        *,
        token: str = "xoxb-fake-bot",
        app_token: str = "xapp-fake-app",
        signing_secret: str = "fake-signing-secret",
        scopes: frozenset[str] = SCOPES,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self.token, self.app_token, self.signing_secret = token, app_token, signing_secret
        self.scopes = scopes
        self.world = World(clock)
        self.faults = Faults()
        self.violations: list[str] = []
        self.said: list[Said] = []
        self.traffic: list[bytes] = []
        self.app_url = ""
        self.patience = 3.0
        self.outages_expected = False
        self.seconds_between_messages = 0.0
        self._last_message: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._server = Server(self)
        self.socket = SocketTransport(self)
        self.transport: Transport = HttpTransport(self)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.stop()

    @property
    def base(self) -> str:
        return self._server.base

    @property
    def api_url(self) -> str:
        """What the bot is given as SLACK_API_URL."""
        return f"{self.base}/api/"

    def use_socket_mode(self) -> None:
        """From now on people's doings reach the app over its web socket instead of HTTP."""
        self.transport = self.socket

    def person(self, email: str, name: str = "", **traits: Any) -> Person:
        """Somebody in the workspace; `guest`, `single_channel_guest`, `bot`, `stranger`, `deleted`, `locale`, `tz`."""
        team = OTHER_TEAM if traits.get("stranger") else TEAM
        who = name or email.partition("@")[0].replace(".", " ").title()
        user = self.world.add_user(User(self.world.new_id("U"), who, email, **{"team": team, **traits}))
        return Person(self, user)

    def channel(
        self,
        name: str,
        *people: Person,
        private: bool = False,
        ext_shared: bool = False,
        bot: bool = True,
    ) -> Channel:
        members = {person.id for person in people} | ({BOT_USER} if bot else set())
        kind = "group" if private else "channel"
        return self.world.add_channel(Channel(self.world.new_id("C"), name, kind, members, ext_shared))

    def posts(self, channel: Channel) -> list[Message]:
        """What stands in a channel for everybody to see, oldest first."""
        with self.world.changed:
            return [m for m in self.world.messages if m.channel is channel and not m.only_for and not m.deleted]

    def fail(self, method: str, **how: Any) -> None:
        """Let the next calls of a Web API method ("response_url", "upload", "download", "*") go wrong.

        See `slack_faults.planned` for what can be asked.
        """
        self.faults.plan(planned(method, **how))

    def later(self, **by: float) -> None:
        """Let Slack's clock run ahead, as in `later(minutes=31)`."""
        self.world.later(timedelta(**by))

    def calls(self, method: str) -> list[Said]:
        with self._lock:
            return [said for said in self.said if said.method == method]

    def violate(self, where: str, what: str) -> None:
        with self._lock:
            self.violations.append(f"{where}: {what}")

    def pardon(self, word: str) -> list[str]:
        """Take back the violations that speak of `word`: a test that wants them says so. None is an error."""
        with self._lock:
            pardoned = [each for each in self.violations if word in each]
            self.violations = [each for each in self.violations if word not in each]
        assert pardoned, f"nothing about {word!r} in {self.violations}"
        return pardoned

    def record(self, method: str, args: Json, error: str | None = None, details: object = None) -> None:
        said = Said(method, args, self.world.now(), error)
        with self._lock:
            self.said.append(said)
        if error and error not in BY_CIRCUMSTANCE:
            self.violate(method, f"{error} {json.dumps(details) if details else ''}".strip())

    def overhear(self, raw: bytes) -> None:
        """Keep every byte that the app sends, for those who look for secrets in it."""
        with self._lock:
            self.traffic.append(raw)

    def pace(self, channel: str) -> None:
        """Refuse a message that follows too closely on another in the same channel."""
        if not self.seconds_between_messages:
            return
        now, last = self.world.now(), self._last_message.get(channel)
        if last and (now - last).total_seconds() < self.seconds_between_messages:
            raise Refused("ratelimited")
        self._last_message[channel] = now

    def verify_url(self) -> bool:
        """What Slack does when an app's address is saved: the app must send the challenge back."""
        payload = {"token": slack_payloads.VERIFICATION, "challenge": "3eZbrw1aBm2rZgRN", "type": "url_verification"}
        reply = deliver(self, Delivery("events_api", payload))
        return b"3eZbrw1aBm2rZgRN" in reply.body

    def echo(self, message: Message) -> Reply:
        """Tell the app of its own message in a direct conversation, as Slack does."""
        body = slack_payloads.said(message, "message") | {"bot_id": BOT_ID}
        return deliver(self, Delivery("events_api", slack_payloads.event(self, body)))

    def run(self, work: Coroutine[object, object, None]) -> None:
        """Do something in the server's thread."""
        self._server.run(work)

    def wait_until(self, true: Callable[[], bool], what: str, timeout: float = 5.0) -> None:
        """Wait for something to become so in the workspace; AssertionError when it does not."""
        with self.world.changed:
            assert self.world.changed.wait_for(true, timeout), f"waited {timeout} s in vain for {what}"
