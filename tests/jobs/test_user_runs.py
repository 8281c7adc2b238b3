"""A confirmed file is applied row by row, by one worker, each row once."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from jobs.user_runs import UserRuns
from tests.handlers.conftest import alice, office  # noqa: F401 - fixtures
from tests.handlers.wholesale.conftest import desk  # noqa: F401 - a fixture


def rows(count):
    return [f"N{at},Ame,n{at}@fabrikam.example,,,,s,,TRUE," for at in range(count)]


def test_a_worker_that_died_is_followed_at_the_row_where_it_stood(desk):  # noqa: F811
    desk.jobs = UserRuns(desk.office.database, lambda: desk.office.now, batch=10)
    id = desk.plan(*rows(22))
    desk.confirm(id)
    first = desk.jobs.take()
    desk.jobs._step(first)
    assert (desk.run(id).settled, desk.jobs.take()) == (10, None)
    desk.office.now += timedelta(minutes=2)
    desk.jobs.act(desk.jobs.take())
    assert (len(desk.users()), desk.run(id).settled, str(desk.run(id).state)) == (22, 22, "done")


def test_a_worker_whose_claim_ran_out_does_nothing_more(desk):  # noqa: F811
    id = desk.plan(*rows(6))
    desk.confirm(id)
    late = desk.jobs.take()
    desk.office.now += timedelta(minutes=2)
    other = desk.jobs.take()
    desk.jobs.act(late)
    assert desk.users() == []
    desk.jobs.act(other)
    assert len(desk.users()) == 6


@pytest.mark.parametrize("count", [0, 1])
def test_a_plan_that_nobody_confirmed_is_not_applied(desk, count):  # noqa: F811
    desk.plan(*rows(count))
    assert desk.jobs.take() is None


def test_what_was_sent_lies_on_the_disk_without_a_name(desk):  # noqa: F811
    id = desk.send(b"a,b")
    with desk.jobs._file(desk.run(id)) as file:
        assert (file.seek(0), file.read(), os.fstat(file.fileno()).st_nlink) == (0, b"a,b", 0)


def test_what_was_applied_is_on_the_record(desk):  # noqa: F811
    desk.apply(desk.plan(*rows(3)))
    assert desk.office.one("SELECT count(*) FROM audit WHERE command = 'users.apply'") == 1
