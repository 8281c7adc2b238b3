"""Which billing period a day lies in, and what the rest of it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers.policy.terms import ONE_DAY, add_months, anchored, day_after, utc_day
from store.values import Money, Terms


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, inclusive, and the number of days that one unit price pays for.

    `days` is longer than the span only where the term cuts the period short.
    """

    starts_on: date
    ends_on: date
    days: int


def billing_period(terms: Terms, now: datetime) -> Period:
    """The period that `now` lies in; before the term its first one, after it its last."""
    if not terms.billing.months:
        return Period(terms.starts_on, terms.ends_on, (terms.ends_on - terms.starts_on).days + 1)
    starts_on = _period_start(terms, min(max(utc_day(now), terms.starts_on), terms.ends_on))
    follows_on = add_months(starts_on, terms.billing.months, terms.anchor_day)
    return Period(
        max(starts_on, terms.starts_on), min(follows_on - ONE_DAY, terms.ends_on), (follows_on - starts_on).days
    )


def remaining_days(period: Period, now: datetime) -> int:
    """Days left including today; 0 after the period."""
    return max(0, (period.ends_on - max(utc_day(now), period.starts_on)).days + 1)


def share(unit_price: Money, seats: int, period: Period, now: datetime) -> Money:
    """What `seats` cost for the rest of the period, rounded once, as one invoice line."""
    amount = unit_price.amount * seats * remaining_days(period, now) / period.days
    return Money(amount, unit_price.currency).rounded()


def next_period_start(period: Period) -> date:
    """The day of the next charge, if the term goes on or is renewed."""
    return day_after(period.ends_on)


def _period_start(terms: Terms, day: date) -> date:
    step, anchor = terms.billing.months, terms.anchor_day
    first = anchored(terms.starts_on, anchor)
    passed = ((day.year - first.year) * 12 + day.month - first.month) // step
    start = add_months(first, passed * step, anchor)
    return start if start <= day else add_months(first, (passed - 1) * step, anchor)
