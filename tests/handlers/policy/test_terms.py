"""When terms start and end: month ends, leap years, the last second, a downtime."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.policy.terms import add_months, is_over, next_term, term_end, utc_day
from store.values import Billing, Policy, TermLength
from tests.handlers.policy.contoso import day, lasting, utc

ANY_DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("from_day", "months", "anchor", "to_day"),
    [
        ("2026-11-18", 1, 18, "2026-12-18"),
        ("2026-12-18", 1, 18, "2027-01-18"),
        ("2026-01-31", 1, 31, "2026-02-28"),
        ("2026-02-28", 1, 31, "2026-03-31"),
        ("2026-03-31", 1, 31, "2026-04-30"),
        ("2028-01-31", 1, 31, "2028-02-29"),
        ("2028-01-30", 1, 30, "2028-02-29"),
        ("2026-02-28", 1, 28, "2026-03-28"),
        ("2028-02-29", 12, 29, "2029-02-28"),
        ("2029-02-28", 36, 29, "2032-02-29"),
        ("2026-03-31", -1, 31, "2026-02-28"),
        ("2026-01-15", -1, 15, "2025-12-15"),
    ],
)
def test_months_keep_their_anchor_day(from_day, months, anchor, to_day):
    assert add_months(day(from_day), months, anchor) == day(to_day)


@pytest.mark.parametrize(
    ("starts_on", "length", "anchor", "ends_on"),
    [
        ("2026-11-18", TermLength.YEAR, 18, "2027-11-17"),
        ("2026-11-18", TermLength.MONTH, 18, "2026-12-17"),
        ("2026-11-18", TermLength.THREE_YEARS, 18, "2029-11-17"),
        ("2026-01-01", TermLength.YEAR, 1, "2026-12-31"),
        ("2026-01-31", TermLength.MONTH, 31, "2026-02-27"),
        ("2026-02-28", TermLength.MONTH, 31, "2026-03-30"),
        ("2026-03-31", TermLength.MONTH, 31, "2026-04-29"),
        ("2028-01-31", TermLength.MONTH, 31, "2028-02-28"),
        ("2028-02-29", TermLength.YEAR, 29, "2029-02-27"),
        ("2027-03-01", TermLength.YEAR, 1, "2028-02-29"),
        ("2026-07-01", TermLength.YEAR, 10, "2027-06-30"),
    ],
)
def test_a_term_ends_on_the_day_before_its_anniversary(starts_on, length, anchor, ends_on):
    assert term_end(day(starts_on), length, anchor) == day(ends_on)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("2027-11-17 23:59:58", False),
        ("2027-11-17 23:59:59", False),
        ("2027-11-17 23:59:59.999999", False),
        ("2027-11-18 00:00:00", True),
        ("2027-11-18 00:00:01", True),
    ],
)
def test_a_term_is_over_at_the_first_second_after_its_last_day(now, over):
    assert is_over(lasting("2026-11-18", TermLength.YEAR, Billing.ANNUAL), utc(now)) is over


def test_what_was_bought_for_ever_is_never_over():
    bought = lasting("2020-01-01", TermLength.YEAR, Billing.ONCE, policy=Policy.PERPETUAL)
    assert not is_over(bought, utc("2030-01-01 00:00"))


def test_a_day_is_counted_in_utc_wherever_the_clock_stands():
    assert utc_day(datetime.fromisoformat("2026-11-22T00:30:00+01:00")) == day("2026-11-21")
    with pytest.raises(ValueError, match="time zone"):
        utc_day(datetime(2026, 11, 22))  # noqa: DTZ001 - the mistake that is refused


def test_the_next_term_follows_without_a_gap():
    term = next_term(lasting("2026-11-18", TermLength.YEAR, Billing.ANNUAL))
    assert term == (day("2027-11-18"), day("2028-11-17"), utc("2028-11-17 23:59:59"))


@given(starts_on=ANY_DAY, length=st.sampled_from(TermLength))
def test_a_term_is_never_longer_or_shorter_than_the_calendar_allows(starts_on, length):
    days = (term_end(starts_on, length, starts_on.day) - starts_on).days + 1
    shortest, longest = {1: (28, 31), 12: (365, 366), 36: (1095, 1096)}[length.months]
    assert shortest <= days <= longest
