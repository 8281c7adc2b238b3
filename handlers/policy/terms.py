"""Calendar arithmetic of terms: whole days in UTC, months that keep their anchor day."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from store.values import Policy, TermLength, Terms

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)


class Term(NamedTuple):
    """First day, last day (inclusive) and last second of a term, UTC."""

    starts_on: date
    ends_on: date
    ends_at: datetime


def utc_day(moment: datetime) -> date:
    """The UTC day of an aware moment; a naive one is a bug of the caller."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).date()


def in_month(year: int, month: int, anchor: int) -> date:
    """The anchor day of that month, or the month's last day where it is shorter."""
    return date(year, month, min(anchor, monthrange(year, month)[1]))


def add_months(day: date, months: int, anchor: int) -> date:
    """`months` later, on the anchor day: 31 gives 28 February, then 31 March again."""
    count = day.year * 12 + day.month - 1 + months
    return in_month(count // 12, count % 12 + 1, anchor)


def anchored(day: date, anchor: int) -> date:
    """The last anchor day that is not after `day`."""
    own = in_month(day.year, day.month, anchor)
    return own if own <= day else add_months(day, -1, anchor)


def term_end(starts_on: date, length: TermLength, anchor_day: int) -> date:
    """The last day, inclusive. A term that does not start on its anchor day counts from its own first day."""
    anchor = anchor_day if anchored(starts_on, anchor_day) == starts_on else starts_on.day
    return add_months(starts_on, length.months, anchor) - ONE_DAY


def first_second(day: date) -> datetime:
    """00:00:00 UTC of a day."""
    return datetime.combine(day, time.min, UTC)


def last_second(day: date) -> datetime:
    """23:59:59 UTC of a day."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def day_after(day: date) -> date:
    """The next day; the calendar's last day is its own, for licences that never end."""
    return day if day == date.max else day + ONE_DAY


def is_over(terms: Terms, now: datetime) -> bool:
    """True from the first second after the term on; what was bought for ever is never over."""
    return terms.policy is not Policy.PERPETUAL and now - terms.ends_at >= ONE_SECOND


def renews_at(terms: Terms) -> datetime:
    """The first second after the term, when the renewal happens."""
    return first_second(day_after(terms.ends_on))


def next_term(terms: Terms) -> Term:
    """The term that follows without a gap, with the same length and anchor."""
    return _term(day_after(terms.ends_on), terms.length, terms.anchor_day)


def _term(starts_on: date, length: TermLength, anchor_day: int) -> Term:
    ends_on = term_end(starts_on, length, anchor_day)
    return Term(starts_on, ends_on, last_second(ends_on))
