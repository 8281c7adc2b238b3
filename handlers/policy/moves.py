"""Moving from a volume licence: how long devices go on that a KMS has activated, and what a record of them holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers.policy.product_keys import ACTIVATION_LASTS, activated_until
from handlers.policy.terms import first_second, utc_day
from store.values import MOST_SEATS

_FIRST_KMS: Final = date(2007, 1, 1)
"""There was none before."""


class Fault(StrEnum):
    """What is wrong with the figures of a move."""

    NO_DEVICES = "no-devices"
    TOO_MANY = "too-many"
    NEGATIVE = "negative"
    MORE_THAN_ALL = "more-than-all"
    FUTURE = "future"
    LONG_AGO = "long-ago"


class BadMove(ValueError):
    """These figures can't be."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def checked(devices: int, moved: int, renewed: date, *, today: date) -> None:
    """Raises `BadMove` for what can't be; `today` is the local day of whoever says it."""
    if devices < 1:
        raise BadMove(Fault.NO_DEVICES)
    if devices > MOST_SEATS:
        raise BadMove(Fault.TOO_MANY)
    if moved < 0:
        raise BadMove(Fault.NEGATIVE)
    if moved > devices:
        raise BadMove(Fault.MORE_THAN_ALL)
    if renewed > today:
        raise BadMove(Fault.FUTURE)
    if renewed < _FIRST_KMS:
        raise BadMove(Fault.LONG_AGO)


def ends_at(renewed: date) -> datetime:
    """The moment (UTC) from which devices may fail that a KMS renewed on that day."""
    return activated_until(first_second(renewed))


def days_left(renewed: date, now: datetime) -> int:
    """Days until then as the reminders count them: 1 on the last UTC day, 0 afterwards."""
    return max(0, (ends_at(renewed).date() - utc_day(now)).days)


def renewed_on(on_date: date, lead: int, *, early: int) -> date:
    """Of which renewals that day's digest speaks at this lead; `early`: it would come after the last UTC second."""
    return on_date + timedelta(days=lead + early) - ACTIVATION_LASTS
