"""What came of a purchase: a subscription for each line of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection

from handlers import supplied
from handlers.policy.names import fold
from handlers.policy.terms import term_end, utc_day
from jobs.crashpoint import Point, crashpoint
from jobs.suppliers.supplier import Receipt, Supplied
from store import order_lines, purchases
from store.carrying import Outcome
from store.order_lines import OrderLine
from store.orders import Order
from store.purchases import Bought
from store.values import MOST_SEATS, BatchId, OrderState, Policy, Scope, SubscriptionId


def unpack(db: Connection, scope: Scope, order: Order, receipt: Receipt) -> Outcome | None:
    """Completed, also where less came than was ordered; refused where nothing did; None for a receipt of others."""
    lines = order_lines.of(db, scope, order.id)
    came = _by_line(lines, receipt)
    if came is None:
        return None
    for line in lines:
        _open(db, scope, order, line, came[line.position])
        crashpoint(Point.ORDER_CHANGED)
    if not any(one.seats for one in came.values()):
        return Outcome(OrderState.REFUSED, "supplier", receipt.remark, receipt.reference)
    if all(came[line.position].seats == line.seats for line in lines):
        return Outcome(OrderState.COMPLETED, "", receipt.remark, receipt.reference)
    costs = supplied.price_of_lines((line.unit_price, came[line.position].seats) for line in lines)
    return Outcome(OrderState.COMPLETED, "otherwise", receipt.remark, receipt.reference, price=costs)


def _by_line(lines: Sequence[OrderLine], receipt: Receipt) -> dict[int, Supplied] | None:
    if receipt.supplied is None:
        return {line.position: Supplied(line.position, line.seats) for line in lines}
    came = {one.position: one for one in receipt.supplied}
    named = sorted(one.position for one in receipt.supplied) == sorted(line.position for line in lines)
    return came if named and all(0 <= one.seats <= MOST_SEATS for one in came.values()) else None


def _open(db: Connection, scope: Scope, order: Order, line: OrderLine, came: Supplied) -> None:
    if came.seats == 0:
        purchases.missing(db, scope, order.id, line.position)
        return
    at = order.placed_at or order.drafted_at
    day = utc_day(at)
    bought = Bought(
        subscription=SubscriptionId(uuid4()),
        batch=BatchId(uuid4()),
        position=line.position,
        organisation=order.organisation,
        offer=line.offer,
        name=line.name,
        folded=fold(line.name),
        seats=came.seats,
        unit_price=line.unit_price.amount,
        currency=line.unit_price.currency,
        payment=order.payment,
        reference=came.reference,
        starts_on=day,
        ends_on=date.max if line.policy is Policy.PERPETUAL else term_end(day, line.length, day.day),
        anchor_day=day.day,
        at=at,
    )
    purchases.open(db, scope, order.id, bought)
