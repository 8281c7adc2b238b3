"""Time zones, and languages of countries, as their reader calls them: from the zone table and from Babel."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone, get_timezone_location, get_timezone_name

from bot.phrases import LOCALES

_TABLES: Final = "zoneinfo"


class Zone(NamedTuple):
    """An IANA zone, the letters of its country, and in one language: its city, its country, what its time is called."""

    id: str
    country: str
    city: str
    territory: str
    called: str


@cache
def zones(language: str) -> tuple[Zone, ...]:
    """All zones in which somebody lives, by country and city."""
    locale = Locale.parse(LOCALES[language])
    named = (_zone(id, country, locale) for id, country in _countries().items())
    return tuple(sorted(named, key=lambda zone: (zone.territory, zone.city)))


@cache
def older_names() -> dict[str, str]:
    """Names that zones had, or have besides: `US/Pacific` → `America/Los_Angeles`."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    links = {alias: target for _letter, target, alias in rows}
    return {alias: _followed(alias, links) for alias in links if _followed(alias, links) in _countries()}


def language_name(code: str, language: str) -> str:
    """`French (Canada)` for `fr_CA`; a code that nobody knows stays as it is."""
    try:
        return Locale.parse(code).get_display_name(LOCALES[language]) or code
    except (ValueError, UnknownLocaleError):
        return code


def _zone(id: str, country: str, locale: Locale) -> Zone:
    city = get_timezone_location(id, locale, return_city=True).rpartition("/")[2]
    return Zone(id, country, city, locale.territories.get(country, country), _called(id, locale))


def _called(id: str, locale: Locale) -> str:
    return get_timezone_name(get_timezone(id), locale=locale)


@cache
def _countries() -> dict[str, str]:
    """Zone → the country in whose table it stands."""
    rows = (line.split("\t") for line in _lines("zone.tab"))
    return {id: country for country, _where, id, *_note in rows}


def _followed(alias: str, links: dict[str, str]) -> str:
    known = _countries()
    while alias not in known and alias in links:
        alias = links[alias]
    return alias


def _lines(table: str) -> Iterator[str]:
    text = (files("tzdata") / _TABLES / table).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
