"""What the pretended workspace remembers: people, channels, messages, views, and what was handed out and when."""

from __future__ import annotations

import copy
import itertools
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.fakes.slack_forms import first_state
from tests.fakes.slack_shapes import Json

Clock = Callable[[], datetime]

APP_ID, BOT_ID, BOT_USER = "A0COMPTOIR", "B0COMPTOIR", "U0COMPTOIR"
TEAM, TEAM_DOMAIN, OTHER_TEAM = "T0ATELIER", "atelier", "T0ELSEWHERE"


class Refused(Exception):
    """Slack says no: `error` as in its answers, details as further fields."""

    def __init__(self, error: str, **details: object) -> None:
        super().__init__(error)
        self.error, self.details = error, details


@dataclass
class User:
    id: str
    name: str
    email: str
    locale: str = "en-GB"
    tz: str = "Europe/Paris"
    team: str = TEAM
    guest: bool = False
    single_channel_guest: bool = False
    bot: bool = False
    stranger: bool = False
    deleted: bool = False
    email_confirmed: bool = True

    @property
    def handle(self) -> str:
        return self.name.lower().replace(" ", ".")


@dataclass
class Channel:
    id: str
    name: str
    kind: str = "channel"  # channel, group (private), im
    members: set[str] = field(default_factory=set)
    ext_shared: bool = False
    archived: bool = False

    @property
    def has_bot(self) -> bool:
        return BOT_USER in self.members


@dataclass
class Message:
    channel: Channel
    ts: str
    text: str
    blocks: list[Json]
    author: str
    only_for: str | None = None
    thread_ts: str | None = None
    files: list[Json] = field(default_factory=list)
    edits: int = 0
    deleted: bool = False
    changed: int = 0
    states: dict[str, Json] = field(default_factory=dict)

    def snapshot(self) -> Message:
        """The message as it stands now: what somebody sees whose screen has not caught up."""
        return replace(self, blocks=copy.deepcopy(self.blocks), states=copy.deepcopy(self.states))


