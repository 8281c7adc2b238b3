"""One entry for seats, whatever terms the product follows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy import new_commerce
from handlers.policy.seats import can_go_down_to, change
from store.values import Billing, Policy, SubscriptionStatus, TermLength
from tests.handlers.policy.contoso import batch, batch_id, e3, euros, lasting, told, utc, yes

# Windows Server, one year from 18 November 2026, bought as 8 + 2; RDS CALs for ever; Webex Suite by the month.
SOFTWARE = e3(
    batch(1, 8, "2026-11-18 09:00"), batch(2, 2, "2026-11-20 09:00"), policy=Policy.SOFTWARE, assigned=3, seats=10
)
PERPETUAL = replace(SOFTWARE, policy=Policy.PERPETUAL, billing=Billing.ONCE)
WEBEX = lasting(
    "2026-11-01",
    TermLength.MONTH,
    Billing.MONTHLY,
    policy=Policy.WHOLESALE,
    seats=30,
    assigned=12,
    unit_price=euros(15),
    batches=(batch(1, 25, "2025-03-01", 12), batch(2, 5, "2026-02-01", 15)),
)


@pytest.mark.parametrize(
    ("terms", "seats", "now", "answer"),
    [
        # software: more by another purchase, never fewer
        (SOFTWARE, 12, "2026-11-21 14:05", "10→12 +714.08"),
        (SOFTWARE, 9, "2026-11-20 09:01", "never-reduced, lowest 10"),
        (SOFTWARE, 9, "2027-11-18 00:00", "ended, lowest 10"),
        (SOFTWARE, 0, "2026-11-21 14:05", "out-of-range, lowest 10"),
        (SOFTWARE, 10, "2026-11-21 14:05", "same, lowest 10"),
        # for ever: the full price on any day, no end
        (PERPETUAL, 12, "2026-11-21 14:05", "10→12 +720.00"),
        (PERPETUAL, 12, "2031-01-01 00:00", "10→12 +720.00"),
        (PERPETUAL, 9, "2026-11-20 09:01", "never-reduced, lowest 10"),
        # wholesale: up and down without a window, not below those assigned
        (WEBEX, 31, "2026-11-16 00:00", "30→31 +7.50"),
        (WEBEX, 28, "2026-11-16 00:00", "30→28 -15.00"),
        (WEBEX, 20, "2026-11-16 00:00", "30→20 -67.50"),
        (WEBEX, 12, "2026-11-16 00:00", "30→12 -115.50"),
        (WEBEX, 11, "2026-11-16 00:00", "below-assigned, lowest 12"),
        (WEBEX, 30, "2026-11-16 00:00", "same, lowest 12"),
        (WEBEX, 29, "2026-12-01 00:00", "ended, lowest 30"),
        (replace(WEBEX, status=SubscriptionStatus.SUSPENDED), 29, "2026-11-16", "suspended, lowest 30"),
        (replace(WEBEX, assigned=0), 0, "2026-11-16 00:00", "out-of-range, lowest 1"),
    ],
)
def test_each_policy_answers_in_its_own_way(terms, seats, now, answer):
    assert told(change(terms, seats, utc(now))) == answer


def test_more_software_is_a_purchase_that_does_not_go_back():
    verdict = yes(change(SOFTWARE, 12, utc("2026-11-21")))
    assert (verdict.new_purchase, verdict.undo_until) == (True, None)


def test_what_is_bought_for_ever_is_charged_once():
    assert yes(change(PERPETUAL, 12, utc("2026-11-21"))).next_charge_on is None


def test_more_webex_seats_are_no_purchase_of_their_own():
    assert yes(change(WEBEX, 31, utc("2026-11-16"))).new_purchase is False


def test_wholesale_seats_that_no_batch_accounts_for_go_back_at_the_present_price():
    imported = replace(WEBEX, batches=(batch(1, 4, "2025-03-01", 12),))
    verdict = yes(change(imported, 24, utc("2026-11-16")))
    assert [(line.seats, line.amount) for line in verdict.lines] == [(4, euros("-24.00")), (2, euros("-15.00"))]
    assert verdict.taken == ((batch_id(1), 4),)


@given(
    terms=st.sampled_from([SOFTWARE, PERPETUAL, WEBEX, e3()]), now=st.datetimes(utc("2026-11-18").replace(tzinfo=None))
)
def test_the_lowest_number_is_what_every_refusal_says(terms, now):
    moment = utc(now.isoformat(sep=" "))
    assert told(change(terms, 0, moment)).endswith(f"lowest {can_go_down_to(terms, moment)}")


def test_new_commerce_answers_for_its_own_products():
    now = utc("2026-11-21")
    assert change(e3(), 20, now) == new_commerce.seat_change(e3(), 20, now)
