"""The messages that follow an order: its card with the asker, the cards of those who carry it out by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from bot.errand import Errand, direct
from handlers import fulfil_cards, posts
from handlers.context import Defaults
from store import carrying, outbox, reachable
from store.orders import Order
from store.values import OrganisationId, Scope


def to_asker(db: Connection, order: Order, occasion: str, now: datetime, defaults: Defaults) -> None:
    """Brings the card in their direct messages up to date, once for each occasion."""
    tongue = defaults.tongue(carrying.asker(db, Scope(order.organisation), order.id))
    errand = Errand(order=str(order.id), language=tongue.language, zone=tongue.zone)
    outbox.put(
        db,
        uuid4(),
        f"order:{order.id}:{occasion}",
        installation=order.installation,
        channel=direct(order.account),
        kind="order",
        body=errand.body,
        now=now,
    )


def to_admins(
    db: Connection, order: Order, seller: OrganisationId, occasion: str, now: datetime, defaults: Defaults
) -> int:
    """The card of the task, to every account of the seller's Admins; how many those are."""
    admins, task = reachable.admins(db, Scope(seller)), fulfil_cards.task(order.id)
    for to in admins:
        posts.to_account(db, to, "fulfil", f"{task}:{occasion}", Errand(task=task), now, defaults)
    return len(admins)
