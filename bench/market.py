"""A price list of 50,000 offers: its import against raw `executemany`, the search in it against the bare query.

`python -m bench.market [OFFERS]`. Goals on each engine: the import reaches 0.35 of the speed of the same CSV reader and
raw inserts into the same tables; a page of a search takes at most 5 × as long as the bare indexed query.
"""

from __future__ import annotations

import csv
import gc
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Final
from uuid import UUID

import psycopg
from sqlalchemy import Connection, make_url, text

from bot.cli.importing import ROWS_BETWEEN_COLLECTIONS
from handlers import sample
from handlers.importing import prices, running
from handlers.importing.prices import Options
from handlers.importing.work import Origin
from handlers.policy import product_names
from handlers.policy.names import fold
from handlers.sample.loading import sample_id
from store import installing, market, market_lists
from store.columns import microseconds
from store.database import Database
from store.ids import ascending
from store.market_lists import Sale, Wanted
from store.values import OrganisationId, Scope
from tests.databases import TEMPLATE, Postgresql, migrated_sqlite, sqlite_address

Execute = Callable[[str, list[tuple[object, ...]]], object]
Row = tuple[object, ...]
IMPORT_GOAL: Final = 0.35
SEARCH_GOAL: Final = 5.0
IMPORTS: Final = 3
ROUNDS: Final = 300
NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
SINCE: Final = datetime(2026, 11, 1, tzinfo=UTC)
CONTOSO: Final = OrganisationId(sample_id("organisation", "Contoso"))
HERE: Final = Scope(CONTOSO)
SALE: Final = Sale(CONTOSO, "EUR", NOON)
SELLER: Final = sample_id("organisation", "Atelier Cloud")
FAMILIES: Final = ("Dynamics 365", "Power Apps", "Defender", "Teams", "Exchange", "Entra", "Planner", "Intune")
CHOICES: Final = (("P1Y", "Annual"), ("P1Y", "Monthly"), ("P1M", "Monthly"))
HEADER: Final = (
    *("SkuTitle", "ProductId", "SkuId", "TermDuration", "BillingPlan", "Market", "Currency", "UnitPrice"),
    *("EffectiveStartDate", "EffectiveEndDate", "Segment"),
)
TABLES: Final = {
    "products": ("id", "sku", "name", "folded", "policy", "category"),
    "product_words": ("product_id", "word", "folded"),
    "offers": ("id", "product_id", "length", "billing"),
    "prices": (
        *("id", "seller_id", "product_id", "offer_id", "country", "currency"),
        *("unit_price", "min_seats", "max_seats", "valid_from", "valid_to"),
    ),
}
_END = "\U0010ffff"
_VALID = (
    "seller_id = {0} AND country = {0} AND currency = {0} AND prices.product_id = w.product_id"
    " AND valid_from <= {0} AND (valid_to IS NULL OR valid_to > {0})"
)
_FOUND = f"w.word >= {{0}} AND w.word < {{0}} AND EXISTS (SELECT 1 FROM prices WHERE {_VALID})"
_ALSO = (
    " AND EXISTS (SELECT 1 FROM product_words o WHERE o.product_id = w.product_id AND o.word >= {0} AND o.word < {0})"
)
_SEARCH = "SELECT p.id, p.sku, p.name, p.category FROM product_words w JOIN products p ON p.id = w.product_id WHERE "
_COUNT = "SELECT count(*) FROM (SELECT w.product_id FROM product_words w WHERE "
CATEGORIES: Final = (
    "SELECT category, count(*) FROM products JOIN (SELECT DISTINCT product_id FROM prices WHERE seller_id = {0}"
    " AND country = {0} AND currency = {0} AND valid_from <= {0} AND (valid_to IS NULL OR valid_to > {0})) sold"
    " ON sold.product_id = products.id GROUP BY category"
)


@dataclass(frozen=True)
class Bare:
    """The driver itself: what it runs, and how it takes an id and a moment."""

    run: Callable[[str, Row], list[Row]]
    pour: Execute
    commit: Callable[[], object]
    place: str
    own: Callable[[UUID], object]
    at: Callable[[datetime], object]


