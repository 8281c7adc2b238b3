"""The daily sweep over a million subscriptions, as a ratio to the bare `INSERT … SELECT … ON CONFLICT DO NOTHING`.

`python -m bench.sweep [SUBSCRIPTIONS]`. The bare statement copies the very same rows from a table that already holds
them, so that it decides nothing; goal: at most 3 times its time, on each engine, with a few MiB of memory.
"""

from __future__ import annotations

import gc
import random
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, text

from bench.engines import databases
from handlers.context import Defaults
from handlers.policy import ladder
from handlers.policy.terms import last_second
from jobs.reminders import sweep
from store.database import Database
from store.schema import (
    bindings,
    installations,
    ladders,
    lineage,
    offers,
    organisations,
    people,
    products,
    reminders,
    subscriptions,
)
from store.values import (
    Billing,
    ChannelKind,
    EndOfTerm,
    OrganisationKind,
    Policy,
    SubscriptionStatus,
    TermLength,
)
from tests.leads import leads_for

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Paris", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Auckland")
Row = dict[str, Any]
LEADS = (120, 90, 60, 45, 30, 21, 14, 10, 7, 5, 3, 2, 1, 0)
CUSTOMERS, SPREAD, CHUNK = 10_000, 500, 20_000


@dataclass(frozen=True)
class Customer:
    """An organisation with a channel, its zone and its ladder (none: the usual one)."""

    id: UUID
    channel: UUID
    zone: str
    ladder: tuple[int, ...]


def main(size: int) -> None:
    for name, database in databases():
        measure(name, database, size)
        database.close()


def measure(name: str, database: Database, size: int) -> None:
    dice = random.Random(7)
    customers = [customer(dice) for _ in range(CUSTOMERS)]
    with database.transaction() as db:
        frame(db, customers)
    timed_sweep(database, NOW - timedelta(days=1))  # the day before, when nothing was there: statements are compiled
    expected = set()
    for chunk in chunks(dice, customers, size):
        expected |= {due for row in chunk if (due := reference(row))}
        with database.transaction() as db:
            db.execute(insert(subscriptions), [row for _customer, row in chunk])
    settle(database)
    ours = timed_sweep(database)
    assert found(database) == expected, "the sweep and the slow reference differ"
    again, growth = timed_sweep(database), grown(database)
    assert found(database) == expected, "the second sweep changed something"
    bare = min(timed_bare(database) for _ in range(3))
    print(f"{name}: {size:,} subscriptions, {len(expected):,} due")
    print(f"  sweep {ours * 1000:.0f} ms, bare {bare * 1000:.0f} ms, ratio {ours / bare:.2f} (goal: at most 3)")
    print(f"  again, with nothing new, {again * 1000:.0f} ms; memory of Python grew by {growth / 2**20:.1f} MiB")


def customer(dice: random.Random) -> Customer:
    own = tuple(sorted(dice.sample(LEADS, dice.randint(2, 8)), reverse=True)) if dice.random() < 0.5 else ()
    return Customer(uuid4(), uuid4(), dice.choice(ZONES), own)


def chunks(dice: random.Random, customers: list[Customer], size: int) -> Iterator[list[tuple[Customer, Row]]]:
    for start in range(0, size, CHUNK):
        yield [subscription(dice, dice.choice(customers), number) for number in range(start, min(size, start + CHUNK))]


def subscription(dice: random.Random, one: Customer, number: int) -> tuple[Customer, Row]:
    ends_on = NOW.date() - timedelta(days=5) + timedelta(days=dice.randrange(SPREAD))
    row = {"id": uuid4(), "number": number + 1, "organisation_id": one.id, "offer_id": OFFER, "name": "Office"}
    row |= {"folded": "office", "seats": 5, "unit_price": 1, "currency": "EUR", "payment": "invoice", "anchor_day": 1}
    row |= {"starts_on": ends_on - timedelta(days=dice.choice((89, 364, 364, 1094))), "ends_on": ends_on}
    row |= {"status": SubscriptionStatus.ACTIVE, "end_of_term": EndOfTerm.RENEW, "price_is_old": False, "version": 1}
    return one, row | {"created_at": LONG_AGO}


OFFER, PRODUCT, PERSON, INSTALLATION, ROOT = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()


