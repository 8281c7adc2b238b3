"""Price lists: each seller's prices for what it sells, valid from a moment on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, select

from store.prepared import Query
from store.schema import lineage, offers, organisations, prices, subscriptions
from store.values import Billing, Money, OfferId, ProductId, Scope, SubscriptionId, TermLength


def valid() -> ColumnElement[bool]:
    """The prices that are good `at` a moment: from their first on, and before their last."""
    at = bindparam("at", type_=prices.c.valid_from.type)
    return (prices.c.valid_from <= at) & (prices.c.valid_to.is_(None) | (prices.c.valid_to > at))


_ANY_OFFER = (
    select(prices.c.unit_price, prices.c.currency)
    .join(subscriptions, subscriptions.c.currency == prices.c.currency)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        subscriptions.c.id == bindparam("id"),
        prices.c.seller_id == organisations.c.parent_id,
        prices.c.country == organisations.c.country,
        valid(),
    )
    .order_by(prices.c.valid_from.desc())
    .limit(1)
)
_OF_OFFER = Query(_ANY_OFFER.where(prices.c.offer_id == bindparam("offer")))
_BY_THE_MONTH = _ANY_OFFER.join(offers, offers.c.id == prices.c.offer_id).where(
    offers.c.product_id == bindparam("product"),
    offers.c.length == TermLength.MONTH,
    offers.c.billing == Billing.MONTHLY,
)


def of_offer(db: Connection, scope: Scope, subscription: SubscriptionId, offer: OfferId, at: datetime) -> Money | None:
    """A seat's price by that offer at a moment, per billing period: of the customer's seller, in the same currency."""
    values = {"root": scope.root, "id": subscription, "offer": offer, "at": at}
    row = _OF_OFFER.run(db, values).one_or_none()
    return None if row is None else Money(row.unit_price, row.currency)


def by_the_month(
    db: Connection, scope: Scope, subscription: SubscriptionId, product: ProductId, at: datetime
) -> Money | None:
    """The same by that product's monthly plan."""
    values = {"root": scope.root, "id": subscription, "product": product, "at": at}
    row = db.execute(_BY_THE_MONTH, values).one_or_none()
    return None if row is None else Money(row.unit_price, row.currency)
