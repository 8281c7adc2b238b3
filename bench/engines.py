"""A fresh, migrated database of each engine, on this machine's disk, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

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
