"""A subscription that is cancelled, or that is another product from now on; every write within a scope."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from store import order_lines
from store.schema import assignments, batches, lineage, offers, products, subscriptions
from store.values import EndOfTerm, OfferId, OrderId, Scope, SubscriptionId, SubscriptionStatus


class NotThere(LookupError):
    """The subscription, or the order's line, is not within the scope."""


_within = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine = (subscriptions.c.id == bindparam("row")) & subscriptions.c.organisation_id.in_(_within)
_CANCEL = (
    update(subscriptions)
    .where(_mine)
    .values(
        status=SubscriptionStatus.CANCELLED,
        cancelled_at=bindparam("at"),
        end_of_term=EndOfTerm.STOP,
        scheduled_seats=None,
        next_offer_id=None,
    )
)
_FREE = delete(assignments).where(
    assignments.c.subscription_id.in_(select(subscriptions.c.id).where(_mine)),
)
_of_offer = select(products.c.name).join(offers, offers.c.product_id == products.c.id)
_NAME = _of_offer.where(offers.c.id == bindparam("offer")).scalar_subquery()
_FOLDED = _of_offer.with_only_columns(products.c.folded).where(offers.c.id == bindparam("offer")).scalar_subquery()
_BECOME = (
    update(subscriptions)
    .where(_mine)
    .values(offer_id=bindparam("offer"), name=_NAME, folded=_FOLDED, next_offer_id=None, extended_from=None)
)
_PRICE = update(subscriptions).where(_mine).values(unit_price=bindparam("price"), price_is_old=False)
_PRICES = (
    update(batches)
    .where(batches.c.subscription_id.in_(select(subscriptions.c.id).where(_mine)))
    .values(unit_price=bindparam("price"))
)


def cancel(db: Connection, scope: Scope, id: SubscriptionId, at: datetime) -> None:
    """It is over at once, and nobody holds a seat of it any more. Its seats and batches stay as the record of it."""
    here = {"root": scope.root, "row": id}
    _one(db.execute(_CANCEL, here | {"at": at}).rowcount, id)
    db.execute(_FREE, here)


def become(db: Connection, scope: Scope, id: SubscriptionId, offer: OfferId) -> None:
    """It runs by that offer from now on, under the name of its product."""
    _one(db.execute(_BECOME, {"root": scope.root, "row": id, "offer": offer}).rowcount, id)


def exchange(db: Connection, scope: Scope, id: SubscriptionId, order: OrderId) -> None:
    """It becomes what the order's line says, at its price; each batch keeps the moment at which it was added."""
    lines = order_lines.of(db, scope, order)
    if len(lines) != 1:
        raise NotThere(order)
    become(db, scope, id, lines[0].offer)
    for statement in (_PRICE, _PRICES):
        db.execute(statement, {"root": scope.root, "row": id, "price": lines[0].unit_price.amount})


def _one(changed: int, id: SubscriptionId) -> None:
    if changed != 1:
        raise NotThere(id)
