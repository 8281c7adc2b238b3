"""Month by month after the term: who may, and what a month costs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from handlers.policy.extension import Price, extendable, price
from handlers.policy.renewal import Allowed, Renewed, after, at_term_end, extend, toggle
from store.values import Billing, EndOfTerm, Money, Policy, SubscriptionStatus, TermLength, Terms
from tests.handlers.policy.contoso import e3, euros, lasting, utc

NOW = utc("2027-03-01 09:00")
FIRST_SECOND = utc("2027-11-18 00:00:00")
ANNUAL, MONTHLY = Billing.ANNUAL, Billing.MONTHLY


def told(found: Price) -> str:
    return f"{found.unit_price.amount.normalize():f} {found.percent}{' old' if found.is_old else ''}"


def extended(**changes: object) -> Terms:
    """In its first month after the term, at €37.08."""
    month = lasting("2027-11-18", TermLength.MONTH, MONTHLY, seats=25, assigned=18, unit_price=euros("37.08"))
    terms = replace(month, end_of_term=EndOfTerm.EXTEND, extended=True, renews_as=(TermLength.YEAR, ANNUAL))
    return replace(terms, **changes)


@pytest.mark.parametrize(
    ("monthly", "own", "answer"),
    [
        ("36.00", "360", "37.08 3"),
        ("24.70", "247.20", "25.441 3"),
        ("0.01", "1", "0.0103 3"),
        (None, "360", "36.9 23"),
        (None, "360.01", "36.901025 23"),  # a month of it is 30.000833, to the sixth decimal
        (None, None, "36.9 23 old"),
        ("36.00", None, "37.08 3"),
    ],
)
def test_three_per_cent_above_the_monthly_plan_or_twenty_three_above_a_month_of_the_term(monthly, own, answer):
    assert told(price(e3(), monthly and euros(monthly), own and euros(own))) == answer


@pytest.mark.parametrize(
    ("currency", "monthly", "seats", "line"), [("JPY", "5001", 3, "15453"), ("KWD", "11.111", 3, "34.333")]
)
def test_only_the_line_is_rounded_to_its_currency(currency, monthly, seats, line):
    found = price(replace(e3(), unit_price=Money(Decimal(1), currency)), Money(Decimal(monthly), currency), None)
    assert str((found.unit_price * seats).rounded().amount) == line


def test_a_plan_billed_monthly_counts_as_it_is():
    terms = replace(lasting("2026-11-18", TermLength.YEAR, MONTHLY), unit_price=euros("31.50"))
    assert told(price(terms, None, euros("31.50"))) == "38.745 23"


def test_while_extended_a_month_is_computed_from_the_plan_it_came_from():
    assert told(price(extended(), None, euros(372))) == "38.13 23"
    assert told(price(extended(), None, None)) == "37.08 0 old"


@pytest.mark.parametrize(
    ("terms", "now", "answer"),
    [
        (e3(), NOW, "extend"),
        (e3(end_of_term=EndOfTerm.STOP), NOW, "extend"),
        (e3(end_of_term=EndOfTerm.EXTEND), NOW, "same"),
        (e3(), utc("2027-11-17 23:59:59"), "extend"),
        (e3(), FIRST_SECOND, "ended"),
        (e3(status=SubscriptionStatus.SUSPENDED), NOW, "suspended"),
        (e3(policy=Policy.SOFTWARE), NOW, "not-extendable"),
        (e3(policy=Policy.WHOLESALE), NOW, "not-extendable"),
        (e3(policy=Policy.PERPETUAL), NOW, "never-renewed"),
        (lasting("2027-02-18", TermLength.MONTH, MONTHLY, seats=5), NOW, "monthly"),
        (extended(), utc("2027-12-01"), "same"),
        (extended(end_of_term=EndOfTerm.STOP), utc("2027-12-01"), "extend"),
    ],
)
def test_only_new_commerce_of_more_than_a_month_goes_on_month_by_month(terms, now, answer):
    verdict = extend(terms, now)
    assert (verdict.after if isinstance(verdict, Allowed) else verdict.reason) == answer
    assert extendable(terms, now) is (answer in {"extend", "same"})


def test_extending_drops_another_product_but_keeps_a_scheduled_number():
    verdict = extend(e3(scheduled_seats=22, changes_product=True, end_of_term=EndOfTerm.RENEW_WITH_CHANGES), NOW)
    assert isinstance(verdict, Allowed)
    assert (verdict.drops_schedule, verdict.drops_product) == (False, True)


def test_months_follow_each_other_and_a_renewal_goes_back_to_the_term():
    first = at_term_end(e3(end_of_term=EndOfTerm.EXTEND), euros("37.08"), FIRST_SECOND)
    assert isinstance(first, Renewed)
    month = after(e3(end_of_term=EndOfTerm.EXTEND), first)
    assert (month.extended, month.renews_as, month.length) == (True, (TermLength.YEAR, ANNUAL), TermLength.MONTH)
    on = toggle(month, True, FIRST_SECOND)
    assert isinstance(on, Allowed)
    year = at_term_end(replace(month, end_of_term=on.after), euros(380), utc("2027-12-18 00:00:00"))
    assert isinstance(year, Renewed)
    assert (year.length, year.billing, year.ends_on.isoformat()) == (TermLength.YEAR, ANNUAL, "2028-12-17")
    assert not after(replace(month, end_of_term=on.after), year).extended


def test_without_any_price_a_term_after_months_costs_as_many_months():
    terms = extended(end_of_term=EndOfTerm.RENEW)
    year = at_term_end(terms, None, utc("2027-12-18 00:00:00"))
    assert isinstance(year, Renewed)
    assert (year.unit_price, year.price_is_old) == (euros("444.96"), True)
