"""Cancelling during the term: until when, and what is credited, by each vendor's terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.policy.prorata import billing_period
from handlers.policy.seat_prices import all_pieces, credited
from handlers.policy.terms import first_second, is_over, last_second, utc_day
from handlers.policy.verdict import Line, Reason, Refused, refused
from store.values import BatchOrigin, Money, Policy, SubscriptionStatus, Terms

CANCELLATION_WINDOW: Final = timedelta(hours=168)
"""After the purchase or the renewal; seats that were added meanwhile do not open it again."""
FULL_REFUND_DAYS: Final = 30
"""Calendar days after its purchase in which perpetual software is taken back in full."""
_BEGINS_A_TERM: Final = {BatchOrigin.PURCHASE, BatchOrigin.RENEWAL}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What comes back: `credit` is the sum of the lines, each rounded by itself; their amounts are negative.

    `until` is the last moment at which it can be cancelled; None: at any time. `in_full`: used days are not kept.
    """

    credit: Money
    lines: tuple[Line, ...]
    until: datetime | None
    in_full: bool


def last_moment(terms: Terms) -> datetime | None:
    """Until when, inclusive, it can be cancelled; None where that is at any time while it runs."""
    if terms.policy is Policy.WHOLESALE or terms.extended:
        return None
    if terms.policy is Policy.PERPETUAL:
        return last_second(utc_day(_began(terms)) + timedelta(days=FULL_REFUND_DAYS))
    return min(_began(terms) + CANCELLATION_WINDOW, terms.ends_at)


def cancel(terms: Terms, now: datetime) -> Allowed | Refused:
    """The whole subscription at once. Suspended ones can be cancelled like any other."""
    if reason := _objection(terms, now):
        return refused(reason, terms)
    until = last_moment(terms)
    if until is not None and now > until:
        return refused(Reason.TOO_LATE, terms, until=until)
    lines, in_full = _credit(terms, now), terms.policy is Policy.PERPETUAL
    nothing = (terms.unit_price * 0).rounded()
    return Allowed(sum((-line.amount for line in lines), nothing), lines, until, in_full)


def _objection(terms: Terms, now: datetime) -> Reason | None:
    if terms.status is SubscriptionStatus.CANCELLED:
        return Reason.CANCELLED
    return Reason.ENDED if terms.status is SubscriptionStatus.EXPIRED or is_over(terms, now) else None


def _credit(terms: Terms, now: datetime) -> tuple[Line, ...]:
    """Used days are kept, but for what was bought for good: that is credited from its first day on."""
    taken, period = all_pieces(terms, terms.seats), billing_period(terms, now)
    since = first_second(period.starts_on) if terms.policy is Policy.PERPETUAL else now
    return credited(taken, period, since)


def _began(terms: Terms) -> datetime:
    """When it was bought or last renewed; where no batch tells, at the term's first second."""
    moments = (batch.added_at for batch in terms.batches if batch.origin in _BEGINS_A_TERM)
    return max(moments, default=first_second(terms.starts_on))
