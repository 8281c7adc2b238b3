"""A queue's threads: woken, resting, looking again for each other, sent home."""

from __future__ import annotations

from collections import deque
from time import monotonic

import pytest

from jobs.worker import Worker
from tests.jobs.waiting import eventually

NEVER = 600.0
LAST_LOOK = 2
"""A thread looks twice before it rests without end."""


class Basket:
    """A queue in memory: `on_empty` happens while a thread finds nothing in it."""

    def __init__(self) -> None:
        self.waiting: deque[str] = deque()
        self.done: list[str] = []
        self.looked = 0
        self.on_empty = lambda: None

    def take(self):
        self.looked += 1
        if self.waiting:
            return self.waiting.popleft()
        self.on_empty()
        return None

    def act(self, task):
        self.done.append(task)

    def failed(self, task, _error):
        self.done.append(f"{task} failed")


@pytest.fixture
def basket():
    return Basket()


@pytest.fixture
def begun(basket, request):
    def begin(*, start=True, **options):
        worker = Worker("basket", basket, **options)
        request.addfinalizer(worker.stop)
        if start:
            worker.start()
        return worker

    return begin


def test_what_arrives_just_as_a_thread_finds_nothing_is_done_at_once(basket, begun):
    def arrives():
        if basket.looked == LAST_LOOK:
            basket.waiting.append("late")
            worker.ring("basket")

    basket.on_empty = arrives
    worker = begun(start=False, poll_s=NEVER)
    worker.start()
    eventually(lambda: basket.done == ["late"])


def test_what_nobody_rang_for_is_found_by_one_of_those_that_rest(basket, begun):
    begun(threads=4, poll_s=0.01)
    basket.waiting.append("silent")
    eventually(lambda: basket.done == ["silent"])


def test_who_rests_goes_home_at_once(basket, begun):
    worker = begun(threads=4, poll_s=NEVER)
    eventually(lambda: basket.looked >= 4)
    started = monotonic()
    worker.stop()
    assert not worker.alive
    assert monotonic() - started < 5
