"""What a purchase consists of: the lines of an order; every query within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, RowMapping, bindparam, insert, select

from store.buying import order_lines, orders
from store.prepared import Query
from store.schema import lineage, offers, products
from store.values import Billing, Money, OfferId, OrderId, Policy, ProductId, Scope, SubscriptionId, TermLength


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of a draft: `unit_price` a seat and billing period, `amount` the first charge, rounded."""

    offer: OfferId
    name: str
    seats: int
    unit_price: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line as it was drafted, with its product's terms; `subscription` is what it became."""

    position: int
    offer: OfferId
    product: ProductId
    sku: str
    name: str
    policy: Policy
    length: TermLength
    billing: Billing
    seats: int
    unit_price: Money
    amount: Money
    subscription: SubscriptionId | None


_MINE: Final = (
    select(orders.c.id)
    .join(lineage, lineage.c.descendant == orders.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), orders.c.id == bindparam("order"))
)
_OF: Final = Query(
    select(
        *(order_lines.c.position, order_lines.c.offer_id.label("offer"), offers.c.product_id.label("product")),
        *(products.c.sku, order_lines.c.name),
        *(products.c.policy, offers.c.length, offers.c.billing, order_lines.c.seats),
        *(
            order_lines.c.unit_price,
            order_lines.c.amount,
            orders.c.currency,
            order_lines.c.subscription_id.label("subscription"),
        ),
    )
    .join(orders, orders.c.id == order_lines.c.order_id)
    .join(lineage, lineage.c.descendant == orders.c.organisation_id)
    .join(offers, offers.c.id == order_lines.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .where(lineage.c.ancestor == bindparam("root"), order_lines.c.order_id == bindparam("order"))
    .order_by(order_lines.c.position)
)


def write(db: Connection, scope: Scope, order: OrderId, lines: Sequence[NewLine]) -> None:
    """The lines of a draft within the scope, written once; the same draft again changes nothing."""
    mine = db.execute(_MINE, {"root": scope.root, "order": order}).scalar_one_or_none()
    if mine is None or not lines or of(db, scope, order):
        return
    rows = [
        {
            "order_id": order,
            "position": place,
            "offer_id": line.offer,
            "name": line.name,
            "seats": line.seats,
            "unit_price": line.unit_price.amount,
            "amount": line.amount.amount,
        }
        for place, line in enumerate(lines, 1)
    ]
    db.execute(insert(order_lines), rows)


def of(db: Connection, scope: Scope, order: OrderId) -> list[OrderLine]:
    """The lines of an order, in their order; none for an order on a subscription."""
    return [_line(row) for row in _OF.run(db, {"root": scope.root, "order": order}).mappings()]


def _line(row: RowMapping) -> OrderLine:
    told = dict(row)
    currency = told.pop("currency")
    unit_price, amount = Money(told.pop("unit_price"), currency), Money(told.pop("amount"), currency)
    return OrderLine(unit_price=unit_price, amount=amount, **told)
