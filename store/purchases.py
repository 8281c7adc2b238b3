"""What a purchase becomes: one subscription for each line that came; every write within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from store import schema
from store.buying import order_lines, orders
from store.counters import next_number
from store.schema import batches, lineage, offers, products, subscriptions
from store.values import (
    BatchId,
    BatchOrigin,
    Billing,
    EndOfTerm,
    OfferId,
    OrderId,
    OrganisationId,
    Scope,
    SubscriptionId,
    SubscriptionStatus,
    TermLength,
)


class NotThere(LookupError):
    """The order or its line is not within the scope, or has become a subscription before."""


@dataclass(frozen=True, slots=True)
class Bought:
    """A line that came: `seats` of it, under a term whose days are UTC, the last one inclusive; added at `at`.

    `folded` is its name as it is compared, `reference` what the supplier calls the subscription.
    """

    subscription: SubscriptionId
    batch: BatchId
    position: int
    organisation: OrganisationId
    offer: OfferId
    name: str
    folded: str
    seats: int
    unit_price: Decimal
    currency: str
    payment: str
    reference: str
    starts_on: date
    ends_on: date
    anchor_day: int
    at: datetime


class Offered(NamedTuple):
    """What an offer is to whoever sells it."""

    sku: str
    length: TermLength
    billing: Billing


@dataclass(frozen=True, slots=True)
class Ready:
    """A line after the order was carried out: `seats` came of `ordered`; `url` opens the service."""

    position: int
    name: str
    ordered: int
    seats: int
    subscription: SubscriptionId | None
    url: str


_mine: Final = (
    select(orders.c.id)
    .join(lineage, lineage.c.descendant == orders.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), orders.c.id == bindparam("order"))
    .scalar_subquery()
)
_line: Final = (
    update(order_lines)
    .where(order_lines.c.order_id == _mine, order_lines.c.position == bindparam("place"))
    .where(order_lines.c.supplied.is_(None))
)
_CAME: Final = _line.values(subscription_id=bindparam("became"), supplied=bindparam("came"))
_READY: Final = (
    select(
        order_lines.c.position,
        order_lines.c.name,
        order_lines.c.seats,
        order_lines.c.supplied,
        order_lines.c.subscription_id,
        products.c.url,
    )
    .join(offers, offers.c.id == order_lines.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .where(order_lines.c.order_id == _mine)
    .order_by(order_lines.c.position)
)
_URL: Final = (
    select(products.c.url)
    .join(offers, offers.c.product_id == products.c.id)
    .join(subscriptions, subscriptions.c.offer_id == offers.c.id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.id == bindparam("subscription"))
)
_OFFERED: Final = (
    select(products.c.sku, offers.c.length, offers.c.billing)
    .join(offers, offers.c.product_id == products.c.id)
    .where(offers.c.id == bindparam("offer"))
)


def open(db: Connection, scope: Scope, order: OrderId, line: Bought) -> None:
    """The subscription of a line, with its one batch. `NotThere` where there is one already."""
    row = {
        "id": line.subscription,
        "number": next_number(db, "subscriptions"),
        "organisation_id": line.organisation,
        "offer_id": line.offer,
        "name": line.name,
        "folded": line.folded,
        "reference": line.reference or None,
        "seats": line.seats,
        "unit_price": line.unit_price,
        "currency": line.currency,
        "payment": line.payment,
        "starts_on": line.starts_on,
        "ends_on": line.ends_on,
        "anchor_day": line.anchor_day,
        "status": SubscriptionStatus.ACTIVE,
        "end_of_term": EndOfTerm.RENEW,
        "price_is_old": False,
        "version": 1,
        "created_at": line.at,
    }
    db.execute(insert(schema.subscriptions), row)
    bought = {"subscription_id": line.subscription, "seats": line.seats, "unit_price": line.unit_price}
    db.execute(insert(batches), bought | {"id": line.batch, "origin": BatchOrigin.PURCHASE, "added_at": line.at})
    _came(db, scope, order, line.position, line.seats, line.subscription)


def missing(db: Connection, scope: Scope, order: OrderId, position: int) -> None:
    """Nothing came of a line."""
    _came(db, scope, order, position, 0, None)


def ready(db: Connection, scope: Scope, order: OrderId) -> list[Ready]:
    """The lines of an order that was carried out."""
    rows = db.execute(_READY, {"root": scope.root, "order": order})
    return [
        Ready(place, name, ordered, ordered if came is None else came, became, url or "")
        for place, name, ordered, came, became, url in rows
    ]


def service(db: Connection, scope: Scope, subscription: SubscriptionId) -> str:
    """The address that opens what a subscription is for; empty where none is known."""
    return db.execute(_URL, {"root": scope.root, "subscription": subscription}).scalar_one_or_none() or ""


def offered(db: Connection, offer: OfferId) -> Offered:
    return Offered(*db.execute(_OFFERED, {"offer": offer}).one())


def _came(
    db: Connection, scope: Scope, order: OrderId, position: int, seats: int, subscription: SubscriptionId | None
) -> None:
    wanted = {"root": scope.root, "order": order, "place": position, "came": seats, "became": subscription}
    if db.execute(_CAME, wanted).rowcount != 1:
        raise NotThere(order)
