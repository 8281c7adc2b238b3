"""Another number of seats from the renewal on: what is scheduled, replaced, dropped or refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.policy.schedule import Scheduled, charge, schedule_seats
from store.values import MOST_SEATS, Billing, EndOfTerm, Policy, SubscriptionStatus
from tests.handlers.policy.contoso import batch, day, e3, euros, no, utc

NOW = utc("2027-03-01 09:00")
LAST_SECOND = utc("2027-11-17 23:59:59")


def scheduled(verdict: object) -> Scheduled:
    assert isinstance(verdict, Scheduled), verdict
    return verdict


# 25 seats at €360 a year until 17 November 2027, 18 assigned
@pytest.mark.parametrize(
    ("seats", "already", "price", "then", "difference"),
    [
        (22, None, 360, "7920.00", "-1080.00"),
        (22, None, 380, "8360.00", "-640.00"),
        (22, 30, 380, "8360.00", "-640.00"),
        (30, None, 380, "11400.00", "2400.00"),
        (12, None, 360, "4320.00", "-4680.00"),
        (1, None, 360, "360.00", "-8640.00"),
        (22, None, 0, "0.00", "-9000.00"),
        (25, 22, 360, "9000.00", "0.00"),
        (25, 22, 380, "9500.00", "500.00"),
    ],
)
def test_the_renewal_is_priced_at_the_price_of_the_day(seats, already, price, then, difference):
    plan = scheduled(schedule_seats(e3(scheduled_seats=already), seats, NOW, euros(price)))
    assert (plan.before, plan.after, plan.replaces) == (25, seats, already)
    assert plan.per_period_now == euros("9000.00")
    assert (plan.per_period_then, plan.per_period) == (euros(then), euros(difference))


@pytest.mark.parametrize(
    ("changes", "seats", "now", "reason"),
    [
        ({}, 25, NOW, "same"),
        ({"scheduled_seats": 22}, 22, NOW, "same"),
        ({}, 0, NOW, "out-of-range"),
        ({}, -1, NOW, "out-of-range"),
        ({}, MOST_SEATS + 1, NOW, "out-of-range"),
        ({"end_of_term": EndOfTerm.STOP}, 22, NOW, "stops-at-end"),
        ({"end_of_term": EndOfTerm.STOP}, 0, NOW, "stops-at-end"),
        ({"status": SubscriptionStatus.SUSPENDED}, 22, NOW, "suspended"),
        ({"status": SubscriptionStatus.CANCELLED}, 22, NOW, "ended"),
        ({"policy": Policy.PERPETUAL, "billing": Billing.ONCE}, 22, NOW, "never-renewed"),
        ({}, 22, utc("2027-11-18 00:00:00"), "ended"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(changes, seats, now, reason):
    assert no(schedule_seats(e3(**changes), seats, now, euros(360))).reason == reason


@pytest.mark.parametrize("decision", [EndOfTerm.RENEW, EndOfTerm.RENEW_WITH_CHANGES, EndOfTerm.EXTEND])
def test_it_can_be_scheduled_and_changed_until_the_last_second(decision):
    plan = scheduled(schedule_seats(e3(end_of_term=decision), 22, LAST_SECOND))
    assert (plan.starts_on, plan.changeable_until) == (day("2027-11-18"), LAST_SECOND)


@pytest.mark.parametrize(("seats", "flagged"), [(17, True), (18, False), (19, False)])
def test_fewer_than_assigned_is_allowed_and_said(seats, flagged):
    plan = scheduled(schedule_seats(e3(), seats, NOW))
    assert (plan.below_assigned, plan.assigned) == (flagged, 18)


def test_the_present_number_drops_what_was_scheduled():
    assert scheduled(schedule_seats(e3(scheduled_seats=22), 25, NOW)).drops
    assert not scheduled(schedule_seats(e3(scheduled_seats=22), 24, NOW)).drops


def test_without_a_price_of_the_day_the_present_one_is_shown_as_old():
    plan = scheduled(schedule_seats(e3(), 22, NOW))
    assert (plan.unit_price, plan.price_is_old) == (euros(360), True)
    assert not scheduled(schedule_seats(e3(), 22, NOW, euros(360))).price_is_old


def test_software_can_be_renewed_with_fewer_seats():
    assert scheduled(schedule_seats(e3(policy=Policy.SOFTWARE), 22, NOW)).after == 22


def test_a_charge_counts_each_batch_at_its_own_price():
    bought = e3(batch(1, 20, "2026-11-18", "360"), batch(2, 4, "2026-12-01", "348.505"))
    assert charge(bought) == euros("8594.02")
    assert charge(replace(bought, seats=25)) == euros("8954.02")
