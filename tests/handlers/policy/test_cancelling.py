"""Until when a subscription can be cancelled, and what is credited: edges to the second and to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.cancelling import Allowed, cancel, last_moment
from handlers.policy.terms import first_second, last_second
from handlers.policy.verdict import Refused
from store.values import Batch, BatchOrigin, Billing, Policy, SubscriptionStatus, TermLength, Terms
from tests.handlers.policy.contoso import batch, batch_id, e3, euros, lasting, utc

PURCHASE, RENEWAL = BatchOrigin.PURCHASE, BatchOrigin.RENEWAL
SOFTWARE, PERPETUAL, WHOLESALE = Policy.SOFTWARE, Policy.PERPETUAL, Policy.WHOLESALE
BOUGHT = "2026-11-18 14:05:00"
LAST = "2026-11-25 14:05:00"


def bought(seats: int = 25, at: str = BOUGHT, price: str | int = 360, origin: BatchOrigin = PURCHASE) -> Batch:
    return replace(batch(1, seats, at, price), origin=origin)


def said(verdict: Allowed | Refused) -> str:
    return f"credit {verdict.credit.amount}" if isinstance(verdict, Allowed) else str(verdict.reason)


def server(**changes: object) -> Terms:
    """Windows Server, four licences for a year, paid once."""
    held = (bought(4, price=312),)
    terms = lasting("2026-11-18", TermLength.YEAR, Billing.ONCE, policy=SOFTWARE, unit_price=euros(312), seats=4)
    return replace(terms, batches=held, **changes)


def for_ever(**changes: object) -> Terms:
    end = {"policy": PERPETUAL, "ends_on": date.max, "ends_at": last_second(date.max)}
    return server(**(end | changes))


# 25 seats at €360 a year, bought on 18 November 2026 at 14:05:00
@pytest.mark.parametrize(
    ("now", "answer"),
    [
        (BOUGHT, "credit 9000.00"),
        ("2026-11-18 23:59:59", "credit 9000.00"),
        ("2026-11-19 00:00:00", "credit 8975.34"),  # 25 × 360 × 364 ÷ 365
        ("2026-11-25 14:04:59", "credit 8827.40"),
        (LAST, "credit 8827.40"),  # 25 × 360 × 358 ÷ 365
        ("2026-11-25 14:05:01", "too-late"),
        ("2027-11-17 23:59:59", "too-late"),
        ("2027-11-18 00:00:00", "ended"),
    ],
)
def test_new_commerce_is_cancelled_within_168_hours(now, answer):
    assert said(cancel(e3(bought()), utc(now))) == answer


@pytest.mark.parametrize(
    ("held", "until"),
    [
        ((bought(),), LAST),
        ((bought(), batch(2, 5, "2026-11-24 09:00")), LAST),  # seats that were added open nothing again
        ((bought(25, "2027-11-18 00:00:00", 360, RENEWAL),), "2027-11-25 00:00:00"),
        ((batch(2, 25, "2026-11-24 09:00"),), "2026-11-25 00:00:00"),  # no batch tells: from the term's first second on
        ((), "2026-11-25 00:00:00"),
    ],
)
def test_the_window_opens_with_the_purchase_and_with_each_renewal(held, until):
    terms = replace(e3(bought()), batches=held, ends_at=utc("2028-11-17 23:59:59"))
    assert last_moment(terms) == utc(until)


def test_no_window_outlives_its_term():
    trial = lasting("2026-11-18", TermLength.MONTH, Billing.MONTHLY, batches=(bought(),), seats=25)
    assert last_moment(replace(trial, ends_at=utc("2026-11-20 23:59:59"))) == utc("2026-11-20 23:59:59")


def test_each_batch_is_credited_at_its_own_price_and_rounded_by_itself():
    held = (bought(25), batch(2, 3, "2026-11-20 08:00", "359.99"))
    verdict = cancel(replace(e3(*held), seats=28), utc("2026-11-21 14:05"))
    assert isinstance(verdict, Allowed)
    assert [(line.seats, str(line.amount.amount)) for line in verdict.lines] == [(3, "-1071.09"), (25, "-8926.03")]
    assert verdict.credit == euros("9997.12")


def test_seats_that_no_batch_accounts_for_are_credited_at_the_price_of_the_subscription():
    verdict = cancel(replace(e3(bought(20)), seats=25), utc("2026-11-18 14:05"))
    assert said(verdict) == "credit 9000.00"


@pytest.mark.parametrize(
    ("terms", "now", "answer"),
    [
        # software: 7 days, pro rata: 4 × 312 × 364 ÷ 365
        (server(), "2026-11-19 00:00:00", "credit 1244.58"),
        (server(), LAST, "credit 1224.07"),
        (server(), "2026-11-25 14:05:01", "too-late"),
        # for good: 30 calendar days, in full
        (for_ever(), "2026-11-19 00:00:00", "credit 1248.00"),
        (for_ever(), "2026-12-18 23:59:59", "credit 1248.00"),
        (for_ever(), "2026-12-19 00:00:00", "too-late"),
        # wholesale: at any time, pro rata
        (e3(bought(), policy=WHOLESALE), "2027-11-17 23:59:59", "credit 24.66"),
        (e3(bought(), policy=WHOLESALE), "2027-11-18 00:00:00", "ended"),
        # month by month after the term: at any time
        (e3(bought(), extended=True), "2027-11-17 23:59:59", "credit 24.66"),
    ],
)
def test_every_kind_of_product_has_its_own_terms(terms, now, answer):
    assert said(cancel(terms, utc(now))) == answer


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (SubscriptionStatus.SUSPENDED, "credit 9000.00"),
        (SubscriptionStatus.CANCELLED, "cancelled"),
        (SubscriptionStatus.EXPIRED, "ended"),
    ],
)
def test_what_is_suspended_can_be_cancelled_what_is_over_cannot(status, answer):
    assert said(cancel(e3(bought(), status=status), utc(BOUGHT))) == answer


def test_what_is_cancelled_is_told_so_even_after_its_term():
    gone = e3(bought(), status=SubscriptionStatus.CANCELLED)
    assert said(cancel(gone, utc("2029-01-01"))) == "cancelled"


@given(
    seats=st.integers(1, 10_000),
    cents=st.integers(0, 10**7),
    starts_on=st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    into=st.integers(0, 7 * 24 * 3600),
)
def test_never_more_is_credited_than_was_paid(seats, cents, starts_on, into):
    at = first_second(starts_on)
    held = Batch(batch_id(1), seats, euros("0.01") * cents, at, PURCHASE)
    terms = replace(lasting(str(starts_on), TermLength.YEAR, Billing.MONTHLY), seats=seats, batches=(held,))
    verdict = cancel(terms, at + timedelta(seconds=into))
    assert isinstance(verdict, Allowed)
    assert 0 <= verdict.credit.amount <= held.unit_price.amount * seats
