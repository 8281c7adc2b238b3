"""Renewal on and off, and what the clock does at the first second after a term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.renewal import Allowed, Expired, Renewed, after, at_term_end, toggle
from handlers.policy.terms import day_after, last_second
from store.values import Billing, EndOfTerm, Policy, SubscriptionStatus, TermLength
from tests.handlers.policy.contoso import batch, day, e3, euros, lasting, no, utc

LAST_SECOND, FIRST_SECOND = utc("2027-11-17 23:59:59"), utc("2027-11-18 00:00:00")
RENEW, CHANGES, EXTEND, STOP = EndOfTerm.RENEW, EndOfTerm.RENEW_WITH_CHANGES, EndOfTerm.EXTEND, EndOfTerm.STOP


def renewed(outcome: object) -> Renewed:
    assert isinstance(outcome, Renewed), outcome
    return outcome


def catch_up(terms, price_on, now):
    """Every missed end of a term in order, asked for one after the other as the job does."""
    while outcome := at_term_end(terms, price_on(day_after(terms.ends_on)), now):
        yield outcome
        if isinstance(outcome, Expired):
            return
        terms = after(terms, outcome)


@pytest.mark.parametrize(
    ("decision", "on", "now", "answer"),
    [
        (RENEW, False, "2027-03-01 09:00:00", STOP),
        (CHANGES, False, "2027-03-01 09:00:00", STOP),
        (EXTEND, False, "2027-03-01 09:00:00", STOP),
        (STOP, True, "2027-03-01 09:00:00", RENEW),
        (EXTEND, True, "2027-03-01 09:00:00", RENEW),
        (RENEW, True, "2027-03-01 09:00:00", "same"),
        (CHANGES, True, "2027-03-01 09:00:00", "same"),
        (STOP, False, "2027-03-01 09:00:00", "same"),
        # until the last second
        (STOP, True, "2027-11-17 23:59:58", RENEW),
        (STOP, True, "2027-11-17 23:59:59", RENEW),
        (STOP, True, "2027-11-18 00:00:00", "ended"),
        (RENEW, False, "2027-11-17 23:59:59", STOP),
        (RENEW, False, "2027-11-18 00:00:00", "ended"),
    ],
)
def test_the_renewal_is_switched_until_the_last_second(decision, on, now, answer):
    verdict = toggle(e3(end_of_term=decision), on, utc(now))
    assert (verdict.after if isinstance(verdict, Allowed) else verdict.reason) == answer


@pytest.mark.parametrize(
    ("changes", "on", "answer"),
    [
        ({"status": SubscriptionStatus.SUSPENDED, "end_of_term": STOP}, True, "suspended"),
        ({"status": SubscriptionStatus.SUSPENDED}, False, STOP),
        ({"status": SubscriptionStatus.EXPIRED}, False, "ended"),
        ({"status": SubscriptionStatus.CANCELLED, "end_of_term": STOP}, True, "ended"),
        ({"policy": Policy.PERPETUAL}, False, "never-renewed"),
        ({"policy": Policy.WHOLESALE}, False, STOP),
    ],
)
def test_what_is_not_active_does_not_renew(changes, on, answer):
    verdict = toggle(e3(**changes), on, utc("2027-03-01"))
    assert (verdict.after if isinstance(verdict, Allowed) else verdict.reason) == answer


@pytest.mark.parametrize(("on", "decision", "drops"), [(False, CHANGES, True), (True, EXTEND, False)])
def test_switching_off_says_the_day_and_the_scheduled_change_that_it_drops(on, decision, drops):
    verdict = toggle(e3(end_of_term=decision, scheduled_seats=22), on, utc("2027-03-01"))
    assert isinstance(verdict, Allowed)
    assert (verdict.drops_schedule, verdict.scheduled_seats) == (drops, 22)
    assert (verdict.before, verdict.ends_on, verdict.ends_at) == (decision, day("2027-11-17"), LAST_SECOND)


@pytest.mark.parametrize(
    ("changes", "now", "due"),
    [
        ({}, LAST_SECOND, None),
        ({}, FIRST_SECOND - timedelta(microseconds=1), None),
        ({}, FIRST_SECOND, Renewed),
        ({}, FIRST_SECOND + timedelta(seconds=1), Renewed),
        ({"end_of_term": STOP}, LAST_SECOND, None),
        ({"end_of_term": STOP}, FIRST_SECOND, Expired),
        ({"status": SubscriptionStatus.SUSPENDED}, FIRST_SECOND, Expired),
        ({"status": SubscriptionStatus.EXPIRED}, FIRST_SECOND, None),
        ({"status": SubscriptionStatus.CANCELLED}, FIRST_SECOND, None),
        ({"policy": Policy.PERPETUAL}, FIRST_SECOND, None),
    ],
)
def test_the_clock_acts_at_the_first_second_after_the_term(changes, now, due):
    outcome = at_term_end(e3(**changes), euros(380), now)
    assert type(outcome) is (due or type(None))


def test_what_stops_expires_with_its_term():
    assert at_term_end(e3(end_of_term=STOP), euros(380), FIRST_SECOND) == Expired(LAST_SECOND, 25)


def test_a_renewal_is_a_new_term_with_all_seats_at_the_price_of_the_day():
    term = renewed(at_term_end(e3(), euros(380), FIRST_SECOND))
    assert (term.starts_on, term.ends_on) == (day("2027-11-18"), day("2028-11-17"))
    assert (term.renewed_at, term.ends_at) == (FIRST_SECOND, utc("2028-11-17 23:59:59"))
    assert (term.seats, term.seats_before, term.alarm) == (25, 25, False)
    assert (term.unit_price, term.price_is_old) == (euros(380), False)


def test_without_a_price_of_the_day_the_price_paid_so_far_goes_on_and_is_marked():
    term = renewed(at_term_end(e3(batch(1, 25, "2026-11-18", 300)), None, FIRST_SECOND))
    assert (term.unit_price, term.price_is_old) == (euros(360), True)


# 25 seats, 18 assigned
@pytest.mark.parametrize(
    ("decision", "scheduled", "assigned", "seats", "alarm"),
    [
        (RENEW, None, 18, 25, False),
        (CHANGES, 30, 18, 30, False),
        (CHANGES, 22, 18, 22, False),
        (CHANGES, 18, 18, 18, False),
        (CHANGES, 17, 18, 18, True),
        (CHANGES, 1, 25, 25, True),
        (RENEW, 22, 18, 22, False),
        (CHANGES, None, 18, 25, False),
        # wrong figures never buy more than was held or asked for
        (CHANGES, 22, 40, 25, True),
        (RENEW, None, 40, 25, False),
    ],
)
def test_the_scheduled_number_is_renewed_but_never_below_those_assigned(decision, scheduled, assigned, seats, alarm):
    held = e3(end_of_term=decision, scheduled_seats=scheduled, assigned=assigned)
    term = renewed(at_term_end(held, euros(380), FIRST_SECOND))
    assert (term.seats, term.alarm, term.scheduled_seats) == (seats, alarm, scheduled)


def test_the_scheduled_change_is_done_once():
    held = e3(end_of_term=CHANGES, scheduled_seats=22)
    outcomes = list(catch_up(held, lambda _: euros(380), utc("2029-12-01")))
    assert [(str(term.starts_on), term.seats) for term in map(renewed, outcomes)] == [
        ("2027-11-18", 22),
        ("2028-11-18", 22),
        ("2029-11-18", 22),
    ]
    now_running = after(held, renewed(outcomes[0]))
    assert (now_running.scheduled_seats, now_running.end_of_term) == (None, RENEW)


def test_after_a_downtime_each_missed_term_has_the_price_of_its_own_first_day():
    monthly = lasting("2026-01-31", TermLength.MONTH, Billing.MONTHLY, seats=5)
    prices = {day("2026-02-28"): euros(20), day("2026-03-31"): None, day("2026-04-30"): euros(22)}
    outcomes = [renewed(term) for term in catch_up(monthly, prices.get, utc("2026-05-10 08:00"))]
    assert [(str(term.renewed_at), term.unit_price, term.price_is_old) for term in outcomes] == [
        ("2026-02-28 00:00:00+00:00", euros(20), False),
        ("2026-03-31 00:00:00+00:00", euros(20), True),
        ("2026-04-30 00:00:00+00:00", euros(22), False),
    ]


@pytest.mark.parametrize(("price", "unit_price"), [(euros("33.50"), euros("33.50")), (None, euros("36.900000"))])
def test_an_extension_goes_on_month_by_month(price, unit_price):
    first, second = catch_up(e3(end_of_term=EXTEND), {day("2027-11-18"): price}.get, utc("2027-12-20"))
    month = renewed(first)
    assert (month.length, month.billing, month.unit_price) == (TermLength.MONTH, Billing.MONTHLY, unit_price)
    assert (str(month.ends_on), str(renewed(second).starts_on)) == ("2027-12-17", "2027-12-18")
    assert renewed(second).unit_price == unit_price
    assert after(e3(end_of_term=EXTEND), month).end_of_term is EXTEND


def test_a_term_that_was_cut_short_is_followed_by_a_whole_one():
    cut = replace(e3(), ends_on=day("2027-06-30"), ends_at=utc("2027-06-30 23:59:59"))
    term = renewed(at_term_end(cut, euros(380), utc("2027-07-01")))
    assert (str(term.starts_on), str(term.ends_on), term.anchor_day) == ("2027-07-01", "2028-06-30", 1)


def test_what_was_switched_off_during_the_downtime_expires_once():
    assert list(catch_up(e3(end_of_term=STOP), lambda _: None, utc("2031-01-01"))) == [Expired(LAST_SECOND, 25)]


def test_a_refusal_to_switch_says_what_the_subscription_holds():
    refusal = no(toggle(e3(), True, utc("2027-03-01")))
    assert (refusal.lowest_now, refusal.assigned, refusal.possible_from) == (25, 18, FIRST_SECOND)


@given(
    starts_on=st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    length=st.sampled_from(TermLength),
    days_down=st.integers(0, 800),
)
def test_missed_terms_cover_the_downtime_without_gap_or_overlap(starts_on, length, days_down):
    terms = lasting(str(starts_on), length, Billing.MONTHLY, seats=5)
    now = terms.ends_at + timedelta(days=days_down)
    outcomes = [renewed(outcome) for outcome in catch_up(terms, lambda _: None, now)]
    expected = terms.ends_on
    for term in outcomes:
        assert (term.starts_on, term.seats) == (expected + timedelta(days=1), 5)
        assert term.ends_at == last_second(term.ends_on)
        expected = term.ends_on
    assert expected >= now.date()
