"""`import` of 100,000 subscriptions, as a ratio to the same CSV reader and raw `executemany` into the same tables.

`python -m bench.imports [SUBSCRIPTIONS]`. The raw way checks nothing and looks nothing up, and its ids go up as ours
do; goal: at least 0.40 of its speed on each engine, with memory that does not grow with the file.
"""

from __future__ import annotations

import csv
import gc
import sqlite3
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from bot.cli.importing import ROWS_BETWEEN_COLLECTIONS
from handlers import sample
from handlers.importing import running, subscriptions
from handlers.importing.work import Origin
from handlers.sample.loading import sample_id
from store import installing
from store.columns import microseconds
from store.database import Database
from store.ids import ascending
from store.values import Scope
from tests.databases import TEMPLATE, Postgresql, migrated_sqlite, sqlite_address

Execute = Callable[[str, list[tuple[object, ...]]], object]
GOAL = 0.40
ROUNDS = 3
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CUSTOMERS = ("Contoso", "Fabrikam", "Adventure Works")
HEADER = (
    *("customer", "reference", "product", "sku", "quantity", "term", "billing", "start", "end", "auto renew"),
    *("unit price", "currency", "status"),
)
SUBSCRIPTION = (
    *("id", "number", "organisation_id", "offer_id", "name", "folded", "reference", "seats", "unit_price", "currency"),
    *(
        "payment",
        "starts_on",
        "ends_on",
        "anchor_day",
        "status",
        "end_of_term",
        "created_at",
        "price_is_old",
        "version",
    ),
)
BATCH = ("id", "subscription_id", "seats", "unit_price", "origin", "added_at")


def main(count: int) -> None:
    gc.set_threshold(ROWS_BETWEEN_COLLECTIONS)
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder, Postgresql() as server:
        file = written(Path(folder) / "subscriptions.csv", count)
        template = migrated_sqlite(Path(folder) / "template.db")
        server.add_template()
        compare("SQLite", file, count, lambda: sqlite_copy(template))
        compare("PostgreSQL", file, count, lambda: server.fresh(TEMPLATE))
        small = written(Path(folder) / "small.csv", count // 10)
        peaks = [peak(template, some) / 2**20 for some in (small, file)]
        print(f"memory at the peak: {peaks[0]:.1f} MiB for {count // 10:,} rows, {peaks[1]:.1f} MiB for {count:,}")


def compare(engine: str, file: Path, count: int, fresh: Callable[[], AbstractContextManager[str]]) -> None:
    """The best of some rounds each, in turn, so that a slow moment of the disk hits both."""
    ours, bare = [], []
    for _round in range(ROUNDS):
        with fresh() as address:
            ours.append(timed(lambda: imported(address, file), address))
        with fresh() as address:
            bare.append(timed(lambda: poured(address, file), address))
    ratio = min(bare) / min(ours)
    figures = f"{min(ours):.2f} s, raw {min(bare):.2f} s, {count / min(ours):,.0f} rows/s"
    print(f"{engine}: {figures}, {ratio:.2f} of the raw way (goal {GOAL}): {'met' if ratio >= GOAL else 'MISSED'}")


def timed(work: Callable[[], None], address: str) -> float:
    with closing(Database.open(address)) as database, database.transaction() as db:
        sample.load(db, NOON)
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def imported(address: str, file: Path) -> None:
    """As `comptoir import` does it."""
    with (
        closing(Database.open(address)) as database,
        running.checked(file, subscriptions.FORM, lambda _more: None) as found,
        database.transaction() as db,
    ):
        house = installing.house(db)
        assert house is not None
        done = running.write(db, Scope(house), found, Origin("bench", file.name), NOON, lambda _more: None)
    assert done.new == found.rows.count


def poured(address: str, file: Path) -> None:
    """Read and inserted, nothing else: ids, days and prices as the driver takes them."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "", isolation_level=None)) as lite:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                lite.execute(f"PRAGMA {pragma}")
            lite.execute("BEGIN IMMEDIATE")
            pour(lite.executemany, file, "?", lambda one: one.hex, microseconds(NOON))
            lite.execute("COMMIT")
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as db, db.cursor() as cursor:
            pour(cursor.executemany, file, "%s", lambda one: one, NOON)


def pour(execute: Execute, file: Path, place: str, own: Callable[[UUID], object], now: object) -> None:
    """`own` and `now`: an id and this moment as the driver takes them."""
    ids, number = ascending(NOON), 100
    customers = {name: own(sample_id("organisation", name)) for name in CUSTOMERS}
    offer = own(sample_id("offer", "CFQ7TTC0LFLX", "P1Y", "annual"))
    into = [
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([place] * len(columns))})"
        for table, columns in (("subscriptions", SUBSCRIPTION), ("batches", BATCH))
    ]
    with file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        next(rows)
        while some := list(islice(rows, 2_000)):
            held: list[tuple[object, ...]] = []
            batches: list[tuple[object, ...]] = []
            for row in some:
                number += 1
                id, seats, price = own(next(ids)), int(row[4]), int(float(row[10]) * 1_000_000)
                name = (row[2], row[2].lower(), row[1])
                days = (row[7], row[8], int(row[7][8:]))
                rest = ("active", "renew", now, False, 1)
                held.append(
                    (id, number, customers[row[0]], offer, *name, seats, price, row[11], "invoice", *days, *rest)
                )
                batches.append((own(next(ids)), id, seats, price, "purchase", now))
            execute(into[0], held)
            execute(into[1], batches)


def peak(template: Path, file: Path) -> float:
    """Bytes that Python holds at the most during an import."""
    with sqlite_copy(template) as address:
        with closing(Database.open(address)) as database, database.transaction() as db:
            sample.load(db, NOON)
        tracemalloc.start()
        imported(address, file)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most


def written(file: Path, count: int) -> Path:
    """A file of that many subscriptions, each with a reference of its own."""
    with file.open("w", encoding="utf-8", newline="") as to:
        out = csv.writer(to)
        out.writerow(HEADER)
        for number in range(count):
            day, who = f"{number % 12 + 1:02}-{number % 28 + 1:02}", CUSTOMERS[number % len(CUSTOMERS)]
            what = (f"{number * 2654435761 % 2**32:08x}-{number}", "Microsoft 365 E3", "CFQ7TTC0LFLX", number % 500 + 1)
            term = ("P1Y", "annual", f"2026-{day}", f"2027-{day}", "yes")
            out.writerow((who, *what, *term, f"{number % 500}.{number % 100:02}", "EUR", "Active"))
    return file


@contextmanager
def sqlite_copy(template: Path) -> Iterator[str]:
    copied = template.with_name("bench.db")
    copied.write_bytes(template.read_bytes())
    yield sqlite_address(copied)
    for name in ("bench.db", "bench.db-wal", "bench.db-shm"):
        template.with_name(name).unlink(missing_ok=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
