"""A mail before it is laid out: its phrases, whatever the language of its reader, with at most one thing to press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.phrases import Phrase

Body = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """How the reader gets where the mail leads: an address to open, or a code to type. Good until `until`."""

    url: str = ""
    code: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is laid out. `action` stands on the button that opens the way's address."""

    subject: Phrase
    paragraphs: tuple[Phrase, ...]
    action: Phrase | None = None
    way: Way = Way()
    quiet: tuple[Phrase, ...] = ()
    reply_to: str = ""


Writing = Callable[[Body, Way], Letter]
