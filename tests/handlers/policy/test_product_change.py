"""Another product: at once, or from the renewal on; to the cent, and not where nothing can change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.policy.product_change import AtOnce, Later, at_once, at_renewal
from handlers.policy.verdict import Refused
from store.values import EndOfTerm, Money, Policy, SubscriptionStatus
from tests.handlers.policy.contoso import batch, day, e3, euros, utc

NOW = utc("2026-11-21 14:05")
LAST_SECOND, FIRST_SECOND = utc("2027-11-17 23:59:59"), utc("2027-11-18 00:00:00")


def now_(verdict: AtOnce | Refused) -> AtOnce:
    assert isinstance(verdict, AtOnce), verdict
    return verdict


# 25 seats at €360 a year until 17 November 2027; 362 of 365 days are left
def test_the_rest_of_the_old_is_credited_and_of_the_new_charged():
    change = now_(at_once(e3(), euros(624), NOW))
    assert [(line.seats, str(line.amount.amount)) for line in change.lines] == [(25, "-8926.03"), (25, "15471.78")]
    assert (change.price, change.per_period, change.next_charge_on) == (
        euros("6545.75"),
        euros("6600.00"),
        day("2027-11-18"),
    )


def test_each_batch_is_credited_at_the_price_it_was_bought_at():
    held = (batch(1, 20, "2026-11-18", 300), batch(2, 5, "2026-11-20", "360.01"))
    change = now_(at_once(e3(*held), euros(624), NOW))
    assert [str(line.amount.amount) for line in change.lines] == ["-1785.26", "-5950.68", "15471.78"]
    assert change.per_period == euros("7799.95")


@pytest.mark.parametrize(
    ("now", "price"),
    [
        ("2026-11-18 14:05:00", "6600.00"),
        ("2027-11-16 23:59:59", "36.16"),  # 85.48 − 49.32
        ("2027-11-17 00:00:00", "18.08"),  # 42.74 − 24.66
        ("2027-11-17 23:59:59", "18.08"),
    ],
)
def test_the_last_day_still_counts_whole(now, price):
    assert now_(at_once(e3(), euros(624), utc(now))).price == euros(price)


REFUSED = [
    ({}, None, NOW, "no-price"),
    ({}, Money(euros(1).amount, "GBP"), NOW, "no-price"),
    ({"status": SubscriptionStatus.SUSPENDED}, euros(624), NOW, "suspended"),
    ({"status": SubscriptionStatus.CANCELLED}, euros(624), NOW, "ended"),
    ({"policy": Policy.PERPETUAL}, euros(624), NOW, "never-renewed"),
    ({"extended": True}, euros(624), NOW, "extended"),
    ({}, euros(624), FIRST_SECOND, "ended"),
]


@pytest.mark.parametrize(("changes", "price", "now", "reason"), REFUSED)
def test_what_can_change_neither_now_nor_later(changes, price, now, reason):
    for verdict in (at_once(e3(**changes), price, now), at_renewal(e3(**changes), price, now)):
        assert isinstance(verdict, Refused)
        assert verdict.reason == reason


@pytest.mark.parametrize(("decision", "reason"), [(EndOfTerm.STOP, "stops-at-end"), (EndOfTerm.EXTEND, "extended")])
def test_what_does_not_renew_changes_no_product_at_its_renewal(decision, reason):
    verdict = at_renewal(e3(end_of_term=decision), euros(360), NOW)
    assert isinstance(verdict, Refused)
    assert verdict.reason == reason
    assert isinstance(at_once(e3(end_of_term=decision), euros(624), NOW), AtOnce)


@pytest.mark.parametrize(("scheduled", "seats", "then"), [(None, 25, "6180.00"), (22, 22, "5438.40")])
def test_at_the_renewal_the_price_of_that_day_counts_and_the_scheduled_number(scheduled, seats, then):
    change = at_renewal(e3(scheduled_seats=scheduled), euros("247.20"), LAST_SECOND)
    assert isinstance(change, Later)
    assert (change.seats, change.per_period_now, change.per_period_then) == (seats, euros("9000.00"), euros(then))
    assert (change.starts_on, change.changeable_until) == (day("2027-11-18"), LAST_SECOND)


def test_a_change_at_once_says_what_else_it_drops():
    terms = replace(e3(scheduled_seats=30, end_of_term=EndOfTerm.RENEW_WITH_CHANGES), changes_product=True)
    change = now_(at_once(terms, euros(624), NOW))
    assert (change.scheduled_seats, change.drops_product) == (30, True)
