"""The card of a step: Customer organisation."""

from __future__ import annotations

from bot.cards import Card
from handlers.context import Context
from handlers.provisioning import mapping_cards
from handlers.provisioning.work import Work


def show(ctx: Context, held: Work) -> Card:
    return mapping_cards.show(ctx, held)
