"""Which deliveries were seen, so that a redelivery does nothing twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert

from store.workings import deliveries

_ONCE = insert(deliveries).on_conflict_do_nothing(index_elements=["key"])
_REMEMBER = _ONCE.execution_options(preserve_rowcount=True)


def remember(db: Connection, key: str, now: datetime) -> bool:
    """True the first time; False for a redelivery."""
    return db.execute(_REMEMBER, {"key": key, "at": now}).rowcount == 1


def forget(db: Connection, before: datetime) -> int:
    """Drop what no platform would deliver again; how many."""
    return db.execute(delete(deliveries).where(deliveries.c.at < before)).rowcount
