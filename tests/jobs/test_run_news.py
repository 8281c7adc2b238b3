"""How often the message about a file of users changes while it is applied, and what comes at its end."""

from __future__ import annotations

import pytest

from jobs.cleaning import clean
from jobs.shift import Shift
from jobs.user_runs import UserRuns
from tests.handlers.conftest import alice, office  # noqa: F401 - fixtures
from tests.handlers.wholesale.conftest import desk  # noqa: F401 - a fixture
from tests.jobs.test_user_runs import rows


def told(desk) -> list[tuple[str, str]]:  # noqa: F811
    """Occasion and moment of each message about the file."""
    found = desk.office.rows("SELECT key, not_before FROM outbox WHERE kind = 'users' ORDER BY not_before, key")
    return [(str(key).split(":")[2], moment) for key, moment in found]


def applied(desk, platform, seconds_a_batch):  # noqa: F811
    """A file of 60 rows, ten at a time, on that platform."""
    desk.jobs = UserRuns(desk.office.database, lambda: desk.office.now, batch=10)
    id = desk.plan(*rows(60))
    desk.office.write("UPDATE installations SET platform = :name", name=platform)
    desk.office.later(seconds=10)
    desk.confirm(id)
    claim = desk.jobs.take()
    while claim:
        desk.office.later(seconds=seconds_a_batch)
        claim = desk.jobs._step(claim)
    return [occasion for occasion, _moment in told(desk)]


def test_where_messages_are_edited_it_is_at_most_every_three_seconds(desk):  # noqa: F811
    assert applied(desk, "slack", 1) == ["planned", "30", "done"]


def test_a_slow_file_is_told_with_every_batch(desk):  # noqa: F811
    assert applied(desk, "slack", 4) == ["planned", "10", "20", "30", "40", "50", "done"]


def test_where_each_change_is_a_new_message_there_are_three_in_all(desk):  # noqa: F811
    assert applied(desk, "webex", 4) == ["planned", "20", "40", "done"]


def test_the_end_waits_for_its_turn(desk):  # noqa: F811
    applied(desk, "slack", 1)
    moments = [desk.office.one("SELECT told_at FROM user_runs"), told(desk)[-1][1]]
    assert moments[0] == moments[1]


@pytest.mark.parametrize("state", ["planned", "refused"])
def test_whoever_sent_it_hears_what_came_of_the_plan(desk, state):  # noqa: F811
    desk.plan(*rows(1)) if state == "planned" else desk.plan_file(b"a\0b")
    assert [occasion for occasion, _moment in told(desk)] == [state]


def test_the_result_is_sent_as_a_file_once(desk):  # noqa: F811
    id = desk.plan(*rows(2))
    desk.apply(id)
    assert desk.office.rows("SELECT key, kind FROM outbox WHERE kind = 'file'") == [(f"file:{id}", "file")]


def test_a_file_that_nobody_went_on_with_is_thrown_away(desk):  # noqa: F811
    desk.plan(*rows(1))
    desk.office.later(days=4)
    clean(Shift(desk.office.database, lambda: desk.office.now, lambda _db: None))
    assert desk.office.one("SELECT count(*) FROM user_run_pieces") == 0
