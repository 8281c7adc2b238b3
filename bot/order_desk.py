"""The neutral types of an order that somebody completes from outside: what its pages ask, and what they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.cards import Card
from bot.phrases import Tongue
from bot.portal import Refused, Visitor


class OrderLink(StrEnum):
    """What a link of a mail leads to."""

    OPEN = "open"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """Who asks for which order to be set up, until when its link is good; nothing of it where it leads nowhere.

    `services_only`: it is mapped, and a customer sets its services up. `zone` is the seller's.
    """

    link: OrderLink
    seller: str = ""
    reference: str = ""
    services_only: bool = False
    until: datetime | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody who gave the code: what their forms carry, and the card of the order as it stands."""

    csrf: str
    card: Card
    tongue: Tongue = field(default_factory=Tongue)


class OrderDesk(Protocol):
    """Decides for the pages. `cookie` is what the browser holds since the code was given; `language` is the page's.

    `let_in` answers with that cookie. `go_on` shows the order, or does what was pressed; None: the code is to be given.
    `summary` is the order as a PDF.
    """

    def look(self, token: str) -> FoundOrder: ...
    def mail_code(self, token: str, language: str, visitor: Visitor) -> Refused | None: ...
    def renew(self, token: str, language: str, visitor: Visitor) -> Refused | None: ...
    def let_in(self, token: str, code: str, visitor: Visitor) -> str | Refused: ...
    def csrf(self, token: str, cookie: str) -> str: ...
    def go_on(self, token: str, cookie: str, language: str, visitor: Visitor) -> Inside | None: ...
    def press(
        self, token: str, cookie: str, language: str, visitor: Visitor, said: tuple[str, Mapping[str, str]]
    ) -> Inside | None: ...
    def summary(self, token: str, cookie: str, tongue: Tongue) -> Iterator[bytes] | None: ...
