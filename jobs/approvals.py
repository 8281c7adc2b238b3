"""Requests for approval that wait: those who may decide are reminded; after a day it is too late."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final
from uuid import uuid4

import orjson
from sqlalchemy import Connection

from handlers import approval_posts
from handlers.approvals import deciding
from handlers.context import Defaults
from handlers.policy import approval
from jobs.shift import Shift
from jobs.worker import spared
from store import approvals, audit, orders, sweeps_approvals
from store.approvals import Approval
from store.orders import Order
from store.sweeps_approvals import Waiting
from store.values import ApprovalState

FIRST: Final = min(approval.REMINDED_AFTER)
"""Nobody is reminded of a request before."""


def watch(shift: Shift) -> int:
    """How many ran out. Late or twice it does no harm: what ran out can't be given, each reminder has its key."""
    now = shift.clock()
    with shift.database.reading() as db:
        due = sweeps_approvals.waiting(db, now - FIRST)
    return sum(spared("approvals", partial(_look_at, shift, one, now)) for one in due)


def _look_at(shift: Shift, one: Waiting, now: datetime) -> bool:
    """Each in a transaction of its own, since people decide at the same time."""
    with shift.transaction() as db:
        asked = approvals.of_order(db, one.scope, one.order, lock=True)
        order = orders.get(db, one.scope, one.order)
        if order is None or asked is None or asked.state is not ApprovalState.ASKED:
            return False
        if approval.is_over(asked.expires_at, now):
            deciding.expire(db, order, asked, now, shift.defaults)
            audit.record(db, uuid4(), _entry(order, asked, now))
            return True
        if hours := approval.reminder_due(asked.asked_at, now):
            remind(db, order, hours, now, shift.defaults)
        return False


def remind(db: Connection, order: Order, hours: int, now: datetime, defaults: Defaults) -> None:
    approval_posts.to_approvers(db, order, approval_posts.reminder(order.id, hours), "asked", now, defaults)


def _entry(order: Order, asked: Approval, now: datetime) -> audit.Entry:
    return audit.Entry(
        at=now,
        organisation=order.organisation,
        person=order.asker,
        actor=order.account,
        origin="clock",
        command="approvals.expire",
        subject=order.label,
        outcome="done",
        detail=orjson.dumps({"kind": order.kind, "asked": asked.asked_at.isoformat()}).decode(),
    )
