"""Words that the cards of software share."""

from __future__ import annotations

from typing import Final, Protocol

from bot.languages import own_name
from bot.phrases import Phrase, _, joined, n_, plain
from store.product_keys import ProductKey
from store.values import KeyKind, KeyState

KINDS: Final = {
    KeyKind.MAK: _("multiple activation key (MAK)"),
    KeyKind.RETAIL: _("single-use code (5x5)"),
    KeyKind.OTHER: _("other key"),
}
STATES: Final = {
    KeyState.READY: _("ready"),
    KeyState.USED: _("used"),
    KeyState.REVOKED: _("revoked"),
}


def bits(width: int) -> Phrase:
    return _("{width}-bit", width=width)


class Build(Protocol):
    """What there is of some software; what is empty is not known."""

    @property
    def version(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def bits(self) -> int | None: ...


def build(one: Build) -> Phrase:
    """`2019 · English · 64-bit`, as much of it as is known."""
    parts = [plain(one.version)] if one.version else []
    parts += [plain(own_name(one.language))] if one.language else []
    parts += [bits(one.bits)] if one.bits else []
    return joined(parts) if parts else _("any version")


def ending(one: ProductKey) -> Phrase:
    """The last five characters of a key, as a list shows it."""
    return plain(f"…{one.hint}")


def counted(one: ProductKey) -> Phrase:
    """What kind of key it is, and how often it activates."""
    kind = KINDS[one.kind]
    if one.activations is None:
        return kind
    return joined([kind, n_("{count} activation", "{count} activations", one.activations)])
