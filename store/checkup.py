"""What a database says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, func, select

_PRAGMAS: Final = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "quick_check": "ok"}
"""What SQLite must answer: write-ahead log, full synchronisation, references kept, no damage."""


def complaints(db: Connection) -> list[str]:
    """Settings under which something could get lost or not be kept; on SQLite damage too: PostgreSQL checks itself."""
    if db.dialect.name != "sqlite":
        encoding = db.exec_driver_sql("SHOW server_encoding").scalar_one()
        return [] if encoding == "UTF8" else [f"its encoding is {encoding}, not UTF8: it can't keep every name"]
    found = {name: str(db.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in _PRAGMAS}
    return [f"{name} is {found[name]}, not {wanted}" for name, wanted in _PRAGMAS.items() if found[name] != wanted]


def moment(db: Connection) -> datetime | None:
    """The clock of a database that has its own; None for SQLite."""
    if db.dialect.name == "sqlite":
        return None
    told: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
    return told.astimezone(UTC)
