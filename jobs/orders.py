"""Carries out what was ordered: claimed, then done and settled in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import orjson
from sqlalchemy import Connection

from bot.errand import Errand, direct
from handlers.context import Defaults
from handlers.policy import renewal, schedule, seats
from handlers.policy.verdict import Refused
from jobs.crashpoint import Point, crashpoint
from store import audit, carrying, orders, outbox, subscriptions, sweeps
from store.carrying import Change
from store.database import Database
from store.orders import Order
from store.subscriptions import Subscription
from store.sweeps import ClaimedOrder
from store.values import EndOfTerm, OrderKind, OrderState, Terms

_CLAIM: Final = timedelta(seconds=60)
_MEANWHILE: Final = "changed"
_BROKEN: Final = "broken"
_OUTCOMES: Final = {OrderState.COMPLETED: "done", OrderState.REFUSED: "refused", OrderState.FAILED: "failed"}


class Orders:
    """The queue of orders, for a `Worker`."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        defaults: Defaults | None = None,
        claim: timedelta = _CLAIM,
    ) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults or Defaults()
        self._claim = claim

    def take(self) -> ClaimedOrder | None:
        now = self._clock()
        with self._database.reading() as db:
            if not sweeps.any_order_due(db, now):
                return None
        with self._database.transaction() as db:
            return sweeps.claim_order(db, now=now, until=now + self._claim)

    def act(self, task: ClaimedOrder) -> None:
        crashpoint(Point.ORDER_CLAIMED)
        with self._database.transaction() as db:
            self._carry_out(db, task)
            crashpoint(Point.ORDER_SETTLED)
        crashpoint(Point.ORDER_COMMITTED)

    def failed(self, task: ClaimedOrder, _error: Exception) -> None:
        """Nothing was changed; whoever asked is told so."""
        with self._database.transaction() as db:
            order = orders.get(db, task.scope, task.id)
            if order and carrying.settle(db, task.scope, order.id, OrderState.FAILED, self._clock(), _BROKEN):
                self._tell(db, task, order, OrderState.FAILED, _BROKEN)

    def _carry_out(self, db: Connection, task: ClaimedOrder) -> None:
        order = orders.get(db, task.scope, task.id)
        held = subscriptions.get(db, task.scope, order.subscription, lock=True) if order else None
        if order is None or held is None:
            raise carrying.NotThere(task.id)
        now, outcome = self._clock(), decide(order, held)
        state = OrderState.COMPLETED if isinstance(outcome, Change) else OrderState.REFUSED
        reason = "" if isinstance(outcome, Change) else outcome
        if not carrying.settle(db, task.scope, order.id, state, now, reason):
            return
        if isinstance(outcome, Change):
            carrying.change(db, task.scope, held, outcome, batch=uuid4(), at=order.placed_at or now)
            crashpoint(Point.ORDER_CHANGED)
        self._tell(db, task, order, state, reason)

    def _tell(self, db: Connection, task: ClaimedOrder, order: Order, state: OrderState, reason: str) -> None:
        """The state with its time, the record, and the message that brings the asker's card up to date."""
        now, asker = self._clock(), carrying.asker(db, task.scope, order.id)
        orders.reached(db, order.id, state, now)
        audit.record(db, uuid4(), _entry(order, asker.email, state, reason, now))
        errand = Errand(
            order=str(order.id),
            language=asker.language or self._defaults.language,
            zone=asker.zone or self._defaults.zone,
        )
        outbox.put(
            db,
            uuid4(),
            f"order:{order.id}:{state}",
            installation=order.installation,
            channel=direct(order.account),
            kind="order",
            body=errand.body,
            now=now,
        )


def decide(order: Order, held: Subscription) -> Change | str:
    """What the order does to the subscription as it is now, by the rules of the moment it was placed; or why not."""
    placed = order.placed_at or order.drafted_at
    match order.kind:
        case OrderKind.SEATS_UP | OrderKind.SEATS_DOWN:
            return _seats(order, held.terms, placed)
        case OrderKind.SCHEDULE | OrderKind.UNSCHEDULE:
            return _schedule(order, held.terms, placed)
        case OrderKind.RENEWAL_ON | OrderKind.RENEWAL_OFF:
            return _renewal(order, held.terms, placed)


def _seats(order: Order, terms: Terms, placed: datetime) -> Change | str:
    if terms.seats != order.seats_before:
        return _MEANWHILE
    verdict = seats.change(terms, order.seats_after, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    kept = _unscheduled(terms) if verdict.drops_schedule else _as_it_is(terms)
    return replace(kept, seats=verdict.after, added=max(0, verdict.after - verdict.before), taken=verdict.taken)


def _schedule(order: Order, terms: Terms, placed: datetime) -> Change | str:
    verdict = schedule.schedule_seats(terms, order.seats_after, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    if verdict.drops:
        return _unscheduled(terms)
    decision = EndOfTerm.RENEW_WITH_CHANGES if terms.end_of_term is EndOfTerm.RENEW else terms.end_of_term
    return Change(terms.seats, verdict.after, decision)


def _renewal(order: Order, terms: Terms, placed: datetime) -> Change | str:
    verdict = renewal.toggle(terms, order.kind is OrderKind.RENEWAL_ON, placed)
    if isinstance(verdict, Refused):
        return str(verdict.reason)
    scheduled = None if verdict.drops_schedule else terms.scheduled_seats
    return Change(terms.seats, scheduled, verdict.after)


def _as_it_is(terms: Terms) -> Change:
    return Change(terms.seats, terms.scheduled_seats, terms.end_of_term)


def _unscheduled(terms: Terms) -> Change:
    with_changes = terms.end_of_term is EndOfTerm.RENEW_WITH_CHANGES
    return Change(terms.seats, None, EndOfTerm.RENEW if with_changes else terms.end_of_term)


def _entry(order: Order, email: str, state: OrderState, reason: str, now: datetime) -> audit.Entry:
    detail = {"kind": order.kind, "before": order.seats_before, "after": order.seats_after, "state": state}
    return audit.Entry(
        at=now,
        organisation=order.organisation,
        person=order.asker,
        actor=email,
        origin="jobs",
        command="carry-out",
        subject=order.label,
        outcome=_OUTCOMES[state],
        detail=orjson.dumps(detail | ({"reason": reason} if reason else {})).decode(),
    )
