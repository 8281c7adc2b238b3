"""Throws away what nobody asks for any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from store import deliveries, links, sweeps
from store.database import Database

REDELIVERED_FOR: Final = timedelta(days=3)
"""No platform delivers anything again after that; Slack stops after an hour."""

KEPT_FOR: Final = timedelta(days=30)
"""How long a message that was settled, or a link that ran out, can be looked up."""


def clean(database: Database, clock: Callable[[], datetime], guard: Callable[[Connection], None]) -> int:
    """How many rows went."""
    now = clock()
    with database.transaction() as db:
        guard(db)
        gone = deliveries.forget(db, now - REDELIVERED_FOR)
        gone += sweeps.forget_settled(db, now - KEPT_FOR) + sweeps.forget_files(db, now)
        return gone + links.forget(db, now - KEPT_FOR)
