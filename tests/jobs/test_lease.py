from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from jobs.lease import Lease
from store.lease import Stale
from tests.jobs.office import Clock


@pytest.fixture
def watch():
    return Clock()


@pytest.fixture
def first(database, watch):
    lease = Lease(database, "first", watch)
    assert lease.beat()
    return lease


@pytest.fixture
def second(database, watch, first):
    lease = Lease(database, "second", watch)
    assert not lease.beat()
    return lease


def guarded(database, lease) -> bool:
    try:
        with database.transaction() as db:
            lease.guard(db)
    except Stale:
        return False
    return True


def test_one_of_two_holds_it_for_as_long_as_it_beats(first, second, watch):
    for _ in range(10):
        watch.passes(seconds=5)
        assert (first.beat(), second.beat()) == (True, False)


def test_a_holder_that_went_silent_is_followed_by_the_other(database, first, second, watch):
    watch.passes(seconds=14)
    assert not second.beat()
    watch.passes(seconds=1)
    assert second.beat()
    assert (guarded(database, first), guarded(database, second)) == (False, True)


def test_a_clock_that_is_put_back_keeps_nobody_waiting_for_a_holder_that_is_gone(second, watch):
    watch.passes(hours=-1)
    assert not second.beat()
    watch.passes(seconds=15)
    assert second.beat()


def test_a_holder_that_wakes_up_too_late_notices_and_stands_back(database, first, second, watch):
    watch.passes(seconds=16)
    second.beat()
    assert first.ours
    assert not first.beat()
    assert not guarded(database, first)


def test_a_holder_that_wakes_up_before_anyone_took_over_goes_on(database, first, watch):
    watch.passes(hours=1)
    assert first.beat()
    assert guarded(database, first)


def test_clocks_that_differ_by_minutes_take_nothing_away(database, first, watch):
    ahead = Clock(watch.now + timedelta(minutes=5))
    stranger = Lease(database, "stranger", ahead)
    for _ in range(10):
        watch.passes(seconds=5)
        ahead.passes(seconds=5)
        assert (first.beat(), stranger.beat()) == (True, False)


def test_a_lease_that_was_released_is_free_at_once(database, first, second):
    first.release()
    assert second.beat()
    assert not guarded(database, first)


def test_what_was_guarded_when_the_lease_changed_hands_is_undone(database, first, second, watch):
    watch.passes(seconds=16)
    second.beat()
    with suppress(Stale), database.transaction() as db:
        db.exec_driver_sql("INSERT INTO counters VALUES ('orders', 99)")
        first.guard(db)
    with database.reading() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM counters").scalar() == 0


def test_two_that_see_a_silent_holder_at_once_do_not_both_get_it(database, first, second, watch):
    third = Lease(database, "third", watch)
    third.beat()
    watch.passes(seconds=20)
    assert sorted([second.beat(), third.beat()]) == [False, True]
