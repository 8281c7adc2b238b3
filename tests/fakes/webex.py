"""A strict Webex on the loopback: the REST side for the bot, webhooks towards it, people who write and press.

Whatever the platform would refuse, or our own limits forbid, is answered as Webex would and kept in `violations`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from tests.fakes import webex_messages, webex_rooms, webex_webhooks
from tests.fakes.webex_courier import Courier, Delivery
from tests.fakes.webex_faults import Fault
from tests.fakes.webex_line import Line
from tests.fakes.webex_nouns import Account, Message, Press, Room, webex_id
from tests.fakes.webex_people import Person
from tests.fakes.webex_rest import Call, Rest
from tests.fakes.webex_server import BASE, Server
from tests.fakes.webex_world import World

ROUTES = (*webex_rooms.ROUTES, *webex_messages.ROUTES, *webex_webhooks.ROUTES)
HOME = "home"
SECRET = "a webhook secret"
LOOK_AGAIN = 0.02  # seconds, for conditions whose change the fake is not told
Found = TypeVar("Found")


def utc_now() -> datetime:
    return datetime.now(UTC)


class Webex:
    """Use it as a context manager; `environment` holds the settings that point a bot at it."""

    def __init__(self, clock: Callable[[], datetime] = utc_now, bot_name: str = "Comptoir") -> None:
        self.world = World(clock)
        self.token = webex_id("TOKEN")
        self.secret = SECRET
        self.recorded: list[str] = []
        self.tolerated: list[str] = []
        self._orgs: dict[str, str] = {}
        self.bot = self.world.add(Account("comptoir@webex.bot", bot_name, self.org(HOME), clock(), kind="bot"))
        self.rest = Rest(self, ROUTES, self.recorded)
        self.rest.tokens.add(self.token)
        self.courier = Courier(self.world, self.recorded)
        self.world.hear.append(self.courier.hear)
        self.server = Server(self.rest, self.courier)
        self.line = Line(self.world, self.token, self.bot.id, self.recorded)
        self.world.hear.append(self.line.hear)
        self.server.more = self.line.routes()

    def __enter__(self) -> Self:
        self.server.start()
        self.world.base = self.base
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    @property
    def base(self) -> str:
        """The address of the REST side, as the bot is given it."""
        return f"http://127.0.0.1:{self.server.port}{BASE}/"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "WEBEX_API_URL": self.base,
            "WEBEX_DISCOVERY_URL": self.discovery,
            "WEBEX_TEAMS_ACCESS_TOKEN": self.token,
            "WEBEX_WEBHOOK_SECRET": self.secret,
        }

    @property
    def discovery(self) -> str:
        """Where a bot without a public address begins."""
        return f"http://127.0.0.1:{self.server.port}/catalog"

    @property
    def calls(self) -> list[Call]:
        """Every request of the bot, oldest first."""
        return self.server.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every webhook delivery, oldest first."""
        return self.courier.deliveries

    @property
    def violations(self) -> list[str]:
        return [one for one in self.recorded if not any(text in one for text in self.tolerated)]

    # people and rooms

    def org(self, name: str) -> str:
        """The id of an organisation; the bot is at home in `home`."""
        return self._orgs.setdefault(name, webex_id("ORGANIZATION"))

    def person(
        self,
        email: str,
        name: str | None = None,
        org: str = HOME,
        *,
        kind: str = "person",
        invite_pending: bool = False,
    ) -> Person:
        """Someone with a client; `kind` may be `bot`, and `gone` set on the person removes the account."""
        person = Person(
            email=email.casefold(),
            name=name or email.partition("@")[0].replace(".", " ").title(),
            org=self.org(org),
            created=self.world.clock(),
            kind=kind,
            invite_pending=invite_pending,
            world=self.world,
            bot=self.bot,
        )
        self.world.add(person)
        return person

    def room(self, title: str, creator: Account, *members: Account) -> Room:
        """A group room; put `webex.bot` among the members to have it join."""
        room = self.world.open_room(title, "group", creator)
        for member in members:
            self.world.join(room, member, creator)
        return room

    # waiting

    def until(self, condition: Callable[[], Found | None], seconds: float = 5.0) -> Found:
        """Wait for something to be so; fails with what was said and done so far."""
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            left = deadline - time.monotonic()
            assert left > 0, f"not within {seconds} s; {self.story()}"
            with self.world.changed:
                self.world.changed.wait(min(left, LOOK_AGAIN))
        return found

    def reply(self, after: Message | Press, room: Room | None = None, seconds: float = 5.0) -> Message:
        """The bot's first message since then, in the same room unless another is named."""
        where = room or after.room
        return self.until(lambda: next(self._bot_messages(after.seq, where), None), seconds)

    def _bot_messages(self, since: int, room: Room) -> Iterator[Message]:
        return (one for one in self.world.posts(room) if one.author is self.bot and one.seq > since)

    def settle(self, seconds: float = 5.0) -> None:
        """Wait until no delivery is under way."""
        self.until(lambda: self.courier.under_way == 0, seconds)

    def story(self) -> str:
        posts = [f"{one.author.name}: {one.words!r}" for one in self.world.posts()[-5:]]
        asked = [f"{one.method} {one.path}" for one in self.calls[-5:]]
        told = [f"{one.webhook.resource} {one.answers}" for one in self.deliveries[-5:]]
        return f"said {posts}, asked {asked}, delivered {told}, violations {self.violations}"

    # faults

    def fail(self, method: str, path: str, **how: Any) -> Fault:
        """Spoil the next calls that match; `how` and the pattern `path` are those of `Fault`."""
        fault = Fault(method, path, **how)
        self.server.faults.append(fault)
        return fault

    def heal(self) -> None:
        self.server.faults.clear()

    def hold(self) -> None:
        """Keep deliveries back until `release`."""
        self.courier.held = []

    def release(self, *, backwards: bool = False) -> None:
        held, self.courier.held = self.courier.held or [], None
        for delivery in reversed(held) if backwards else held:
            self.courier.carry(delivery)

    def redeliver(self, delivery: Delivery, times: int = 1) -> None:
        """Carry the same bytes again, all at once."""
        for _ in range(times):
            self.courier.carry(delivery, queued=False)

    def tolerates(self, text: str) -> None:
        """From now on, violations with this text are none."""
        self.tolerated.append(text)

    @contextmanager
    def expecting(self, text: str) -> Iterator[None]:
        """Inside, a violation with this text is what the test wants to see."""
        before = len(self.recorded)
        yield
        found = [one for one in self.recorded[before:] if text in one]
        assert found, f"no violation with {text!r}, only {self.recorded[before:]}"
        for one in found:
            self.recorded.remove(one)
