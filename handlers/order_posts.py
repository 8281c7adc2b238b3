"""The messages that follow an order: its card with the asker, the cards of those who carry it out by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from bot.cards import Card
from bot.errand import Errand, direct
from handlers import fulfil_cards
from handlers.context import Defaults
from store import carrying, outbox, reachable
from store.orders import Order
from store.reachable import Account
from store.values import OrganisationId, Scope


def to_asker(db: Connection, order: Order, occasion: str, now: datetime, defaults: Defaults) -> None:
    """Brings the card in their direct messages up to date, once for each occasion."""
    asker = carrying.asker(db, Scope(order.organisation), order.id)
    errand = Errand(order=str(order.id), language=asker.language or defaults.language, zone=asker.zone or defaults.zone)
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
    for account in admins:
        _send(db, account, f"{task}:{occasion}", Errand(task=task), now, defaults)
    return len(admins)


def post(db: Connection, to: Account, name: str, card: Card, now: datetime, defaults: Defaults) -> None:
    """A card for one account, once for each name."""
    _send(db, to, name, Errand(card=card), now, defaults)


def _send(db: Connection, to: Account, name: str, errand: Errand, now: datetime, defaults: Defaults) -> None:
    spoken = {"language": to.language or defaults.language, "zone": to.zone or defaults.zone}
    outbox.put(
        db,
        uuid4(),
        f"{name}:{to.installation}:{to.account}",
        installation=to.installation,
        channel=direct(to.account),
        kind="fulfil",
        body=errand.model_copy(update=spoken).body,
        now=now,
    )
