"""What is worth saying about a subscription, and until when: only while something can still be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy import advice
from handlers.policy.advice import Advice, Holding
from store.values import EndOfTerm, Policy

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
WEEK = timedelta(hours=168)
FAR = NOW + 300 * DAY
CLOSING, UNUSED, FEWER, FULL = Advice.CLOSING, Advice.UNUSED, Advice.FEWER, Advice.FULL

E3 = Holding(
    policy=Policy.NEW_COMMERCE,
    ends_at=FAR,
    seats=25,
    assigned=18,
    end_of_term=EndOfTerm.RENEW,
    scheduled_seats=None,
    added=((25, NOW - 100 * DAY),),
)
SOON = replace(E3, ends_at=NOW + 30 * DAY)
MONTHLY = replace(E3, ends_at=NOW + 7 * DAY, assigned=24)


def fresh(*added, **changes):
    return replace(E3, added=tuple((seats, NOW - ago) for seats, ago in added), **changes)


def said(held, now=NOW):
    return [(piece.advice, piece.count, piece.until) for piece in advice.about(held, now)]


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (E3, []),
        (fresh((25, DAY)), [(UNUSED, 7, NOW + 6 * DAY)]),
        (fresh((20, 100 * DAY), (5, DAY)), [(UNUSED, 5, NOW + 6 * DAY)]),
        (fresh((18, 100 * DAY), (4, 2 * DAY), (3, DAY)), [(UNUSED, 7, NOW + 5 * DAY)]),
        (fresh((22, 2 * DAY), (3, DAY), assigned=23), [(UNUSED, 2, NOW + 6 * DAY)]),
        (fresh((25, DAY), assigned=25), [(FULL, 25, None)]),
        (fresh((1, DAY), seats=1, assigned=0), []),
        (fresh((25, DAY), assigned=0), [(UNUSED, 24, NOW + 6 * DAY)]),
        (fresh((25, DAY), policy=Policy.SOFTWARE), []),
        (fresh((25, DAY), policy=Policy.PERPETUAL, assigned=25), []),
        (replace(E3, policy=Policy.WHOLESALE), [(UNUSED, 7, None)]),
        (replace(E3, policy=Policy.WHOLESALE, assigned=0), []),
    ],
)
def test_seats_that_nobody_uses_are_named_with_the_last_moment_for_all_of_them(held, says):
    assert said(held) == says


@pytest.mark.parametrize(
    ("left", "kind"),
    [(48 * HOUR + SECOND, UNUSED), (48 * HOUR, CLOSING), (SECOND, CLOSING), (0 * SECOND, CLOSING), (-SECOND, None)],
)
def test_a_window_is_about_to_close_within_48_hours_and_its_last_second_counts(left, kind):
    found = said(fresh((25, WEEK - left)))
    assert found == ([(kind, 7, NOW + left)] if kind else [])


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (SOON, [(FEWER, 7, SOON.ends_at)]),
        (replace(SOON, ends_at=NOW + 90 * DAY), [(FEWER, 7, NOW + 90 * DAY)]),
        (replace(SOON, ends_at=NOW + 90 * DAY + SECOND), []),
        (replace(SOON, end_of_term=EndOfTerm.STOP), []),
        (replace(SOON, end_of_term=EndOfTerm.EXTEND), []),
        (replace(SOON, end_of_term=EndOfTerm.RENEW_WITH_CHANGES, scheduled_seats=18), []),
        (replace(SOON, end_of_term=EndOfTerm.RENEW_WITH_CHANGES, scheduled_seats=20), [(FEWER, 2, SOON.ends_at)]),
        (
            replace(SOON, end_of_term=EndOfTerm.RENEW_WITH_CHANGES, scheduled_seats=16),
            [(Advice.SHORT_THEN, 2, SOON.ends_at)],
        ),
        (replace(SOON, assigned=0), [(FEWER, 24, SOON.ends_at)]),
    ],
)
def test_before_a_renewal_there_can_be_fewer_from_then_on(held, says):
    assert said(held) == says


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"assigned": 24}, []),
        ({"assigned": 25}, [(FULL, 25, None)]),
        ({"assigned": 26}, [(FULL, 25, None)]),
        ({"assigned": 25, "waiting": 3}, [(Advice.SHORT, 3, None)]),
        ({"assigned": 24, "waiting": 3}, []),
        ({"assigned": 25, "end_of_term": EndOfTerm.STOP, "waiting": 3}, []),
    ],
)
def test_where_no_seat_is_free_it_says_who_has_none(changes, says):
    assert said(replace(E3, **changes)) == says


def test_a_term_on_which_nobody_has_decided_is_named_whatever_the_product():
    held = replace(E3, policy=Policy.SOFTWARE, undecided=True)
    assert said(held) == [(Advice.UNDECIDED, 25, FAR)]


def test_a_month_that_rolls_over_is_no_news():
    assert said(replace(MONTHLY, assigned=24, seats=25, scheduled_seats=24)) == []
    assert [kind for kind, _count, _until in said(MONTHLY)] == [FEWER]


def test_after_the_term_there_is_nothing_to_say():
    assert said(replace(SOON, undecided=True), SOON.ends_at + SECOND) == []
    assert said(replace(SOON, undecided=True), SOON.ends_at) != []


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 400)), min_size=1, max_size=5),
    st.integers(0, 120),
    st.integers(1, 400),
)
def test_no_more_is_said_to_go_than_nobody_uses_and_never_later_than_it_can(batches, assigned, hours_left):
    added = tuple((seats, NOW - ago * HOUR) for seats, ago in batches)
    seats = sum(count for count, _ in added)
    held = replace(E3, seats=seats, assigned=assigned, added=added, ends_at=NOW + hours_left * HOUR)
    for piece in advice.about(held, NOW):
        if piece.advice in {CLOSING, UNUSED}:
            assert piece.until is not None
            open_then = sum(count for count, at in added if min(at + WEEK, held.ends_at) >= piece.until)
            assert 0 < piece.count <= min(held.free, open_then)
            assert NOW <= piece.until <= held.ends_at
