"""A fresh, migrated database of each engine, on this machine's disk, gone afterwards."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event

from store import migrate
from store.database import Database
from tests.databases import TEMPLATE, Postgresql, sqlite_address


def databases() -> Iterator[tuple[str, Database]]:
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder:
        address = sqlite_address(Path(folder) / "bench.db")
        migrate.upgrade(address)
        yield "SQLite", Database.open(address)
    with Postgresql() as server:
        server.add_template()
        with server.fresh(TEMPLATE) as address:
            yield "PostgreSQL", Database.open(address)


@contextmanager
def committing(database: Database) -> Iterator[list[str]]:
    """Each COMMIT that the database is told."""
    told: list[str] = []

    def note(*_: object) -> None:
        told.append("COMMIT")

    if database.is_sqlite:
        with database.transaction() as db:
            lite = db.connection.driver_connection
        assert isinstance(lite, sqlite3.Connection)
        lite.set_trace_callback(lambda said: told.append(said) if said == "COMMIT" else None)
        yield told
        lite.set_trace_callback(None)
    else:
        event.listen(database.engine, "commit", note)
        yield told
        event.remove(database.engine, "commit", note)
