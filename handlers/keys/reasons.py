"""Why somebody wants to see a key: asked each time, and kept with the record."""

from __future__ import annotations

from typing import Final

from bot.cards import Words
from bot.phrases import _
from handlers.errors import Refusal

LONGEST: Final = 300


def field(value: str) -> Words:
    """What `given` reads."""
    return Words(
        name="reason",
        label=_("Why do you need it?"),
        hint=_("Kept with the record of who saw which key."),
        value=value[:LONGEST],
        longest=LONGEST,
    )


def given(text: str) -> str:
    """What is kept with the record; signs that nobody can read are no reason."""
    said = text.strip()[:LONGEST]
    if not any(sign.isalnum() for sign in said):
        raise Refusal(_("A reason is missing: it is kept with the record. Nothing was shown."), field="reason")
    return said
