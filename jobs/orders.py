"""Carries out what was ordered: claimed, then done and settled in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

import orjson
from sqlalchemy import Connection

from bot.errand import Errand, direct
from handlers.carrying import decide
from handlers.context import Defaults
from jobs.crashpoint import Point, crashpoint
from store import audit, carrying, orders, outbox, subscriptions, sweeps
from store.carrying import Change
from store.database import Database
from store.orders import Order
from store.subscriptions import Subscription
from store.sweeps import ClaimedOrder
from store.values import OrderState

_CLAIM: Final = timedelta(seconds=60)
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
        held = _held(db, task, order)
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


def _held(db: Connection, task: ClaimedOrder, order: Order | None) -> Subscription | None:
    id = order.subscription if order else None
    return subscriptions.get(db, task.scope, id, lock=True) if id else None


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
