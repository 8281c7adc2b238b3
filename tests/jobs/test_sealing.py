from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from jobs.lease import Lease
from jobs.sealing import seal
from jobs.shift import Shift
from store import audit
from store.lease import Stale
from tests.jobs.office import Clock

KEY = b"k" * 32


@pytest.fixture
def lease(database, clock):
    lease = Lease(database, "me", clock)
    lease.beat()
    return lease


@pytest.fixture
def seals(database, clock, lease):
    return partial(seal, Shift(database, clock, lease.guard), KEY)


def says(database, clock, count=1):
    with database.transaction() as db:
        for number in range(count):
            entry = audit.Entry(clock(), None, None, "a@x.example", "test", "seats", f"S-{number:06}", "done")
            audit.record(db, uuid4(), entry)
            clock.passes(milliseconds=1)


def test_what_was_recorded_is_sealed_page_by_page_and_verifies(database, clock, seals):
    says(database, clock, 1203)
    assert (seals(), seals()) == (1203, 0)
    with database.reading() as db:
        assert audit.verify(db, KEY) == audit.Verdict(sealed=1203, unsealed=0)


def test_a_sealer_that_was_overtaken_seals_nothing(database, clock, seals):
    says(database, clock)
    watch = Clock()
    other = Lease(database, "other", watch)
    other.beat()
    watch.passes(seconds=20)
    assert other.beat()
    with pytest.raises(Stale):
        seals()
    with database.reading() as db:
        assert audit.waiting(db)[0] == 1


def test_the_days_head_is_kept_and_shows_a_cut(database, clock, seals):
    says(database, clock, 3)
    seals()
    with database.transaction() as db:
        db.exec_driver_sql("DELETE FROM audit WHERE position = 3")
    with database.reading() as db:
        assert audit.verify(db, KEY) == audit.Verdict(sealed=2, unsealed=0, broken_at=3, why="missing")
