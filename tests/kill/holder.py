"""Holds the lease and counts under it, until another one has taken over: `python -m tests.kill.holder URL`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

from jobs.lease import Lease
from store.database import Database
from store.lease import Stale


def lease_of(database: Database, holder: str) -> Lease:
    return Lease(database, holder, lambda: datetime.now(UTC), lasts=timedelta(milliseconds=300))


def count(database: Database, lease: Lease) -> None:
    with database.transaction() as db:
        db.exec_driver_sql(f"UPDATE counters SET value = value + 1 WHERE name = '{'orders'}'")
        lease.guard(db)


def main(url: str) -> None:
    database = Database.open(url)
    lease = lease_of(database, "child")
    lease.beat()
    try:
        while True:
            count(database, lease)
            sys.stdout.write("counted\n")
            sys.stdout.flush()
            time.sleep(0.005)
    except Stale:
        sys.stdout.write("stale\n")
    database.close()


if __name__ == "__main__":
    main(sys.argv[1])
