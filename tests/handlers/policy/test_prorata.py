"""What the rest of a billing period costs, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.prorata import billing_period, next_period_start, remaining_days, share
from handlers.policy.terms import first_second, last_second
from store.values import Billing, Money, TermLength
from tests.handlers.policy.contoso import day, euros, lasting, utc

MONTH, YEAR, THREE = TermLength.MONTH, TermLength.YEAR, TermLength.THREE_YEARS
MONTHLY, ANNUAL, TRIENNIAL, ONCE = Billing.MONTHLY, Billing.ANNUAL, Billing.TRIENNIAL, Billing.ONCE


@pytest.mark.parametrize(
    ("length", "billing", "starts_on", "now", "period", "days"),
    [
        (YEAR, ANNUAL, "2026-11-18", "2026-11-21 14:05", "2026-11-18 2027-11-17", 365),
        (YEAR, ANNUAL, "2027-03-01", "2027-06-01 00:00", "2027-03-01 2028-02-29", 366),
        (YEAR, MONTHLY, "2026-11-18", "2026-11-18 00:00:00", "2026-11-18 2026-12-17", 30),
        (YEAR, MONTHLY, "2026-11-18", "2026-12-17 23:59:59", "2026-11-18 2026-12-17", 30),
        (YEAR, MONTHLY, "2026-11-18", "2026-12-18 00:00:00", "2026-12-18 2027-01-17", 31),
        (YEAR, MONTHLY, "2026-01-31", "2026-02-27 12:00", "2026-01-31 2026-02-27", 28),
        (YEAR, MONTHLY, "2026-01-31", "2026-02-28 12:00", "2026-02-28 2026-03-30", 31),
        (YEAR, MONTHLY, "2026-01-31", "2026-04-30 12:00", "2026-04-30 2026-05-30", 31),
        (YEAR, MONTHLY, "2028-01-31", "2028-02-29 12:00", "2028-02-29 2028-03-30", 31),
        (YEAR, MONTHLY, "2028-02-29", "2029-02-27 12:00", "2029-01-29 2029-02-27", 30),
        (THREE, ANNUAL, "2028-02-29", "2029-02-28 12:00", "2029-02-28 2030-02-27", 365),
        (THREE, TRIENNIAL, "2026-11-18", "2028-01-01 00:00", "2026-11-18 2029-11-17", 1096),
        (MONTH, MONTHLY, "2026-11-18", "2026-12-01 00:00", "2026-11-18 2026-12-17", 30),
        (YEAR, ONCE, "2026-11-18", "2027-01-01 00:00", "2026-11-18 2027-11-17", 365),
        # before the term its first period, after it its last
        (YEAR, MONTHLY, "2026-11-18", "2026-10-01 00:00", "2026-11-18 2026-12-17", 30),
        (YEAR, MONTHLY, "2026-11-18", "2028-10-01 00:00", "2027-10-18 2027-11-17", 31),
    ],
)
def test_a_billing_period_starts_on_its_anchor_day(length, billing, starts_on, now, period, days):
    found = billing_period(lasting(starts_on, length, billing), utc(now))
    assert f"{found.starts_on} {found.ends_on}" == period
    assert found.days == days


@pytest.mark.parametrize(
    ("now", "period", "days"),
    [
        ("2026-03-10 00:00", "2026-03-10 2026-03-31", 31),
        ("2026-04-01 00:00", "2026-04-01 2026-04-30", 30),
        ("2026-06-20 00:00", "2026-06-01 2026-06-25", 30),
    ],
)
def test_a_period_cut_by_the_term_still_divides_by_all_its_days(now, period, days):
    terms = lasting("2026-03-10", YEAR, MONTHLY, anchor_day=1)
    found = billing_period(replace(terms, ends_on=day("2026-06-25")), utc(now))
    assert (f"{found.starts_on} {found.ends_on}", found.days) == (period, days)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-17 23:59:59", 365),
        ("2026-11-18 00:00:00", 365),
        ("2026-11-18 23:59:59", 365),
        ("2026-11-19 00:00:00", 364),
        ("2026-11-21 14:05:00", 362),
        ("2027-11-17 23:59:59", 1),
        ("2027-11-18 00:00:00", 0),
        ("2028-11-18 00:00:00", 0),
    ],
)
def test_today_counts_as_a_whole_day(now, left):
    period = billing_period(lasting("2026-11-18", YEAR, ANNUAL), utc("2026-11-21"))
    assert remaining_days(period, utc(now)) == left


@pytest.mark.parametrize(
    ("unit_price", "seats", "now", "amount"),
    [
        ("360.00 EUR", 5, "2026-11-21", "1785.21"),  # 5 × 360 × 362 ÷ 365 = 1785.2054…
        ("360.00 EUR", 5, "2026-11-18", "1800.00"),
        ("360.00 EUR", 5, "2027-11-17", "4.93"),  # one day: 4.9315…
        ("360.00 EUR", 5, "2027-11-18", "0.00"),
        ("1.825 EUR", 1, "2027-11-17", "0.01"),  # exactly half a cent: up
        ("1.824999 EUR", 1, "2027-11-17", "0.00"),
        ("1.825 EUR", 3, "2027-11-17", "0.02"),  # rounded once per line, not three times
        ("0.000001 EUR", 1_000_000, "2026-11-18", "1.00"),
        ("100 JPY", 1, "2026-11-21", "99"),
        ("1.0005 KWD", 1, "2026-11-18", "1.001"),
        ("0 EUR", 7, "2026-11-21", "0.00"),
    ],
)
def test_a_line_is_rounded_half_up_once_to_its_currency(unit_price, seats, now, amount):
    number, currency = unit_price.split()
    period = billing_period(lasting("2026-11-18", YEAR, ANNUAL), utc("2026-11-21"))
    due = share(Money(Decimal(number), currency), seats, period, utc(now))
    assert (str(due.amount), due.currency) == (amount, currency)


@pytest.mark.parametrize(("now", "next_charge"), [("2026-12-17", "2026-12-18"), ("2027-11-17", "2027-11-18")])
def test_the_next_charge_comes_on_the_day_after_the_period(now, next_charge):
    assert next_period_start(billing_period(lasting("2026-11-18", YEAR, MONTHLY), utc(now))) == day(next_charge)


def test_a_licence_without_an_end_has_no_later_charge():
    for_ever = replace(lasting("2026-11-18", YEAR, ONCE), ends_on=date.max)
    assert next_period_start(billing_period(for_ever, utc("2026-12-01"))) == date.max


SOLD_AS = [(MONTH, MONTHLY), (YEAR, MONTHLY), (YEAR, ANNUAL), (YEAR, ONCE), (THREE, MONTHLY), (THREE, ANNUAL)]
ANY_START = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(sold_as=st.sampled_from([*SOLD_AS, (THREE, TRIENNIAL)]), starts_on=ANY_START)
def test_periods_fill_the_term_without_gap_or_overlap(sold_as, starts_on):
    subscription = lasting(str(starts_on), *sold_as)
    today = starts_on
    while today <= subscription.ends_on:
        period = billing_period(subscription, first_second(today))
        assert period.starts_on == today
        assert period == billing_period(subscription, last_second(period.ends_on))
        assert period.days == remaining_days(period, first_second(today))
        today = next_period_start(period)
    assert today == subscription.ends_on + timedelta(days=1)


@given(starts_on=ANY_START, offset=st.integers(0, 364), cents=st.integers(0, 10**9), seats=st.integers(1, 10**6))
def test_a_rest_costs_no_more_than_the_whole_and_never_less_than_nothing(starts_on, offset, cents, seats):
    terms = lasting(str(starts_on), YEAR, MONTHLY)
    now = first_second(starts_on + timedelta(days=offset))
    price = euros("0.01") * cents
    due = share(price, seats, billing_period(terms, now), now)
    assert 0 <= due.amount <= (price * seats).amount