def main(number: int) -> None:
    gc.set_threshold(ROWS_BETWEEN_COLLECTIONS)
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder, Postgresql() as server:
        file = written(Path(folder) / "prices.csv", number)
        template = migrated_sqlite(Path(folder) / "template.db")
        server.add_template()
        measure("SQLite", file, lambda: copied(template))
        measure("PostgreSQL", file, lambda: server.fresh(TEMPLATE))


def measure(engine: str, file: Path, fresh: Callable[[], AbstractContextManager[str]]) -> None:
    imports(engine, file, fresh)
    with fresh() as address:
        load(address)
        imported(address, file)
        with closing(Database.open(address)) as database, bare_driver(address) as bare:
            with database.transaction() as db:
                db.execute(text("ANALYZE"))
            with database.reading() as db:
                searches(engine, db, bare)


def imports(engine: str, file: Path, fresh: Callable[[], AbstractContextManager[str]]) -> None:
    """The best of some each, in turn, so that a slow moment of the disk hits both."""
    ours, theirs = [], []
    for _round in range(IMPORTS):
        with fresh() as address:
            load(address)
            ours.append(timed(lambda: imported(address, file)))
        with fresh() as address, bare_driver(address) as bare:
            load(address)
            theirs.append(timed(lambda: poured(bare, file)))
    ratio = min(theirs) / min(ours)
    verdict = "reached" if ratio >= IMPORT_GOAL else "missed"
    figures = f"{min(ours):.2f} s, raw {min(theirs):.2f} s, {ratio:.2f} of the raw way (goal {IMPORT_GOAL})"
    print(f"{engine}: import {figures}: {verdict}", flush=True)


def searches(engine: str, db: Connection, bare: Bare) -> None:
    """What is measured: our way and the bare one, which find the same."""
    where: Row = (bare.own(SELLER), "FR", "EUR")
    moments: Row = (bare.at(NOON), bare.at(NOON))
    for word in ("teams", "planner 4711"):
        search(engine, db, bare, product_names.asked(word), (*where, *moments))
    compare(
        engine,
        "categories with their numbers",
        lambda: market_lists.categories(db, HERE, SALE),
        lambda: bare.run(CATEGORIES, (*where, *moments)),
        rounds=30,
    )


def search(engine: str, db: Connection, bare: Bare, words: tuple[str, ...], where: Row) -> None:
    """The first word leads, in ours as in the bare one."""
    lead, *others = words
    fitting = _FOUND + _ALSO * len(others)
    values: Row = (lead, lead + _END, *where, *(end for one in others for end in (one, one + _END)))
    listed = f"{_SEARCH}{fitting} ORDER BY w.word, w.folded, w.product_id LIMIT 10"
    counted = f"{_COUNT}{fitting} LIMIT 1001) found"
    what = f"a page of “{' '.join(words)}”"
    compare(engine, what, lambda: page(db, words), lambda: bare.run(listed, values))
    both = f"{what}, counted and priced"
    compare(engine, both, lambda: whole(db, words), lambda: (bare.run(listed, values), bare.run(counted, values)))


def page(db: Connection, words: tuple[str, ...]) -> list[market_lists.Product]:
    return market_lists.page(db, HERE, SALE, Wanted(words), offset=0, most=10)


def whole(db: Connection, words: tuple[str, ...]) -> int:
    """As the card shows it: the page, how many there are, what each costs."""
    found = page(db, words)
    market.of_products(db, HERE, CONTOSO, [one.id for one in found], "EUR", NOON)
    return market_lists.count(db, HERE, SALE, Wanted(words))


def compare(
    engine: str, what: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS
) -> None:
    """In turn, so that a slow moment of the machine hits both."""
    ours(), theirs()
    pairs = [(timed(ours), timed(theirs)) for _round in range(rounds)]
    our, their = (median(column) for column in zip(*pairs, strict=True))
    verdict = "reached" if our / their <= SEARCH_GOAL else "missed"
    figures = f"{1e3 * our:.2f} ms, bare {1e3 * their:.2f} ms, {our / their:.2f} × (goal {SEARCH_GOAL})"
    print(f"{engine}: {what} {figures}: {verdict}", flush=True)


