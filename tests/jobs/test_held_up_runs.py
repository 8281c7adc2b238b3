"""A file of users that fails again and again is left to its sender, and goes on by a press: nothing is done twice."""

from __future__ import annotations

import pytest

from bot.errand import Errand
from handlers.wholesale.run_commands import RetryRun, ShowRun
from jobs.user_runs import MOST_TRIES, UserRuns
from jobs.worker import drain
from store import user_runs
from tests.handlers.conftest import adam, alice, bruno, office  # noqa: F401 - fixtures
from tests.handlers.wholesale.conftest import (
    HEAD,
    PACKAGES,
    desk,  # noqa: F401 - a fixture
)
from tests.jobs.test_run_news import told
from tests.jobs.test_user_runs import rows

SPOIL = "UPDATE user_run_rows SET wanted = 'x' || wanted WHERE row = 20"
MEND = "UPDATE user_run_rows SET wanted = substr(wanted, 2) WHERE wanted LIKE 'x%'"


def tried(desk, times):  # noqa: F811
    """That often, as soon as it is due again."""
    for _time in range(times):
        assert drain(desk.jobs, most=1) == 0
        desk.office.later(seconds=61)


@pytest.fixture
def failing(desk):  # noqa: F811
    """A confirmed file of 25 rows, ten at a time, of which the second ten fail."""
    desk.jobs = UserRuns(desk.office.database, lambda: desk.office.now, batch=10)
    id = desk.plan(*rows(25))
    desk.confirm(id)
    desk.office.write(SPOIL)
    tried(desk, 1)
    return id


def test_what_fails_ten_times_is_told_and_tried_no_more(desk, failing, alice):  # noqa: F811
    tried(desk, MOST_TRIES - 1)
    assert (str(desk.run(failing).state), told(desk)[-1][0]) == ("running", "planned")
    tried(desk, 1)
    assert (str(desk.run(failing).state), told(desk)[-1][0], desk.jobs.take()) == ("held-up", "held-up", None)
    shown = alice.sends(ShowRun(run=str(failing)).token)
    assert "Held up. Rows settled: 10 of 25; the rest waits." in shown.text
    assert "held up" in alice.asks("orders").text


def test_the_overview_says_so_to_whoever_may_have_it_tried(desk, failing, alice, bruno):  # noqa: F811
    assert "Orders: 1 in progress" in alice.asks("overview").text
    tried(desk, MOST_TRIES)
    assert "Orders: 1 held up" in alice.asks("overview").text
    assert "Commandes : 1 interrompue" in alice.speaking("fr").asks("aperçu").text
    assert "Orders: none in progress" in bruno.asks("overview").text


def test_that_is_a_new_message_and_not_one_that_changes(desk, failing):  # noqa: F811
    tried(desk, MOST_TRIES)
    body = desk.office.one("SELECT body FROM outbox WHERE key LIKE '%held-up%'")
    assert Errand.model_validate_json(body).anew


def test_one_press_goes_on_where_it_stood_and_a_second_one_does_nothing(desk, failing, alice):  # noqa: F811
    tried(desk, MOST_TRIES)
    shown = alice.sends(ShowRun(run=str(failing)).token)
    desk.office.write(MEND)
    assert "Rows settled: 10 of 25." in alice.presses(shown, "Try again").text
    desk.jobs.act(desk.jobs.take())
    assert "All rows are settled" in alice.presses(shown, "Try again").text
    assert (len(desk.users()), {line.outcome for line in desk.lines(failing)}) == (25, {"done"})
    assert (desk.jobs.take(), told(desk)[-1][0]) == (None, "done")


def test_a_press_that_helps_nothing_ends_the_same_way(desk, failing, alice):  # noqa: F811
    tried(desk, MOST_TRIES)
    alice.sends(RetryRun(run=str(failing)).token)
    tried(desk, MOST_TRIES)
    assert [occasion for occasion, _moment in told(desk)].count("held-up") == 2


def test_while_it_waits_another_file_may_be_applied_and_then_it_waits_for_that_one(desk, failing, alice):  # noqa: F811
    tried(desk, MOST_TRIES)
    other = desk.plan(*(row.replace("@", "-b@") for row in rows(2)))
    assert not alice.sends(desk.applying(other).token).refused
    refused = alice.sends(RetryRun(run=str(failing)).token)
    assert (refused.refused, "is being applied" in refused.text) == (True, True)


def test_workers_that_are_killed_are_counted_and_rows_that_were_settled_begin_anew(desk):  # noqa: F811
    desk.jobs = UserRuns(desk.office.database, lambda: desk.office.now, batch=10)
    id = desk.plan(*rows(25))
    desk.confirm(id)
    for _time in range(2):
        for _death in range(MOST_TRIES - 1):
            assert desk.jobs.take()
            desk.office.later(seconds=61)
        desk.jobs._step(desk.jobs.take())
        desk.office.later(seconds=61)
    assert (desk.run(id).settled, str(desk.run(id).state)) == (20, "running")
    for _death in range(MOST_TRIES):
        assert desk.jobs.take()
        desk.office.later(seconds=61)
    desk.jobs.act(desk.jobs.take())
    assert (desk.run(id).settled, str(desk.run(id).state)) == (20, "held-up")


@pytest.fixture
def unplannable(desk):  # noqa: F811
    """A file that can't be planned, since the customer's limits can't be read."""
    limit = "INSERT INTO package_limits (organisation_id, package, most) VALUES (:id, 'of-old', 1)"
    desk.office.write(limit, id=desk._raw(desk.fabrikam))
    id = desk.send("\n".join((f"{HEAD},{PACKAGES}", *rows(3))).encode())
    with desk.office.database.transaction() as db:
        user_runs.plan(db, desk.house, id, desk.fabrikam, replaces=True)
    tried(desk, MOST_TRIES)
    return id


def test_a_plan_that_fails_is_told_and_made_by_a_press(desk, unplannable, alice):  # noqa: F811
    shown = alice.sends(ShowRun(run=str(unplannable)).token)
    assert ("The plan could not be made" in shown.text, told(desk)[-1][0]) == (True, "held-up")
    desk.office.write("DELETE FROM package_limits WHERE package = 'of-old'")
    assert "The plan is being made" in alice.presses(shown, "Try again").text
    desk.jobs.act(desk.jobs.take())
    assert desk.actions(unplannable) == ["add", "add", "add"]


def test_a_file_that_is_gone_is_to_be_sent_again(desk, unplannable, alice):  # noqa: F811
    desk.office.write("DELETE FROM user_run_pieces")
    assert "Send it again" in alice.sends(RetryRun(run=str(unplannable)).token).text


def test_nobody_else_has_it_tried(desk, failing, adam, bruno):  # noqa: F811
    tried(desk, MOST_TRIES)
    token = RetryRun(run=str(failing)).token
    assert (adam.sends(token).refused, bruno.sends(token).refused, desk.jobs.take()) == (True, True, None)
