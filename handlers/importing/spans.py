"""The term that a row of subscriptions means, whatever part of it is written down."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from handlers.importing.problems import BadRow
from handlers.policy.terms import ONE_DAY, add_months, day_after, term_end
from store.values import Billing, TermLength

_YEARS: Final = range(1990, 2101)
"""In which a term can begin and end: what lies outside is a slip, or a way of writing that there is no end."""
_DAYS = {TermLength.MONTH: (28, 31), TermLength.YEAR: (365, 366), TermLength.THREE_YEARS: (1095, 1097)}


class Span(NamedTuple):
    """First and last day, and the day of the month on which billing periods start."""

    length: TermLength
    billing: Billing
    starts_on: date
    ends_on: date
    anchor_day: int


def for_good(starts_on: date | None, length: TermLength | None, billing: Billing | None) -> Span:
    """What was bought for good has no end, whatever a list says of one."""
    if not starts_on:
        raise BadRow("starts_on", "is missing: the day on which it was bought for good")
    if length is None:
        raise BadRow("length", "is missing")
    _possible("starts_on", starts_on)
    return Span(length, _billing(billing, length), starts_on, date.max, starts_on.day)


@lru_cache(maxsize=4096)
def span(starts_on: date | None, ends_on: date | None, length: TermLength | None, billing: Billing | None) -> Span:
    """`BadRow` where that is not enough, or can't be."""
    _possible("starts_on", starts_on)
    _possible("ends_on", ends_on)
    length = length or _length(starts_on, ends_on)
    if starts_on and not ends_on:
        ends_on = term_end(starts_on, length, starts_on.day)
    elif ends_on and not starts_on:
        next_term = day_after(ends_on)
        starts_on = add_months(next_term, -length.months, next_term.day)
        return Span(length, _billing(billing, length), starts_on, ends_on, next_term.day)
    if not starts_on or not ends_on:
        raise BadRow("ends_on", "is missing, and so is the start: one of them is needed")
    if ends_on < starts_on:
        raise BadRow("ends_on", f"{ends_on} is before the start, {starts_on}")
    return Span(length, _billing(billing, length), starts_on, ends_on, _anchor(starts_on, ends_on))


def _possible(column: str, day: date | None) -> None:
    if day and day.year not in _YEARS:
        raise BadRow(column, f"{day} is no day of a term: {_YEARS[0]} to {_YEARS[-1]}")


def _length(starts_on: date | None, ends_on: date | None) -> TermLength:
    """The term that lasts as long as from the one day to the other."""
    if starts_on and ends_on:
        days = (ends_on - starts_on + ONE_DAY).days
        for length, (least, most) in _DAYS.items():
            if least <= days <= most:
                return length
    raise BadRow("length", "is missing, and start and end don't make a month, a year or three")


def _billing(billing: Billing | None, length: TermLength) -> Billing:
    """A monthly term has one way of being billed; any other must say."""
    if billing is None and length is TermLength.MONTH:
        return Billing.MONTHLY
    if billing is None:
        raise BadRow("billing", "is missing")
    if billing.months > length.months:
        raise BadRow("billing", f"{billing} billing is longer than a term of {length}")
    return billing


def _anchor(starts_on: date, ends_on: date) -> int:
    """A term from the last of a short month to the day before a 31st, say, keeps the 31."""
    follows = day_after(ends_on)
    shortened = day_after(starts_on).day == 1 and follows.day > starts_on.day
    return follows.day if shortened else starts_on.day
