"""An order as its supplier is told it."""

from __future__ import annotations

from sqlalchemy import Connection

from jobs.suppliers.supplier import (
    AtTermEnd,
    Cancellation,
    Customer,
    Held,
    Key,
    Line,
    Mark,
    ProductChange,
    Purchase,
    SeatChange,
    Wish,
)
from store import order_lines, purchases, tenants
from store.carrying import Change
from store.orders import Order
from store.subscriptions import Subscription
from store.values import OrderKind, Scope


def mark_of(order: Order) -> Mark:
    """The order's id is its key: one for all its tries, and of no other order."""
    return Mark(Key(str(order.id)), order.label, order.reference or "")


def purchase(db: Connection, scope: Scope, order: Order) -> Wish:
    return Purchase(mark_of(order), _customer(db, scope, order), order.payment, _lines(db, scope, order))


def on_subscription(db: Connection, scope: Scope, order: Order, held: Subscription, to: Change) -> Wish:
    """What must become of a subscription, whole: never only the difference."""
    mark, customer = mark_of(order), _customer(db, scope, order)
    there = Held(held.label, held.reference or "", held.sku)
    match order.kind:
        case OrderKind.SEATS_UP | OrderKind.SEATS_DOWN:
            return SeatChange(mark, customer, there, to.seats)
        case OrderKind.CANCEL:
            return Cancellation(mark, customer, there)
        case OrderKind.PRODUCT_NOW:
            return ProductChange(mark, customer, there, _lines(db, scope, order)[0])
        case _:
            sku = purchases.offered(db, to.next_offer).sku if to.next_offer else ""
            return AtTermEnd(mark, customer, there, to.end_of_term, to.scheduled_seats, sku)


def _customer(db: Connection, scope: Scope, order: Order) -> Customer:
    return Customer(order.organisation, order.customer, tenants.of(db, scope, order.organisation) or "")


def _lines(db: Connection, scope: Scope, order: Order) -> tuple[Line, ...]:
    return tuple(
        Line(line.position, line.sku, line.length, line.billing, line.seats)
        for line in order_lines.of(db, scope, order.id)
    )
