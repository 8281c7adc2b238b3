from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.errand import Busy, Down, Gone
from jobs.inbox import Inbox
from jobs.worker import drain
from store import inbox
from store.workings import inbox as rows


class Handler:
    def __init__(self):
        self.bodies = []
        self.fails = []

    def __call__(self, body):
        self.bodies.append(body)
        if self.fails:
            raise self.fails.pop(0)


@pytest.fixture
def handler():
    return Handler()


@pytest.fixture
def queue(office, handler, clock):
    return Inbox(office.database, {"slack": handler}, clock)


@pytest.fixture
def receive(office, clock):
    def receive(body, key=None):
        with office.database.transaction() as db:
            return inbox.receive(db, uuid4(), key or body, office.installation, body, clock())

    return receive


def states(office):
    with office.database.reading() as db:
        return [(str(row.state), row.error) for row in db.execute(select(rows).order_by(rows.c.created_at, rows.c.key))]


def test_what_was_delivered_twice_is_kept_and_handled_once(office, queue, handler, receive):
    assert [receive("a"), receive("a")] == [True, False]
    assert drain(queue) == 1
    assert (handler.bodies, states(office)) == (["a"], [("done", None)])


def test_the_oldest_is_handled_first(queue, handler, receive, clock):
    for body in ("z", "y", "x"):
        receive(body)
        clock.passes(milliseconds=1)
    drain(queue)
    assert handler.bodies == ["z", "y", "x"]


def test_a_busy_platform_is_asked_again_when_it_said(office, queue, handler, receive, clock):
    handler.fails = [Busy(20)]
    receive("a")
    drain(queue)
    clock.passes(seconds=19)
    assert drain(queue) == 0
    clock.passes(seconds=2)
    assert drain(queue) == 1
    assert states(office)[0][0] == "done"


def test_a_platform_that_is_down_is_asked_again_for_an_hour(office, queue, handler, receive, clock):
    receive("a")
    for _ in range(14):
        handler.fails = [Down()]
        drain(queue)
        clock.passes(minutes=5)
    assert states(office) == [("refused", "Down")]


def test_what_was_deleted_meanwhile_is_refused_with_its_reason(office, queue, handler, receive):
    handler.fails = [Gone("no such message")]
    receive("a")
    drain(queue)
    assert states(office) == [("refused", "no such message")]


def test_a_delivery_that_breaks_its_handler_every_time_is_put_aside_and_the_others_go_on(
    office, queue, handler, receive, clock, caplog
):
    receive("poison")
    for _ in range(6):
        handler.fails = [KeyError("id")]
        drain(queue)
        clock.passes(minutes=1)
    handler.fails = []
    receive("a")
    drain(queue)
    assert states(office) == [("refused", "KeyError"), ("done", None)]
    assert handler.bodies == ["poison"] * 5 + ["a"]
    assert "a delivery is given up" in caplog.text


def test_a_handler_that_died_is_replaced_after_a_minute(office, queue, handler, receive, clock):
    receive("a")
    asleep = queue.take()
    assert drain(queue) == 0
    clock.passes(seconds=61)
    assert drain(queue) == 1
    queue.act(asleep)
    assert states(office) == [("done", None)]


def test_a_handler_that_fails_after_another_took_over_puts_nothing_back(office, queue, handler, receive, clock):
    receive("a")
    late = queue.take()
    clock.passes(seconds=61)
    assert queue.take()
    queue.failed(late, ValueError())
    assert states(office) == [("claimed", None)]


def test_a_delivery_that_takes_its_handler_down_every_time_is_put_aside(office, queue, handler, receive, clock):
    receive("a")
    for _ in range(5):
        assert queue.take() is not None
        clock.passes(seconds=61)
    drain(queue)
    assert (handler.bodies, states(office)[0][0]) == ([], "refused")
