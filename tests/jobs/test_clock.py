from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from jobs.clock import HEARTBEAT, Clock, Tick
from jobs.lease import Lease
from store.lease import Stale
from tests.jobs.office import Clock as Watch
from tests.jobs.waiting import eventually


def real():
    return datetime.now(UTC)


@pytest.fixture
def running(database):
    started = []

    def start(*ticks, clock=real):
        one = Clock(Lease(database, "me", clock), clock, ticks, beat_every=timedelta(seconds=0.1))
        one.start()
        started.append(one)
        return one

    yield start
    for one in started:
        one.stop()


def pulse(clock, name):
    return next(pulse for pulse in clock.health() if pulse.name == name)


def test_everything_runs_at_once_and_then_again(running):
    count = []
    running(Tick("count", timedelta(seconds=0.02), lambda: count.append(1)))
    eventually(lambda: len(count) > 3)


def test_a_tick_that_fails_is_late_and_the_others_are_not(running, caplog):
    watch = Watch(real())
    clock = running(Tick("broken", timedelta(seconds=0.02), lambda: 1 / 0), clock=watch)
    eventually(lambda: "a task failed" in caplog.text)
    watch.passes(seconds=21)
    eventually(lambda: not pulse(clock, HEARTBEAT).late)
    assert (pulse(clock, "broken").late, pulse(clock, "broken").last) == (True, None)


def test_a_clock_whose_thread_is_dead_is_seen_within_half_a_minute(running):
    watch = Watch(real())
    clock = running(clock=watch)
    clock.stop()
    watch.passes(seconds=30)
    assert pulse(clock, HEARTBEAT).late


def test_a_tick_that_hangs_does_not_stop_the_heart(running):
    hang, watch = threading.Event(), Watch(real())
    clock = running(Tick("hanging", timedelta(seconds=0.02), lambda: hang.wait(10)), clock=watch)
    watch.passes(seconds=21)
    eventually(lambda: not pulse(clock, HEARTBEAT).late)
    assert pulse(clock, "hanging").late
    hang.set()


def test_only_the_process_that_holds_the_lease_does_its_rounds(running, database):
    ran = []
    other = Lease(database, "other", real)
    assert other.beat()
    clock = running(
        Tick("led", timedelta(seconds=0.02), lambda: ran.append("led")),
        Tick("own", timedelta(seconds=0.02), lambda: ran.append("own"), led=False),
    )
    eventually(lambda: len(ran) > 3)
    assert (set(ran), clock.leads) == ({"own"}, False)
    assert not pulse(clock, "led").late


def test_a_round_that_lost_the_lease_is_no_failure(running, caplog):
    ran = []

    def overtaken():
        ran.append(1)
        raise Stale("clock")

    clock = running(Tick("overtaken", timedelta(seconds=0.02), overtaken))
    eventually(lambda: len(ran) > 2)
    assert pulse(clock, "overtaken").last is not None
    assert "failed" not in caplog.text


def test_a_clock_that_stops_leaves_the_lease_to_the_next(database):
    clock = Clock(Lease(database, "me", real), real, [])
    clock.start()
    clock.stop()
    assert Lease(database, "next", real).beat()


def test_a_clock_that_is_put_back_goes_on_at_once(running):
    count = []
    now = real()
    with time_machine.travel(now + timedelta(hours=1), tick=True):
        clock = running(Tick("count", timedelta(seconds=0.02), lambda: count.append(1)))
        eventually(lambda: len(count) > 3)
    with time_machine.travel(now, tick=True):
        before = len(count)
        eventually(lambda: len(count) > before + 3)
        assert not pulse(clock, HEARTBEAT).late
