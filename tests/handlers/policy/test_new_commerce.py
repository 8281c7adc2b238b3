"""Seats of new commerce: each batch goes back within its own 168 hours, newest first, never those assigned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.policy.new_commerce import (
    REDUCTION_WINDOW,
    Allowed,
    Direction,
    Reason,
    can_go_down_to,
    reducible_until,
    seat_change,
    windows,
)
from store.values import MOST_SEATS, Billing, EndOfTerm, Money, SubscriptionStatus, TermLength, Terms
from tests.handlers.policy.contoso import batch, batch_id, day, e3, euros, lasting, no, told, utc, yes

BOUGHT = "2026-11-18 14:05:00"
EDGE = "2026-11-25 14:05:00"


# 25 seats bought on 18 November 14:05 at €360 a year, 18 of them assigned.
@pytest.mark.parametrize(
    ("seats", "now", "answer"),
    [
        # up at any time, pro-rated to the cent
        (30, "2026-11-21 14:05:00", "25→30 +1785.21"),
        (26, "2026-11-18 14:05:01", "25→26 +360.00"),
        (26, "2027-11-17 23:59:59", "25→26 +0.99"),
        (26, "2027-11-18 00:00:00", "ended, lowest 25"),
        (MOST_SEATS, "2027-11-17 00:00:00", "25→1000000 +986276.71"),
        # down while the window is open: 168 hours, the last moment included ("until which")
        (20, "2026-11-18 14:05:00", "25→20 -1800.00"),
        (20, "2026-11-25 14:04:59", "25→20 -1765.48"),
        (20, "2026-11-25 14:05:00", "25→20 -1765.48"),
        (20, "2026-11-25 14:05:01", "window-closed, lowest 25"),
        (24, "2026-11-25 14:05:01", "window-closed, lowest 25"),
        # never below the 18 assigned
        (18, "2026-11-21 14:05:00", "25→18 -2499.29"),
        (17, "2026-11-21 14:05:00", "below-assigned, lowest 18"),
        (1, "2026-11-21 14:05:00", "below-assigned, lowest 18"),
        # both at once: the window first, since unassigning would win nothing
        (17, "2026-12-21 14:05:00", "window-closed, lowest 25"),
        # not a number of seats
        (25, "2026-11-21 14:05:00", "same, lowest 18"),
        (25, "2026-12-21 14:05:00", "same, lowest 25"),
        (0, "2026-11-21 14:05:00", "out-of-range, lowest 18"),
        (-3, "2026-11-21 14:05:00", "out-of-range, lowest 18"),
        (MOST_SEATS + 1, "2026-11-21 14:05:00", "out-of-range, lowest 18"),
        # what has ended has ended, whatever was asked
        (20, "2027-11-18 00:00:00", "ended, lowest 25"),
        (0, "2027-11-18 00:00:00", "ended, lowest 25"),
        (25, "2027-11-18 00:00:00", "ended, lowest 25"),
    ],
)
def test_one_batch(seats, now, answer):
    assert told(seat_change(e3(), seats, utc(now))) == answer


# 20 seats of 18 November at €360, 4 of 21 November at €348.50, 6 of 24 November at €365; 10 assigned.
THREE_BATCHES = e3(
    batch(1, 20, "2026-11-18 14:05", "360"),
    batch(2, 4, "2026-11-21 09:00", "348.50"),
    batch(3, 6, "2026-11-24 16:30", "365"),
    assigned=10,
)


@pytest.mark.parametrize(
    ("seats", "now", "answer", "taken"),
    [
        (29, "2026-11-25 10:00:00", "30→29 -358.00", {3: 1}),
        (24, "2026-11-25 10:00:00", "30→24 -2148.00", {3: 6}),
        (23, "2026-11-25 10:00:00", "30→23 -2489.82", {3: 6, 2: 1}),
        (20, "2026-11-25 10:00:00", "30→20 -3515.27", {3: 6, 2: 4}),
        (10, "2026-11-25 10:00:00", "30→10 -7046.23", {3: 6, 2: 4, 1: 10}),
        (9, "2026-11-25 10:00:00", "below-assigned, lowest 10", {}),
        (19, "2026-11-25 14:05:01", "window-closed, lowest 20", {}),
        (20, "2026-11-28 09:00:00", "30→20 -3485.81", {3: 6, 2: 4}),
        (20, "2026-11-28 09:00:01", "window-closed, lowest 24", {}),
        (24, "2026-12-01 16:30:00", "30→24 -2112.00", {3: 6}),
        (24, "2026-12-01 16:30:01", "window-closed, lowest 30", {}),
    ],
)
def test_several_batches_go_back_newest_first_each_at_its_own_price(seats, now, answer, taken):
    verdict = seat_change(THREE_BATCHES, seats, utc(now))
    assert told(verdict) == answer
    assert dict(getattr(verdict, "taken", ())) == {batch_id(number): count for number, count in taken.items()}


@pytest.mark.parametrize(
    ("now", "still_open"),
    [
        ("2026-11-25 14:05:00", ["6 until 2026-12-01 16:30", "4 until 2026-11-28 09:00", "20 until 2026-11-25 14:05"]),
        ("2026-11-25 14:05:01", ["6 until 2026-12-01 16:30", "4 until 2026-11-28 09:00"]),
        ("2026-11-28 09:00:01", ["6 until 2026-12-01 16:30"]),
        ("2026-12-01 16:30:01", []),
        ("2027-11-18 00:00:00", []),
    ],
)
def test_open_windows_are_listed_newest_first(now, still_open):
    found = [f"{window.seats} until {window.until:%Y-%m-%d %H:%M}" for window in windows(THREE_BATCHES, utc(now))]
    assert found == still_open


def test_the_proposal_says_all_that_the_card_shows():
    verdict = yes(seat_change(e3(), 30, utc("2026-11-21 14:05")))
    (line,) = verdict.lines
    assert verdict.kind is Direction.UP
    assert (line.seats, line.unit_price, line.remaining_days, line.period_days) == (5, euros(360), 362, 365)
    assert line.amount == verdict.price == euros("1785.21")
    assert (verdict.per_period, verdict.next_charge_on) == (euros("1800.00"), day("2027-11-18"))
    assert verdict.undo_until == utc("2026-11-28 14:05")
    assert (verdict.taken, verdict.drops_schedule, verdict.scheduled_seats) == ((), False, None)


def test_a_credit_says_from_which_charge_on_less_is_due():
    verdict = yes(seat_change(THREE_BATCHES, 23, utc("2026-11-25 10:00")))
    assert [(line.seats, line.amount) for line in verdict.lines] == [(6, euros("-2148.00")), (1, euros("-341.82"))]
    assert (verdict.kind, verdict.per_period, verdict.undo_until) == (Direction.DOWN, euros("-2538.50"), None)


def test_the_refusal_says_when_it_was_possible_and_when_it_will_be():
    verdict = no(seat_change(THREE_BATCHES, 18, utc("2026-12-10 08:00")))
    assert verdict.was_possible_until == utc("2026-12-01 16:30")
    assert verdict.number_was_possible_until == utc("2026-11-25 14:05")
    assert verdict.possible_from == utc("2027-11-18 00:00:00")
    assert (verdict.lowest_now, verdict.assigned) == (30, 10)


@pytest.mark.parametrize(
    ("seats", "until"),
    [
        (31, None),
        (30, None),
        (29, utc("2026-12-01 16:30")),
        (24, utc("2026-12-01 16:30")),
        (23, utc("2026-11-28 09:00")),
        (20, utc("2026-11-28 09:00")),
        (19, utc("2026-11-25 14:05")),
        (0, utc("2026-11-25 14:05")),
        (-1, None),
    ],
)
def test_the_refusal_says_until_when_that_very_number_was_possible(seats, until):
    assert no(seat_change(THREE_BATCHES, seats, utc("2027-11-18"))).number_was_possible_until == until


def test_more_assigned_than_held_means_that_none_can_go():
    verdict = no(seat_change(e3(assigned=40), 24, utc("2026-11-21")))
    assert (verdict.reason, verdict.lowest_now, verdict.assigned) == (Reason.BELOW_ASSIGNED, 25, 40)


def test_the_refusal_shows_what_unassigning_would_win():
    verdict = no(seat_change(e3(assigned=23), 20, utc("2026-11-21 14:05")))
    assert (verdict.reason, verdict.lowest_now, verdict.window_floor) == (Reason.BELOW_ASSIGNED, 23, 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": SubscriptionStatus.SUSPENDED}, Reason.SUSPENDED),
        ({"status": SubscriptionStatus.EXPIRED}, Reason.ENDED),
        ({"status": SubscriptionStatus.CANCELLED}, Reason.ENDED),
    ],
)
@pytest.mark.parametrize("seats", [20, 30])
def test_what_is_not_active_is_not_changed(changes, reason, seats):
    verdict = no(seat_change(e3(**changes), seats, utc("2026-11-21")))
    assert (verdict.reason, verdict.lowest_now) == (reason, 25)
    assert windows(e3(**changes), utc("2026-11-21")) == ()


@pytest.mark.parametrize("seats", [20, 30])
def test_a_change_names_the_scheduled_one_that_it_drops(seats):
    verdict = yes(seat_change(e3(scheduled_seats=22), seats, utc("2026-11-21")))
    assert (verdict.drops_schedule, verdict.scheduled_seats) == (True, 22)


@pytest.mark.parametrize(
    ("end_of_term", "now", "next_charge_on"),
    [
        (EndOfTerm.RENEW, "2026-12-01", day("2026-12-18")),
        (EndOfTerm.RENEW, "2027-11-01", day("2027-11-18")),
        (EndOfTerm.STOP, "2026-12-01", day("2026-12-18")),
        (EndOfTerm.STOP, "2027-11-01", None),
    ],
)
def test_no_charge_follows_the_last_period_of_what_stops(end_of_term, now, next_charge_on):
    terms = lasting("2026-11-18", TermLength.YEAR, Billing.MONTHLY, seats=5, end_of_term=end_of_term)
    assert yes(seat_change(terms, 6, utc(now))).next_charge_on == next_charge_on


def test_no_window_outlives_its_term():
    late = lasting("2026-11-18", TermLength.MONTH, Billing.MONTHLY, seats=5, batches=(batch(1, 5, "2026-12-15 10:00"),))
    assert [window.until for window in windows(late, utc("2026-12-16"))] == [utc("2026-12-17 23:59:59")]
    assert yes(seat_change(late, 6, utc("2026-12-16"))).undo_until == utc("2026-12-17 23:59:59")


def test_seats_that_no_batch_accounts_for_stay():
    imported = replace(e3(), seats=40)
    assert can_go_down_to(imported, utc("2026-11-21")) == 18
    assert can_go_down_to(replace(imported, assigned=0), utc("2026-11-21")) == 15
    assert can_go_down_to(replace(imported, batches=()), utc("2026-11-21")) == 40


def test_batches_of_one_moment_are_taken_in_one_order_however_they_are_read():
    both = (batch(1, 5, BOUGHT), batch(2, 5, BOUGHT, 400))
    one, other = (seat_change(e3(*pair, assigned=0), 7, utc(EDGE)) for pair in (both, both[::-1]))
    assert one == other


AGES = st.integers(1, 400).map(lambda hours: timedelta(hours=hours, seconds=hours % 3 - 1))
PRICES = st.decimals("0.01", 5000, places=6)


@st.composite
def subscriptions(draw: st.DrawFn) -> Terms:
    """Up to five batches of any age around their windows' edges, some seats assigned."""
    now = utc("2027-01-20 12:00")
    held = [
        replace(batch(number, seats, BOUGHT), added_at=now - age, unit_price=Money(price, "EUR"))
        for number, (seats, age, price) in enumerate(
            draw(st.lists(st.tuples(st.integers(1, 60), AGES, PRICES), min_size=1, max_size=5))
        )
    ]
    return e3(*held, assigned=draw(st.integers(0, sum(one.seats for one in held))))