@dataclass
class View:
    id: str
    user: str
    body: Json
    state: Json
    root: str
    previous: str | None = None
    hash: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    changed: int = 0

    @property
    def kind(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def complaints(self) -> dict[str, str]:
        """The errors as a person sees them: by the label of the field that they stand next to."""
        labels = {block["block_id"]: block["label"]["text"] for block in self.blocks if block["type"] == "input"}
        return {labels[block]: text for block, text in self.errors.items()}

    def snapshot(self) -> View:
        return copy.deepcopy(self)


@dataclass
class Trigger:
    user: str
    issued: datetime
    view: str | None = None
    used: bool = False


@dataclass
class ResponseAddress:
    """A response_url: where it leads, what it may replace, and how often it was used."""

    user: str
    channel: Channel
    issued: datetime
    message_ts: str | None = None
    uses: int = 0


@dataclass
class Upload:
    id: str
    name: str
    length: int
    content: bytes | None = None
    title: str = ""
    shared: bool = False
    deleted: bool = False
    told: Json = field(default_factory=dict)
    """What `files.info` says of it in another way than it is."""


class World:
    """One workspace with one app in it. Everything is done under `changed`, on which waiters wait."""

    trigger_life = timedelta(seconds=3)
    address_life = timedelta(minutes=30)
    address_uses = 5

    def __init__(self, clock: Clock) -> None:
        self._clock, self._ahead = clock, timedelta()
        self.changed = threading.Condition(threading.RLock())
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.addresses: dict[str, ResponseAddress] = {}
        self.uploads: dict[str, Upload] = {}
        self.enterprise: str | None = None
        self._count = itertools.count(1)
        self.revision = 0
        self._last_ts = ""

    def now(self) -> datetime:
        return self._clock().astimezone(UTC) + self._ahead

    def later(self, by: timedelta) -> None:
        self._ahead += by

    def new_id(self, letter: str) -> str:
        return f"{letter}0{next(self._count):08d}"

    def new_ts(self) -> str:
        """A message's name: seconds and a running number, never twice and never backwards."""
        seconds = int(self.now().timestamp())
        self._last_ts = max(f"{seconds}.{next(self._count) % 10**6:06d}", _next_ts(self._last_ts))
        return self._last_ts

    def touch(self, thing: Message | View) -> None:
        self.revision += 1
        thing.changed = self.revision
        self.changed.notify_all()

    def add_user(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def im(self, user: str) -> Channel:
        """The direct conversation between a person and the app, opened on first use."""
        for channel in self.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        return self.add_channel(Channel(self.new_id("D"), "directmessage", "im", {user, BOT_USER}))

    def post(self, message: Message) -> Message:
        message.blocks = with_ids(message.blocks)
        self.messages.append(message)
        self.touch(message)
        return message

    def rewrite(self, message: Message, text: str, blocks: list[Json] | None) -> None:
        message.text = text
        if blocks is not None:
            message.blocks, message.states = with_ids(blocks), {}
        message.edits += 1
        self.touch(message)

    def remove(self, message: Message) -> None:
        message.deleted = True
        self.touch(message)

    def find_message(self, channel: str, ts: str) -> Message | None:
        for message in reversed(self.messages):
            if message.ts == ts and message.channel.id == channel and not message.deleted:
                return message
        return None

    def new_view(self, user: str, body: Json, below: View | None = None) -> View:
        view_id = self.new_id("V")
        view = View(view_id, user, {}, {}, below.root if below else view_id, below.id if below else None)
        self.fill_view(view, body)
        return view

    def fill_view(self, view: View, body: Json) -> None:
        """Put a body into a view; what the person had typed into fields that stay, stays."""
        before = view.state
        view.body = {**body, "blocks": with_ids(body["blocks"])}
        view.state = first_state(view.blocks, before)
        view.hash = f"{int(self.now().timestamp())}.{secrets.token_hex(4)}"
        view.errors = {}
        self.touch(view)

    def find_view(self, view_id: str) -> View | None:
        every = itertools.chain(self.homes.values(), *self.stacks.values())
        return next((view for view in every if view.id == view_id), None)

    def issue_trigger(self, user: str, view: str | None = None) -> str:
        name = f"{self.new_id('1')}.{secrets.token_hex(8)}"
        self.triggers[name] = Trigger(user, self.now(), view)
        return name

    def use_trigger(self, name: str) -> Trigger:
        trigger = self.triggers.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.now() - trigger.issued > self.trigger_life:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def issue_address(self, user: str, channel: Channel, message_ts: str | None = None) -> str:
        name = secrets.token_hex(12)
        self.addresses[name] = ResponseAddress(user, channel, self.now(), message_ts)
        return name

    def use_address(self, name: str) -> ResponseAddress:
        address = self.addresses.get(name)
        if address is None:
            raise Refused("invalid_url")
        if self.now() - address.issued > self.address_life:
            raise Refused("expired_url")
        if address.uses >= self.address_uses:
            raise Refused("used_url")
        address.uses += 1
        return address

    def name_of(self, target: str) -> str:
        """How `@U…` and `#C…` read."""
        thing = self.users.get(target[1:]) or self.channels.get(target[1:])
        if target[1:] == BOT_USER:
            return "@comptoir"
        return f"{target[0]}{thing.name}" if thing else target


def _next_ts(ts: str) -> str:
    if not ts:
        return ""
    seconds, _, rest = ts.partition(".")
    return f"{seconds}.{int(rest) + 1:06d}"


def with_ids(blocks: list[Json]) -> list[Json]:
    """Blocks as Slack gives them back: every block and every usable element has an id."""
    named: list[Json] = json.loads(json.dumps(blocks))
    for block in named:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]:
            if isinstance(element, dict) and element.get("type") not in ("image", "plain_text", "mrkdwn", None):
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return named
