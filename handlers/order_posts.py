"""The messages that follow an order: its card with the asker, the cards of those who carry it out by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

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
    admins = reachable.admins(db, Scope(seller))
    for account in admins:
        _post(db, account, fulfil_cards.task(order.id), occasion, now, defaults)
    return len(admins)


def _post(db: Connection, to: Account, task: str, occasion: str, now: datetime, defaults: Defaults) -> None:
    errand = Errand(task=task, language=to.language or defaults.language, zone=to.zone or defaults.zone)
    outbox.put(
        db,
        uuid4(),
        f"{task}:{occasion}:{to.installation}:{to.account}",
        installation=to.installation,
        channel=direct(to.account),
        kind="fulfil",
        body=errand.body,
        now=now,
    )
