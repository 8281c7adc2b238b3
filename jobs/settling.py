"""The end of an order in one transaction: what came is in our tables, its people are told, the record is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection

from handlers.carrying import decide
from handlers.context import Defaults
from handlers.keys import revoking
from handlers.supplied import price_of_seats, with_seats
from jobs import order_news, unpacking
from jobs.crashpoint import Point, crashpoint
from jobs.patience import Patience
from jobs.suppliers.supplier import Answer, Busy, Done, Pending, Receipt, Refused, Supplier, Unsettled, Withdrawn
from store import carrying, fulfilments, orders, subscriptions, tenants
from store.carrying import Change, Claim, Outcome
from store.orders import Order
from store.subscriptions import Subscription
from store.values import MOST_SEATS, OrderKind, OrderState, SupplierKind

BROKEN: Final = "broken"
BY_SUPPLIER: Final = "supplier"
OTHERWISE: Final = "otherwise"
OUT_OF_STEP: Final = "out-of-step"
_SEATS: Final = {OrderKind.SEATS_UP, OrderKind.SEATS_DOWN}

Verdict = Answer | Unsettled | str
"""What a supplier answered, or why it did not, or why it was not asked at all (a code of ours)."""


@dataclass(frozen=True, slots=True)
class Settling:
    """How orders are settled, by who carries them out."""

    suppliers: Mapping[SupplierKind, Supplier]
    patience: Patience
    defaults: Defaults

    def settle(self, db: Connection, claim: Claim, verdict: Verdict, now: datetime) -> None:
        """Without effect where somebody else has claimed the order meanwhile: they read back what became of it."""
        if not carrying.hold(db, claim.scope, claim):
            return
        order = _there(db, claim)
        to = self._outcome(db, claim, order, verdict, now)
        carrying.settle(db, claim.scope, claim, to, now)
        if order.kind is OrderKind.PURCHASE and not to.state.is_open:
            (tenants.keep if to.state is OrderState.COMPLETED else tenants.release)(db, claim.scope, order.id)
        if order.kind is OrderKind.CANCEL and order.subscription and to.state is OrderState.COMPLETED:
            revoking.revoke(db, claim.scope, order.subscription, now, self.defaults)
        order_news.tell(db, claim, _there(db, claim), now, self.defaults)

    def _outcome(self, db: Connection, claim: Claim, order: Order, verdict: Verdict, now: datetime) -> Outcome:
        match verdict:
            case str():
                return Outcome(OrderState.FAILED if verdict == BROKEN else OrderState.REFUSED, verdict)
            case Done(receipt):
                return self._done(db, claim, order, receipt, now) or self._unknown(claim, now)
            case Refused(reason):
                return Outcome(OrderState.REFUSED, BY_SUPPLIER, reason)
            case Withdrawn():
                return Outcome(OrderState.WITHDRAWN)
            case Pending(reference):
                return Outcome(OrderState.PROCESSING, reference=reference, until=self._next(db, claim, order, now))
            case Busy(retry_after=wait):
                return Outcome(order.state, until=now + self.patience.asked_for(wait))
            case _:
                return self._unknown(claim, now)

    def _unknown(self, claim: Claim, now: datetime) -> Outcome:
        return Outcome(OrderState.UNKNOWN, until=now + self.patience.wait(claim.attempt))

    def _next(self, db: Connection, claim: Claim, order: Order, now: datetime) -> datetime | None:
        """When to look at a pending order again; None where a human will say so, and has not done it just now."""
        if not self.suppliers[order.supplier].waits_for_people:
            return now + self.patience.wait(claim.attempt)
        order_news.give_to_people(db, claim, order, now, self.defaults)
        given = fulfilments.get(db, claim.scope, order.id)
        return now if given and given.answer else None

    def _done(self, db: Connection, claim: Claim, order: Order, receipt: Receipt, now: datetime) -> Outcome | None:
        """None where the receipt is not one for this order: nobody knows then what was done."""
        if order.kind is OrderKind.PURCHASE:
            return unpacking.unpack(db, claim.scope, order, receipt)
        held = _held(db, claim, order)
        wanted = decide(order, held)
        if isinstance(wanted, str) and self.suppliers[order.supplier].ours:
            return Outcome(OrderState.REFUSED, wanted)
        if order.kind in _SEATS:
            return _seats(db, claim, order, receipt, held, wanted, now)
        if isinstance(wanted, str):
            return Outcome(OrderState.COMPLETED, OUT_OF_STEP, receipt.remark, receipt.reference)
        _change(db, claim, order, held, wanted, now)
        return Outcome(OrderState.COMPLETED, "", receipt.remark, receipt.reference)


def _seats(
    db: Connection,
    claim: Claim,
    order: Order,
    receipt: Receipt,
    held: Subscription,
    wanted: Change | str,
    now: datetime,
) -> Outcome | None:
    """The seats that came are the seats there are, whatever was ordered and has changed meanwhile."""
    came = order.seats_after if receipt.supplied is None else _total(receipt)
    if came is None:
        return None
    if came == order.seats_before:
        return Outcome(OrderState.REFUSED, BY_SUPPLIER, receipt.remark, receipt.reference, came)
    as_ordered = came == order.seats_after
    to = wanted if as_ordered and isinstance(wanted, Change) else with_seats(held, came)
    _change(db, claim, order, held, to, now)
    if as_ordered:
        return Outcome(OrderState.COMPLETED, "", receipt.remark, receipt.reference, came)
    costs = price_of_seats(held.terms, came, order.placed_at or now)
    return Outcome(OrderState.COMPLETED, OTHERWISE, receipt.remark, receipt.reference, came, price=costs)


def _total(receipt: Receipt) -> int | None:
    match receipt.supplied:
        case (only,) if only.position == 0 and 0 < only.seats <= MOST_SEATS:
            return only.seats
        case _:
            return None


def _change(db: Connection, claim: Claim, order: Order, held: Subscription, to: Change, now: datetime) -> None:
    carrying.change(db, claim.scope, held, to, batch=uuid4(), at=order.placed_at or now)
    crashpoint(Point.ORDER_CHANGED)


def _there(db: Connection, claim: Claim) -> Order:
    order = orders.get(db, claim.scope, claim.id)
    if order is None:
        raise carrying.NotThere(claim.id)
    return order


def _held(db: Connection, claim: Claim, order: Order) -> Subscription:
    id = order.subscription
    held = subscriptions.get(db, claim.scope, id, lock=True) if id else None
    if held is None:
        raise carrying.NotThere(claim.id)
    return held
