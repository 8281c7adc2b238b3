"""The card of a step: Review."""

from __future__ import annotations

from bot.cards import Card
from handlers.context import Context
from handlers.provisioning.work import Work


def show(_ctx: Context, held: Work) -> Card:
    return Card(title=held.title)
