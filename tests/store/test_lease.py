from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from store import lease
from store.database import Database
from store.lease import Held, Stale

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(database_url):
    opened = Database.open(database_url)
    yield opened
    opened.close()


def test_the_fence_grows_with_each_change_of_hands(database):
    with database.transaction() as db:
        assert lease.read(db, "clock") is None
        assert lease.take(db, "clock", "one", None, NOON) == 1
        assert lease.take(db, "clock", "two", Held("one", 1, NOON), NOON) == 2
        assert lease.read(db, "clock") == Held("two", 2, NOON)


def test_a_lease_that_beat_since_it_was_seen_is_not_taken(database):
    with database.transaction() as db:
        lease.take(db, "clock", "one", None, NOON)
        seen = lease.read(db, "clock")
        assert lease.beat(db, "clock", "one", 1, NOON + timedelta(seconds=1))
        assert lease.take(db, "clock", "two", seen, NOON) is None


def test_only_the_first_of_two_newcomers_gets_it(database):
    with database.transaction() as db:
        assert lease.take(db, "clock", "one", None, NOON) == 1
        assert lease.take(db, "clock", "two", None, NOON) is None


def test_a_stale_fence_is_refused_after_a_release_too(database):
    with database.transaction() as db:
        lease.take(db, "clock", "one", None, NOON)
        lease.guard(db, "clock", 1)
        lease.release(db, "clock", "one", 1)
        with pytest.raises(Stale):
            lease.guard(db, "clock", 1)
        assert not lease.beat(db, "clock", "one", 1, NOON)


def test_nobody_takes_the_lease_in_the_middle_of_a_guarded_transaction(database):
    with database.transaction() as db:
        lease.take(db, "clock", "one", None, NOON)
    order, guarded = [], threading.Event()

    def take():
        guarded.wait(10)
        with database.transaction() as db:
            lease.take(db, "clock", "two", Held("one", 1, NOON), NOON)
            order.append("taken")

    thread = threading.Thread(target=take)
    thread.start()
    with database.transaction() as db:
        lease.guard(db, "clock", 1)
        guarded.set()
        thread.join(0.2)
        order.append("written")
    thread.join(10)
    assert order == ["written", "taken"]
