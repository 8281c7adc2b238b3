"""Which time zone somebody means: by its name, its city, its country, its offset, or what its time is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.policy.names import LONGEST_QUESTION, fold, near

_OFFSET: Final = re.compile(r"(?:utc|gmt)?\s*([+\-\u2212])\s*(\d{1,2})(?:[:.h]?([0-5]\d))?", re.IGNORECASE)
_MOST_HOURS: Final = 14
_NEAREST: Final = 5


@dataclass(frozen=True, slots=True)
class Called:
    """What a zone is called, in every language: its cities (with those of its older names), its countries, its time."""

    cities: tuple[str, ...]
    countries: tuple[str, ...]
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """Zones that somebody may mean. `sure`: they said so; else the names only look alike, and none is taken for it."""

    zones: tuple[str, ...] = ()
    sure: bool = True

    @property
    def the_one(self) -> str | None:
        return self.zones[0] if self.sure and len(self.zones) == 1 else None


def search(words: str, zones: Mapping[str, Called], older: Mapping[str, str], now: datetime) -> Meant:
    """The zones that are meant, in the order of `zones`. `older` are names that some of them had."""
    asked = words.strip()[:LONGEST_QUESTION]
    question = fold(asked)
    if not question:
        return Meant()
    if named := _by_id(asked, zones, older):
        return Meant((named,))
    if (wanted := offset(asked)) is not None:
        return Meant(tuple(id for id in zones if utc_offset(id, now) == wanted))
    if found := _equal(question, zones) or _beginning(question, zones):
        return Meant(tuple(found))
    return Meant(tuple(_near(asked, zones)), sure=False)


def offset(words: str) -> timedelta | None:
    """`UTC`, `+1`, `UTC+01:00`, `GMT-5`, `+5h30` as a span of time; None for what is none."""
    asked = words.strip()
    if asked.casefold() in {"utc", "gmt", "z"}:
        return timedelta(0)
    found = _OFFSET.fullmatch(asked)
    if found is None or int(found[2]) > _MOST_HOURS:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return span if found[1] == "+" else -span


def utc_offset(id: str, now: datetime) -> timedelta:
    """How far its clocks are from UTC at that moment."""
    return now.astimezone(ZoneInfo(id)).utcoffset() or timedelta(0)


def written(span: timedelta) -> str:
    """`UTC+01:00`, `UTC−05:30`."""
    minutes = round(abs(span).total_seconds() / 60)
    return f"UTC{'−' if span < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _by_id(asked: str, zones: Mapping[str, Called], older: Mapping[str, str]) -> str | None:
    known = {id.casefold(): id for id in zones} | {old.casefold(): id for old, id in older.items() if old not in zones}
    return known.get(asked.casefold().replace(" ", "_"))


def _equal(question: str, zones: Mapping[str, Called]) -> list[str]:
    """A city before a country of that name, a country before a time."""
    for names in ("cities", "countries", "times"):
        if found := [id for id, called in zones.items() if question in map(fold, getattr(called, names))]:
            return found
    return []


def _beginning(question: str, zones: Mapping[str, Called]) -> list[str]:
    """Those in whose names every word of the question begins one."""
    asked = question.split()
    return [id for id, text in _texts(zones).items() if all(_begins(word, text) for word in asked)]


def _begins(word: str, text: str) -> bool:
    return f" {word}" in f" {text}"


def _near(asked: str, zones: Mapping[str, Called]) -> list[str]:
    cities = {id: " ".join(dict.fromkeys(called.cities)) for id, called in zones.items()}
    return near(asked, cities, limit=_NEAREST)


def _texts(zones: Mapping[str, Called]) -> dict[str, str]:
    return {
        id: fold(" ".join((*called.cities, *called.countries, *called.times, id.replace("/", " "))))
        for id, called in zones.items()
    }
