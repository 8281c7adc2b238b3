"""A worker of a file of users that comes back late, when another one has taken the file over, changes nothing."""

from __future__ import annotations

import pytest

from handlers.wholesale.run_commands import RetryRun
from jobs.user_runs import MOST_TRIES, UserRuns
from jobs.worker import drain
from tests.handlers.conftest import alice, office  # noqa: F401 - fixtures
from tests.handlers.wholesale.conftest import desk  # noqa: F401 - a fixture
from tests.jobs.test_held_up_runs import MEND, SPOIL, tried, unplannable  # noqa: F401 - a fixture
from tests.jobs.test_run_news import told
from tests.jobs.test_user_runs import rows

WHY = ValueError("something broke")


@pytest.fixture
def taken(desk):  # noqa: F811
    """A confirmed file of 25 rows, ten at a time."""
    desk.jobs = UserRuns(desk.office.database, lambda: desk.office.now, batch=10)
    id = desk.plan(*rows(25))
    desk.confirm(id)
    return id


def overtaken(desk):  # noqa: F811
    """The claim of a worker that stalled, and the one of the worker that went on."""
    late = desk.jobs.take()
    desk.office.later(seconds=61)
    return late, desk.jobs.take()


def test_a_late_failure_takes_nothing_from_the_one_who_went_on(desk, taken):  # noqa: F811
    late, other = overtaken(desk)
    desk.jobs.failed(late, WHY)
    desk.office.later(seconds=31)
    assert desk.jobs.take() is None
    desk.jobs.act(other)
    assert (desk.run(taken).settled, len(desk.users())) == (25, 25)


def test_it_takes_nothing_either_once_both_have_got_on(desk, taken):  # noqa: F811
    late = desk.jobs._step(desk.jobs.take())
    desk.office.later(seconds=61)
    other = desk.jobs._step(desk.jobs.take())
    desk.jobs.failed(late, WHY)
    assert desk.run(taken).settled == 20
    desk.jobs.act(other)
    assert str(desk.run(taken).state) == "done"


def test_a_late_failure_at_the_last_try_but_one_holds_nothing_up(desk, taken):  # noqa: F811
    for _death in range(MOST_TRIES - 2):
        assert desk.jobs.take()
        desk.office.later(seconds=61)
    late, other = overtaken(desk)
    desk.jobs.failed(late, WHY)
    assert (str(desk.run(taken).state), told(desk)[-1][0]) == ("running", "planned")
    desk.jobs.act(other)
    assert [told(desk)[-1][0], len(desk.users())] == ["done", 25]


def test_a_late_failure_to_plan_leaves_the_plan_of_the_other(desk, unplannable, alice):  # noqa: F811
    alice.sends(RetryRun(run=str(unplannable)).token)
    tried(desk, MOST_TRIES - 2)
    desk.office.write("DELETE FROM package_limits WHERE package = 'of-old'")
    late, other = overtaken(desk)
    desk.jobs.failed(late, WHY)
    assert str(desk.run(unplannable).state) == "planning"
    desk.jobs.act(other)
    assert desk.actions(unplannable) == ["add", "add", "add"]


def test_what_failed_after_some_batches_is_tried_again_after_half_a_minute(desk, taken):  # noqa: F811
    desk.office.write(SPOIL.replace("20", "23"))
    assert drain(desk.jobs, most=1) == 0
    desk.office.write(MEND)
    desk.office.later(seconds=29)
    assert (desk.run(taken).settled, desk.jobs.take()) == (20, None)
    desk.office.later(seconds=1)
    desk.jobs.act(desk.jobs.take())
    assert str(desk.run(taken).state) == "done"


def test_so_is_a_plan_that_had_begun(desk, unplannable, alice):  # noqa: F811
    alice.sends(RetryRun(run=str(unplannable)).token)
    assert drain(desk.jobs, most=1) == 0
    desk.office.later(seconds=29)
    assert desk.jobs.take() is None
    desk.office.later(seconds=1)
    assert desk.jobs.take()
