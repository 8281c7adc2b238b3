"""The neutral types of the download page: how a link stands, and who decides it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.cards import Element
from bot.phrases import Phrase, Tongue, plain


class Standing(StrEnum):
    """How a link stands; only the first two lead to the software."""

    UNUSED = "unused"
    RUNNING = "running"
    ENDED = "ended"
    REPLACED = "replaced"
    REVOKED = "revoked"
    OVER = "over"
    """What it was bought with has ended."""
    LOST = "lost"
    """Its person may have it no more."""
    SEALED = "sealed"
    """The vault can't read the address on this machine."""
    NONE = "none"


LEADING = frozenset({Standing.UNUSED, Standing.RUNNING})


@dataclass(frozen=True, slots=True)
class Offered:
    """A link as its page shows it. `until` is set once its clock runs, `url` once its button was pressed.

    `tongue` is its person's, None where they have said nothing. `hint` says in short, and `more` at length, how the
    build is set up, where that needs saying.
    """

    standing: Standing
    product: str = ""
    customer: str = ""
    build: Phrase = field(default_factory=lambda: plain(""))
    until: datetime | None = None
    url: str = ""
    tongue: Tongue | None = None
    hint: Phrase | None = None
    more: tuple[Element, ...] = ()


class Counter(Protocol):
    """Decides for the page: `look` changes nothing, `fetch` starts the clock and gives the address out."""

    def look(self, token: str) -> Offered: ...
    def fetch(self, token: str, address: str) -> Offered: ...
