"""The one table of money, against every rule that charges or credits a part of a period."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from handlers.policy.cancelling import Allowed, cancel
from handlers.policy.product_change import AtOnce, at_once
from handlers.policy.prorata import billing_period, remaining_days, share
from handlers.policy.seat_prices import added
from store.values import MINOR_UNITS, Batch, BatchOrigin, Billing, Money, Policy, TermLength, Terms
from tests.handlers.policy.contoso import batch_id, lasting, utc
from tests.handlers.policy.money_cases import CASES, Case

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(map(str, case[:5])))


def price_of(case: Case) -> Money:
    number, currency = case.price.split()
    return Money(Decimal(number), currency)


def held(case: Case) -> Terms:
    """All seats bought at the first second, under terms that let them go at any time."""
    length, billing = case.sold_as.split()
    terms = lasting(case.starts_on, TermLength(length), Billing(billing), policy=Policy.WHOLESALE, seats=case.seats)
    bought = Batch(batch_id(1), case.seats, price_of(case), utc(case.starts_on), BatchOrigin.PURCHASE)
    return replace(terms, unit_price=price_of(case), batches=(bought,))


@every_case
def test_the_days_and_the_amount_are_those_of_the_table(case):
    period, now = billing_period(held(case), utc(case.now)), utc(case.now)
    assert f"{remaining_days(period, now)}/{period.days}" == case.left
    assert str(share(price_of(case), case.seats, period, now).amount) == case.amount


@every_case
def test_the_table_itself_is_sound(case):
    left, days = map(int, case.left.split("/"))
    number, currency = case.price.split()
    exact = Fraction(number) * case.seats * left / days * 10 ** MINOR_UNITS.get(currency, 2)
    assert Fraction(case.amount) * 10 ** MINOR_UNITS.get(currency, 2) == (exact + Fraction(1, 2)) // 1


@every_case
def test_more_seats_cost_what_fewer_give_back(case):
    terms = held(case)
    more = added(terms, 2 * case.seats, utc(case.now), undo_until=None)
    assert str(more.price.amount) == case.amount
    gone = cancel(replace(terms, ends_at=utc("2099-12-31")), utc(case.now))
    assert isinstance(gone, Allowed)
    assert gone.credit == more.price


@every_case
def test_the_same_product_again_changes_nothing(case):
    change = at_once(replace(held(case), ends_at=utc("2099-12-31")), price_of(case), utc(case.now))
    assert isinstance(change, AtOnce)
    assert change.price.amount == 0
    assert change.per_period.amount == 0
