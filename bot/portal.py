"""The neutral types of the self-service portal: what its pages ask of whoever decides, and what they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.cards import Card
from bot.phrases import Phrase, Tongue


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser: its address, and its own words about itself."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is signed in; `cookie` is what their browser holds, `csrf` what their forms carry.

    `tongue` has no language where none is known: their browser's is spoken then.
    """

    cookie: str
    csrf: str
    name: str
    email: str
    tongue: Tongue


@dataclass(frozen=True, slots=True)
class Refused:
    """No: why, and next to which field. `slow_down` after too many tries."""

    text: Phrase
    field: str = ""
    slow_down: bool = False


class Standing(StrEnum):
    """What becomes of a link that somebody opens."""

    GOOD = "good"
    USED = "used"
    ENDED = "ended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link as it stands.

    `sets_password`, and `activates` an access by it; else it confirms `organisation`, which `supplier` invited, and
    where it ended it may be `renewable`: a new one can be mailed to where it went. `tongue` as a `Guest`'s.
    """

    standing: Standing
    sets_password: bool = True
    activates: bool = False
    renewable: bool = False
    name: str = ""
    login: str = ""
    organisation: str = ""
    supplier: str = ""
    until: datetime | None = None
    tongue: Tongue = field(default_factory=Tongue)


class Desk(Protocol):
    """Decides for the pages, and knows none.

    `sign_in` and `choose` take as long as a password's hash. A link is mailed when `mailing_refused` is silent.
    """

    def guest(self, cookie: str) -> Guest | None: ...
    def sign_in(self, email: str, password: str, visitor: Visitor) -> Guest | Refused: ...
    def sign_out(self, guest: Guest) -> None: ...
    def look(self, token: str) -> Opened: ...
    def choose(self, token: str, password: str, visitor: Visitor) -> Refused | None: ...
    def confirm(self, token: str) -> Refused | None: ...
    def mailing_refused(self, visitor: Visitor) -> Refused | None: ...
    def renew(self, token: str) -> None: ...
    def mail_link(self, email: str) -> None: ...
    def services(self, guest: Guest, offset: int) -> Card: ...
    def press(self, guest: Guest, token: str, fields: Mapping[str, str]) -> Card: ...
    def history(self, guest: Guest) -> Card: ...
    def details(self, guest: Guest) -> Card: ...
