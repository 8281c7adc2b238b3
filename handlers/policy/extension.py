"""The extended term: after its term a subscription goes on month by month, at a higher price, until it is cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from handlers.policy.verdict import Reason, closed
from store.values import EndOfTerm, Money, Policy, TermLength, Terms

ABOVE_MONTHLY: Final = 3
"""Per cent above the price of the monthly plan."""
ABOVE_TERM: Final = 23
"""Per cent above a month of the term's own plan, where there is no monthly one."""
SMALLEST_PRICE: Final = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Price:
    """Per seat and month: `percent` above `base`. `is_old`: none of that day was known, the one paid so far counts."""

    unit_price: Money
    base: Money
    percent: int
    is_old: bool = False


def price(terms: Terms, monthly: Money | None, own: Money | None) -> Price:
    """`monthly` and `own` are prices of the day: the monthly plan's, and the term's own plan's per billing period."""
    if monthly:
        return _above(monthly, ABOVE_MONTHLY)
    if own:
        return _above(a_month_of(own, _months(terms)), ABOVE_TERM)
    if terms.extended:
        return Price(terms.unit_price, terms.unit_price, 0, is_old=True)
    paid = _above(a_month_of(terms.unit_price, _months(terms)), ABOVE_TERM)
    return Price(paid.unit_price, paid.base, paid.percent, is_old=True)


def objection(terms: Terms, now: datetime) -> Reason | None:
    """What speaks against going on month by month after the term."""
    if terms.policy is Policy.PERPETUAL:
        return Reason.NEVER_RENEWED
    if terms.policy is not Policy.NEW_COMMERCE:
        return Reason.NOT_EXTENDABLE
    if reason := closed(terms, now):
        return reason
    if terms.end_of_term is EndOfTerm.EXTEND:
        return Reason.SAME
    return Reason.MONTHLY if terms.length is TermLength.MONTH and not terms.extended else None


def extendable(terms: Terms, now: datetime) -> bool:
    """Whether it can be, or is already, told to go on month by month."""
    return objection(terms, now) in {None, Reason.SAME}


def a_month_of(unit_price: Money, months: int) -> Money:
    """A month's part of a price, to the sixth decimal."""
    return _exact(unit_price.amount / months, unit_price.currency)


def _above(base: Money, percent: int) -> Price:
    return Price(_exact(base.amount * (100 + percent) / 100, base.currency), base, percent)


def _months(terms: Terms) -> int:
    length, billing = terms.renews_as if terms.extended and terms.renews_as else (terms.length, terms.billing)
    return billing.months or length.months


def _exact(amount: Decimal, currency: str) -> Money:
    return Money(amount.quantize(SMALLEST_PRICE, ROUND_HALF_UP), currency)
