"""What a person asks, whatever it came from, and what is answered: the neutral words between the wires and dispatch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from bot.cards import Card
from bot.phrases import Phrase, Tongue
from store.values import ChannelKind


class Platform(StrEnum):
    SLACK = "slack"
    WEBEX = "webex"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on a platform: `team` is the Slack team or enterprise, or the Webex organisation."""

    platform: Platform
    team: str
    user: str


class Standing(StrEnum):
    """What the platform says of an account; only members are served, with or without an address that it tells."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    STRANGER = "stranger"
    DEACTIVATED = "deactivated"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the platform vouches for about an account, looked up before dispatch and outside any transaction."""

    account: Account
    standing: Standing
    email: str = ""
    name: str = ""
    language: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was asked.

    `message` is the message whose button was pressed; `shared` = with another company; `name` is what the channel is
    called there, where it is known.
    """

    channel: str
    kind: ChannelKind
    message: str = ""
    thread: str = ""
    shared: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that a person typed after the command's or the bot's name."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a form's submit: the token of its command, and what was filled in by field name."""

    token: str
    fields: Mapping[str, str] = field(default_factory=dict)


class Way(StrEnum):
    """How the answer leaves: handed back to the wire, or through the outbox in the same transaction.

    At a glance: handed back, and nothing remembered of it; for searching while somebody types.
    """

    RETURN = "return"
    OUTBOX = "outbox"
    GLANCE = "glance"


@dataclass(frozen=True, slots=True)
class Ask:
    """One delivery of one request. `key` is the same for every redelivery of it."""

    key: str
    account: Account
    place: Place
    said: Typed | Pressed
    way: Way = Way.RETURN


@dataclass(frozen=True, slots=True)
class Answer:
    """The card, how its reader is spoken to, and what was wrong field by field when a form was refused.

    `command` is the name of what was asked, for counting.
    """

    card: Card
    tongue: Tongue
    errors: Mapping[str, Phrase] = field(default_factory=dict)
    refused: bool = False
    known: bool = True
    command: str = "unknown"


Dispatch: TypeAlias = Callable[[Ask], Answer]
Meet: TypeAlias = Callable[[Vouched], None]
"""Remembers what a platform vouched for."""
Fresh: TypeAlias = Callable[[Account], bool]
"""Whether an account was vouched for within the last 24 hours."""
