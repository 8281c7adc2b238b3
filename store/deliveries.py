"""Which deliveries were seen, so that a redelivery does nothing twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert

from store.prepared import Insertion
from store.workings import deliveries

_REMEMBER = Insertion(insert(deliveries).on_conflict_do_nothing(index_elements=["key"]))


def remember(db: Connection, key: str, now: datetime) -> bool:
    """True the first time; False for a redelivery."""
    return _REMEMBER.run(db, {"key": key, "at": now}) == 1


def forget(db: Connection, before: datetime) -> int:
    """Drop what no platform would deliver again; how many."""
    return db.execute(delete(deliveries).where(deliveries.c.at < before)).rowcount
