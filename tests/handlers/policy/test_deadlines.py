"""Which reminders of an order's deadline have come by a day: the table of cases, each day of both deadlines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.deadlines import OVERDUE, is_quiet, is_urgent, leads, passed, snooze

RECEIVED = date(2026, 11, 1)
WEEK, MONTH = RECEIVED + timedelta(days=7), RECEIVED + timedelta(days=30)


@pytest.mark.parametrize(("due_on", "expected"), [(WEEK, (3, 1, 0)), (MONTH, (14, 7, 3, 1, 0)), (RECEIVED, (0,))])
def test_only_days_shorter_than_half_the_time_are_spoken_of(due_on, expected):
    assert leads(RECEIVED, due_on) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (30, ()),
        (15, ()),
        (14, ("14",)),
        (8, ("14",)),
        (7, ("14", "7")),
        (3, ("14", "7", "3")),
        (2, ("14", "7", "3")),
        (1, ("14", "7", "3", "1")),
        (0, ("14", "7", "3", "1", "0")),
        (-1, ("14", "7", "3", "1", "0", OVERDUE)),
        (-400, ("14", "7", "3", "1", "0", OVERDUE)),
    ],
)
def test_each_rule_comes_on_its_day(left, expected):
    assert passed(RECEIVED, MONTH, MONTH - timedelta(days=left), None) == expected


@pytest.mark.parametrize(
    ("today", "quiet", "again"),
    [(date(2026, 11, 23), True, False), (date(2026, 11, 24), False, True), (date(2026, 11, 25), False, True)],
)
def test_what_was_put_off_comes_up_again_on_that_day(today, quiet, again):
    until = date(2026, 11, 24)
    assert is_quiet(until, today) is quiet
    assert ("again:2026-11-24" in passed(RECEIVED, MONTH, today, until)) is again


@pytest.mark.parametrize(
    ("left", "until"),
    [(14, MONTH - timedelta(days=7)), (7, MONTH), (3, MONTH), (1, MONTH), (0, None), (-1, None)],
)
def test_nothing_is_put_off_past_the_deadline(left, until):
    assert snooze(MONTH, MONTH - timedelta(days=left)) == until


@pytest.mark.parametrize(("left", "urgent"), [(7, False), (2, False), (1, True), (0, True), (-1, True)])
def test_what_is_due_within_48_hours_waits_for_no_digest(left, urgent):
    assert is_urgent(MONTH, MONTH - timedelta(days=left)) is urgent


@given(st.integers(0, 60), st.integers(-5, 60))
def test_rules_are_only_ever_added_as_days_go_by(given_days, left):
    due_on = RECEIVED + timedelta(days=given_days)
    today = due_on - timedelta(days=left)
    before, after = passed(RECEIVED, due_on, today, None), passed(RECEIVED, due_on, today + timedelta(days=1), None)
    assert after[: len(before)] == before
