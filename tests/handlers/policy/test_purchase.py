"""What a purchase begins, to the day and to the cent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from handlers.policy import purchase
from store.values import Billing, Money, Policy, TermLength

MONTHLY, YEARLY = (TermLength.MONTH, Billing.MONTHLY), (TermLength.YEAR, Billing.ANNUAL)
YEAR_BY_MONTH, ONCE = (TermLength.YEAR, Billing.MONTHLY), (TermLength.YEAR, Billing.ONCE)
NCE, SOFTWARE, PERPETUAL, WHOLESALE = Policy.NEW_COMMERCE, Policy.SOFTWARE, Policy.PERPETUAL, Policy.WHOLESALE
AT = datetime(2027, 1, 31, 23, 59, 59, tzinfo=UTC)


def bought(policy, form, at=AT):
    return purchase.terms(policy, form, 3, Money(Decimal("10.005"), "EUR"), at)


@pytest.mark.parametrize(
    ("unit", "seats", "charged"), [("10.005", 1, "10.01"), ("10.005", 3, "30.02"), ("0.004", 1, "0.00")]
)
def test_a_line_is_charged_for_a_whole_period_and_rounded_once(unit, seats, charged):
    assert purchase.first_charge(Money(Decimal(unit), "EUR"), seats) == Money(Decimal(charged), "EUR")


@pytest.mark.parametrize(
    ("policy", "form", "ends_on", "next_on"),
    [
        (NCE, MONTHLY, date(2027, 2, 27), date(2027, 2, 28)),
        (NCE, YEAR_BY_MONTH, date(2028, 1, 30), date(2027, 2, 28)),
        (NCE, YEARLY, date(2028, 1, 30), date(2028, 1, 31)),
        (SOFTWARE, ONCE, date(2028, 1, 30), date(2028, 1, 31)),
        (PERPETUAL, ONCE, date.max, None),
    ],
)
def test_the_term_begins_on_the_day_of_the_purchase(policy, form, ends_on, next_on):
    begun = bought(policy, form)
    assert (begun.starts_on, begun.ends_on) == (AT.date(), ends_on)
    assert purchase.next_charge_on(begun, AT) == next_on


@pytest.mark.parametrize(
    ("policy", "form", "until"),
    [
        (NCE, YEARLY, datetime(2027, 2, 7, 23, 59, 59, tzinfo=UTC)),
        (SOFTWARE, ONCE, datetime(2027, 2, 7, 23, 59, 59, tzinfo=UTC)),
        (PERPETUAL, ONCE, datetime(2027, 3, 2, 23, 59, 59, tzinfo=UTC)),
        (WHOLESALE, MONTHLY, None),
    ],
)
def test_until_when_it_can_be_taken_back_is_told(policy, form, until):
    assert purchase.back_until(bought(policy, form)) == until
