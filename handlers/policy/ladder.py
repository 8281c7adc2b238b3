"""On which local days a term's end is announced, and at which moment a digest goes out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.policy.terms import ONE_DAY

DEFAULT_LEADS = (90, 60, 30, 14, 7, 3, 1, 0)
"""Days before the end of a term, longest first."""

LONGEST_LEAD = 730
MOST_LEADS = 20


class Fault(StrEnum):
    EMPTY = "empty"
    NOT_A_NUMBER = "not-a-number"
    OUT_OF_RANGE = "out-of-range"
    TOO_MANY = "too-many"


class BadLadder(ValueError):
    """What was typed is no list of days; `fault` says why, `word` is the first that is wrong."""

    def __init__(self, fault: Fault, word: str = "") -> None:
        super().__init__(f"{fault}: {word}")
        self.fault = fault
        self.word = word


def parse_ladder(text: str) -> tuple[int, ...]:
    """Days typed with commas or spaces between them, longest first and each once."""
    leads = sorted({_lead(word) for word in re.split(r"[\s,;]+", text) if word}, reverse=True)
    if not leads:
        raise BadLadder(Fault.EMPTY)
    if len(leads) > MOST_LEADS:
        raise BadLadder(Fault.TOO_MANY, str(leads[MOST_LEADS]))
    return tuple(leads)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def last_opening_day(ends_at: datetime, zone: ZoneInfo, digest_at: time) -> date:
    """The last local day whose digest still comes before the end: the day that the lead 0 stands for.

    In Paris a term that ends at 23:59:59 UTC ends after midnight, when a digest of that day would be too late.
    """
    day = local_day(ends_at, zone)
    return day if opening(day, zone, digest_at) <= ends_at else day - ONE_DAY


def opening(day: date, zone: ZoneInfo, digest_at: time) -> datetime:
    """The moment (UTC) of a day's digest: an hour that comes twice counts once, one that is skipped comes after."""
    return datetime.combine(day, digest_at.replace(fold=0), zone).astimezone(UTC)


def _lead(word: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", word):
        raise BadLadder(Fault.NOT_A_NUMBER, word[:40])
    if int(word) > LONGEST_LEAD:
        raise BadLadder(Fault.OUT_OF_RANGE, word)
    return int(word)