def timed(act: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def written(file: Path, number: int) -> Path:
    """Three choices of term and billing for each product."""
    with file.open("w", encoding="utf-8", newline="") as to:
        out = csv.writer(to)
        out.writerow(HEADER)
        for place in range(number):
            product, (term, plan) = place // 3, CHOICES[place % 3]
            name = f"{FAMILIES[product % len(FAMILIES)]} Plan {product}"
            price = f"{5 + product % 90}.{place % 100:02}"
            span = ("2026-11-01T00:00:00Z", "9999-12-31T23:59:59Z")
            out.writerow((name, f"CFQ{product:09}", "0001", term, plan, "FR", "EUR", price, *span, "Commercial"))
    return file


def load(address: str) -> None:
    with closing(Database.open(address)) as database, database.transaction() as db:
        sample.load(db, NOON)


def imported(address: str, file: Path) -> None:
    """As `comptoir import prices --seller "Atelier Cloud"` does it."""
    form = prices.form(Options(seller="Atelier Cloud"))
    with (
        closing(Database.open(address)) as database,
        running.checked(file, form, lambda _more: None) as found,
        database.transaction() as db,
    ):
        house = installing.house(db)
        assert house is not None
        done = running.write(db, Scope(house), found, Origin("bench", file.name), NOON, lambda _more: None)
    assert done.new == found.rows.count


def poured(bare: Bare, file: Path) -> None:
    """Read and inserted, nothing else: ids, moments and prices as the driver takes them."""
    into = {
        table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([bare.place] * len(columns))})"
        for table, columns in TABLES.items()
    }
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        ids, seller, known = ascending(NOON - timedelta(days=1)), bare.own(SELLER), dict[str, object]()
        while some := list(islice(rows, 2_000)):
            for table, made in rows_of(some, bare, ids, seller, known).items():
                bare.pour(into[table], made)
    bare.commit()


def rows_of(
    some: list[list[str]], bare: Bare, ids: Iterator[UUID], seller: object, known: dict[str, object]
) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {table: [] for table in TABLES}
    for row in some:
        sku = f"{row[1]}:{row[2]}"
        if sku not in known:
            known[sku], folded = bare.own(next(ids)), fold(row[0])
            found["products"].append((known[sku], sku, row[0], folded, "new-commerce", "Other"))
            found["product_words"] += [(known[sku], word, folded) for word in product_names.words(row[0], sku, "Other")]
        product, offer = known[sku], bare.own(next(ids))
        found["offers"].append((offer, product, row[3], row[4].lower()))
        price = int(float(row[7]) * 1_000_000)
        what = (seller, product, offer, row[5], row[6], price, None, None)
        found["prices"].append((bare.own(next(ids)), *what, bare.at(SINCE), None))
    return found


@contextmanager
def bare_driver(address: str) -> Iterator[Bare]:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "", isolation_level="IMMEDIATE")) as lite:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
                lite.execute(f"PRAGMA {pragma}")
            yield Bare(
                run=lambda sql, values: lite.execute(sql.format("?"), values).fetchall(),
                pour=lite.executemany,
                commit=lite.commit,
                place="?",
                own=lambda one: one.hex,
                at=microseconds,
            )
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as db, db.cursor() as cursor:
            yield Bare(
                run=lambda sql, values: cursor.execute(sql.format("%s").encode(), values).fetchall(),
                pour=lambda sql, rows: cursor.executemany(sql.encode(), rows),
                commit=db.commit,
                place="%s",
                own=lambda one: one,
                at=lambda moment: moment,
            )


@contextmanager
def copied(template: Path) -> Iterator[str]:
    """A database file of its own, gone afterwards."""
    for copy in (template.with_name(f"copy-{place}.db") for place in count()):
        if not copy.exists():
            break
    copy.write_bytes(template.read_bytes())
    yield sqlite_address(copy)
    for end in ("", "-wal", "-shm"):
        copy.with_name(copy.name + end).unlink(missing_ok=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