NOW = utc("2027-01-20 12:00")


@given(terms=subscriptions())
def test_the_lowest_number_is_allowed_and_one_less_is_refused(terms):
    floor = can_go_down_to(terms, NOW)
    assert no(seat_change(terms, floor - 1, NOW)).lowest_now == floor
    assume(floor < terms.seats)
    assert yes(seat_change(terms, floor, NOW)).after == floor


@given(terms=subscriptions(), share=st.floats(0, 1))
def test_every_seat_that_goes_comes_from_an_open_batch_and_is_credited_at_most_what_was_paid(terms, share):
    floor = can_go_down_to(terms, NOW)
    assume(floor < terms.seats)
    target = floor + round(share * (terms.seats - 1 - floor))
    verdict = yes(seat_change(terms, target, NOW))
    held = {one.id: one for one in terms.batches}
    assert sum(count for _, count in verdict.taken) == terms.seats - target
    assert all(count <= held[key].seats for key, count in verdict.taken)
    assert all(NOW - held[key].added_at <= REDUCTION_WINDOW for key, _ in verdict.taken)
    paid = sum(((held[key].unit_price * count).rounded() for key, count in verdict.taken), euros(0))
    assert -paid.amount <= verdict.price.amount <= 0


@given(terms=subscriptions(), more=st.integers(1, 500), price=PRICES)
def test_up_and_down_again_in_the_same_second_costs_nothing(terms, more, price):
    priced = replace(terms, unit_price=Money(price, "EUR"))
    up = yes(seat_change(priced, priced.seats + more, NOW))
    bought = replace(batch(9, more, BOUGHT), added_at=NOW, unit_price=priced.unit_price)
    grown = replace(priced, seats=priced.seats + more, batches=(*priced.batches, bought))
    down = yes(seat_change(grown, priced.seats, NOW))
    assert up.price + down.price == euros("0.00")
    assert up.per_period + down.per_period == euros("0.00")


@given(terms=subscriptions(), seats=st.integers(-5, 400))
def test_every_number_gets_one_clear_answer(terms, seats):
    verdict = seat_change(terms, seats, NOW)
    floor = can_go_down_to(terms, NOW)
    allowed = seats > terms.seats or (floor <= seats < terms.seats)
    assert isinstance(verdict, Allowed) is allowed


def test_a_window_is_seven_times_24_hours():
    assert reducible_until(utc(BOUGHT)) == utc(EDGE)