def reference(held: tuple[Customer, Row]) -> tuple[UUID, UUID, str, date] | None:
    """Subscription by subscription, as slowly as it reads."""
    one, row = held
    zone, hour = ZoneInfo(one.zone), time_of_day(8, 30)
    local = NOW.astimezone(zone)
    today = local.date() if local.time() >= hour else local.date() - timedelta(days=1)
    usual = one.ladder or ladder.DEFAULT_LEADS
    leads = leads_for(TermLength.YEAR, row["starts_on"], row["ends_on"], row["end_of_term"], usual)
    lead = (ladder.last_opening_day(last_second(row["ends_on"]), zone, hour) - today).days
    return (one.channel, row["id"], f"term:{lead}", today) if lead in leads else None


def frame(db: Connection, customers: list[Customer]) -> None:
    """What the subscriptions hang on: one house, its customers, a channel and perhaps a ladder for each."""
    house = {"id": ROOT, "number": 0, "kind": OrganisationKind.HOUSE, "name": "h", "folded": "h", "zone": "UTC"}
    db.execute(insert(organisations), house | {"created_at": LONG_AGO})
    db.execute(insert(people), {"id": PERSON, "email": "a@b.example", "name": "a", "created_at": LONG_AGO})
    row = {"id": INSTALLATION, "platform": "console", "team": "t", "bot": "b", "root_id": ROOT}
    db.execute(insert(installations), row | {"created_at": LONG_AGO})
    row = {"id": PRODUCT, "sku": "s", "name": "Office", "folded": "office", "category": "c"}
    db.execute(insert(products), row | {"policy": Policy.NEW_COMMERCE})
    row = {"id": OFFER, "product_id": PRODUCT, "length": TermLength.YEAR, "billing": Billing.ANNUAL}
    db.execute(insert(offers), row)
    customer_kind = {"kind": OrganisationKind.CUSTOMER, "parent_id": ROOT, "created_at": LONG_AGO}
    rows = [{"id": one.id, "number": number, "zone": one.zone} for number, one in enumerate(customers, 1)]
    db.execute(insert(organisations), [row | customer_kind | {"name": "c", "folded": "c"} for row in rows])
    line = [{"ancestor": ROOT, "descendant": one.id, "depth": 1} for one in customers]
    line += [{"ancestor": one.id, "descendant": one.id, "depth": 0} for one in customers]
    db.execute(insert(lineage), line)
    bound = {"installation_id": INSTALLATION, "kind": ChannelKind.GROUP, "bound_by": PERSON, "bound_at": LONG_AGO}
    channels = [{"id": one.channel, "organisation_id": one.id, "channel": str(one.channel)} for one in customers]
    db.execute(insert(bindings), [row | bound for row in channels])
    own = [{"organisation_id": one.id, "lead": lead} for one in customers for lead in one.ladder]
    db.execute(insert(ladders), own)


def settle(database: Database) -> None:
    """Statistics for the planner, and nothing left in the write-ahead log."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("ANALYZE"))
        if database.is_sqlite:
            db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def timed_sweep(database: Database, now: datetime = NOW) -> float:
    """Seconds until the commit."""
    gc.collect()
    begun = time.perf_counter()
    with database.transaction() as db:
        sweep(db, Defaults(), now)
    return time.perf_counter() - begun


def grown(database: Database) -> int:
    """By how many bytes Python's memory grows at the peak of a sweep."""
    tracemalloc.start()
    timed_sweep(database)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def timed_bare(database: Database) -> float:
    """The same reminders and messages copied by a bare statement each, committed as durably."""
    with database.transaction() as db:
        for table in ("reminders", "outbox"):
            db.execute(text(f"DROP TABLE IF EXISTS same_{table}"))
            db.execute(text(f"CREATE TABLE same_{table} AS SELECT * FROM {table}"))
            db.execute(text(f"DELETE FROM {table}"))
    settle(database)
    begun = time.perf_counter()
    with database.transaction() as db:
        for table in ("reminders", "outbox"):
            db.execute(text(f"INSERT INTO {table} SELECT * FROM same_{table} WHERE true ON CONFLICT DO NOTHING"))
    return time.perf_counter() - begun


def found(database: Database) -> set[tuple[UUID, UUID, str, date]]:
    columns = reminders.c.binding_id, reminders.c.subscription_id, reminders.c.rule, reminders.c.on_date
    with database.reading() as db:
        return {tuple(row) for row in db.execute(select(*columns))}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
