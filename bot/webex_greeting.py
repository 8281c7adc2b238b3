"""What the bot says when it comes into a space."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Prose
from bot.phrases import _

HELP = '["help",{}]'
"""The token of the command that shows what one may ask."""


def greeting(name: str) -> Card:
    """In a space the bot hears only what mentions it; what it is asked there it answers to the asker alone."""
    elements = (
        Prose(text=_("I look after licences: seats, renewals, orders, and reminders before something runs out.")),
        Prose(text=_("Mention me to ask: **@{name} overview**. I answer you directly, not in this space.", name=name)),
        Prose(text=_("An Admin can say **@{name} remind here** to have reminders in this space.", name=name)),
        Buttons(buttons=(Button(label=_("Show what you can ask"), press=HELP),)),
    )
    return Card(title=_("Hello, I am {name}", name=name), elements=elements)
