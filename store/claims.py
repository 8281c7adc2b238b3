"""Statements that every queue shares: settle what was claimed, or put it back for later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ColumnElement, ScalarSelect, Select, Table, Update, bindparam, case, func, select, update

from store.schema import installations
from store.values import QueueState


def due(queue: Table) -> ColumnElement[bool]:
    """Waiting and its time has come, or claimed by someone who has not been heard of since. Binds `now`."""
    waiting = (queue.c.state == QueueState.WAITING) & (queue.c.not_before <= _now(queue))
    forsaken = (queue.c.state == QueueState.CLAIMED) & (queue.c.claimed_until < _now(queue))
    return queue.c.settled_at.is_(None) & (waiting | forsaken)


def installed(queue: Table, column: Column[object]) -> ScalarSelect[object]:
    """A column of a row's installation. Not a join: SQLite would start from the installations."""
    return select(column).where(installations.c.id == queue.c.installation_id).scalar_subquery()


def breakdowns(queue: Table) -> ColumnElement[int]:
    """How often a claim ran out or a worker broke, if the row is claimed now."""
    return queue.c.breakdowns + case((queue.c.state == QueueState.CLAIMED, 1), else_=0)


def claiming(queue: Table) -> Update:
    """Binds `row`, `until`."""
    return (
        update(queue)
        .where(queue.c.id == bindparam("row"))
        .values(
            state=QueueState.CLAIMED,
            attempts=queue.c.attempts + 1,
            breakdowns=breakdowns(queue),
            claimed_until=bindparam("until"),
        )
    )


def settling(queue: Table) -> Update:
    """Binds `row`, `attempt`, `to` and `at`, `because`. Without effect once somebody else claimed it."""
    return _claimed(queue).values(
        state=bindparam("to"),
        settled_at=bindparam("at"),
        error=bindparam("because"),
        claimed_until=None,
    )


def putting_back(queue: Table) -> Update:
    """Binds `row`, `attempt`, `later`, `because`, `broke` (0 or 1)."""
    return _claimed(queue).values(
        state=QueueState.WAITING,
        not_before=bindparam("later"),
        error=bindparam("because"),
        breakdowns=queue.c.breakdowns + bindparam("broke", type_=queue.c.breakdowns.type),
        claimed_until=None,
    )


def oldest(queue: Table) -> Select[datetime | None]:
    """Since when the oldest one that is due waits. Binds `now`."""
    return select(func.min(queue.c.created_at)).where(queue.c.settled_at.is_(None), queue.c.not_before <= _now(queue))


def _claimed(queue: Table) -> Update:
    return update(queue).where(
        queue.c.id == bindparam("row"),
        queue.c.attempts == bindparam("attempt"),
        queue.c.state == QueueState.CLAIMED,
    )


def _now(queue: Table) -> ColumnElement[object]:
    return bindparam("now", type_=queue.c.created_at.type)
