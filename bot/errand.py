"""What an outbox row carries, and what a wire must do to send it.

NotSent
├── Busy   the platform asks to wait; nothing was said
├── Down   nobody answered the door; nothing was said
├── Gone   this can never be said there
└── Lost   it may have been said or not
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol, TypeAlias

from bot.ask import Account
from bot.cards import Card, Part
from bot.phrases import Tongue


class Errand(Part):
    """References only, never a secret.

    Exactly one of `card`, `order` (the tracking card of that order), `digest` (the reminders of that digest), `task`
    (what somebody is asked to do, as it stands), `file` (that file of the store), `withdraws` (a message that is
    taken away) and `recalls` (a card that is taken away if it was said after `since`, which nobody knows) is set.
    `only_for` is the one account that may see it in a group; `replaces` is the message that gives way to it. What is
    said `anew` is noticed: it is a new message, and what was said of the same before is taken away.
    """

    card: Card | None = None
    order: str = ""
    digest: str = ""
    task: str = ""
    file: str = ""
    withdraws: str = ""
    recalls: Card | None = None
    since: datetime | None = None
    language: str = "en"
    zone: str = "UTC"
    only_for: str = ""
    replaces: str = ""
    thread: str = ""
    anew: bool = False

    @property
    def tongue(self) -> Tongue:
        return Tongue(self.language, self.zone)

    def recalling(self, since: datetime) -> Errand:
        """Takes this one's card away wherever it was said since then."""
        nothing = {"card": None, "replaces": "", "thread": ""}
        return self.model_copy(update={"recalls": self.card, "since": since, **nothing})

    @property
    def body(self) -> str:
        """As an outbox row keeps it; `Errand.model_validate_json` reads it."""
        return self.model_dump_json(exclude_none=True)


def direct(account: str) -> str:
    """The channel name of the conversation with one account alone."""
    return f"@{account}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file on its way to one person: `size` bytes, to be read from `content`."""

    name: str
    media_type: str
    size: int
    content: BinaryIO


Opened: TypeAlias = Callable[[str, Account], AbstractContextManager[Parcel | None]]
"""A file of the store by its id, for one account, until the block ends; None where it is not theirs (any more)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the platform calls the message; it can be replaced by that name."""

    id: str


class NotSent(Exception):
    """Why a message did not go out, or may not have."""


class Busy(NotSent):
    """The platform asks to wait that many seconds. Nothing was said."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"busy for {retry_after:g} s")
        self.retry_after = retry_after


class Down(NotSent):
    """The platform could not be reached, or failed before it took anything. Nothing was said."""


class Gone(NotSent):
    """The platform will never take it: no such channel, not a member, not a valid message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Lost(NotSent):
    """No answer came, so nobody knows whether it was said."""


class Sender(Protocol):
    """A wire's way out. Its whole patience with the platform must stay below the claim of an outbox row (60 s).

    `takes_files`: whether a file must be sent to its asker, because a card can't lead to it. `paced`: whether the
    platform wants a while between two messages in a channel, rather than saying itself when it is too much.
    """

    takes_files: bool
    paced: bool

    def post(
        self,
        team: str,
        channel: str,
        card: Card,
        tongue: Tongue,
        *,
        only_for: str = "",
        replaces: str = "",
        thread: str = "",
        repeat: bool = False,
    ) -> Sent:
        """Say it in a channel, or to `@account` directly. Raises a `NotSent`.

        `replaces` names the message that gives way to it; `repeat` says that it may have been said before, so it is
        marked as sent again.
        """

    def send_file(self, team: str, account: str, parcel: Parcel, tongue: Tongue, *, repeat: bool = False) -> Sent:
        """Hand a file to one account, directly. Raises a `NotSent`."""

    def withdraw(self, team: str, channel: str, message: str) -> None:
        """Take a message of ours away, where the platform can; one that is gone is no error. Raises a `NotSent`."""

    def recall(self, team: str, channel: str, card: Card, tongue: Tongue, since: datetime) -> None:
        """Take away what stands there of that card since then, where the platform lets it stay. Raises a `NotSent`."""

    def called(self, team: str, channel: str) -> str:
        """What a channel is called there now; empty where it goes by its id. Raises a `NotSent`."""
