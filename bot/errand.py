"""What an outbox row carries: one message, as a finished card or as what it is made from when it is sent."""

from __future__ import annotations

from bot.cards import Card, Part
from bot.phrases import Tongue


class Errand(Part):
    """References only, never a secret.

    Exactly one of `card`, `order` (the tracking card of that order) and `digest` (the reminders of that digest) is
    set. `only_for` is the one account that may see it in a group; `replaces` is the message that gives way to it.
    """

    card: Card | None = None
    order: str = ""
    digest: str = ""
    language: str = "en"
    zone: str = "UTC"
    only_for: str = ""
    replaces: str = ""
    thread: str = ""

    @property
    def tongue(self) -> Tongue:
        return Tongue(self.language, self.zone)


def direct(account: str) -> str:
    """The channel name of the conversation with one account alone."""
    return f"@{account}"
