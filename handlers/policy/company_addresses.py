"""Postal addresses of companies, by the rules of their country: its postal codes, and whether a region is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pycountry

from handlers.policy import postal_codes
from handlers.policy.address_faults import BadAddress, Fault
from handlers.policy.names import fold
from handlers.policy.postal_codes import BadCode

WITH_REGIONS: Final = frozenset({"AU", "BR", "CA", "IN", "JP", "MX", "US"})
"""Countries in which an address names its state, province or territory."""
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Address:
    """`country` and, where the country has them, `region` are their ISO letters."""

    street: str
    postal_code: str
    city: str
    region: str
    country: str


def checked(street: str, postal_code: str, city: str, region: str, country: str) -> Address:
    """An address in its country's form; `country` is two known letters. Raises `BadAddress`."""
    given = {"street": street, "postal_code": postal_code, "city": city, "region": region}
    plain = {name: " ".join(text.split()) for name, text in given.items()}
    needed = {"street", "city", *(["postal_code"] if postal_codes.are_needed(country) else [])}
    for name, text in plain.items():
        if not text and name in needed:
            raise BadAddress(Fault.MISSING, name)
        if len(text) > LONGEST:
            raise BadAddress(Fault.TOO_LONG, name)
    place = _region(plain["region"], country)
    code = _code(plain["postal_code"], country, place)
    return Address(plain["street"], code, plain["city"], place, country)


def regions(country: str) -> Mapping[str, str]:
    """The states, provinces or territories of a country that asks for one: letters → name."""
    return {letters: name for letters, name in _regions(country).items() if country in WITH_REGIONS}


def _code(typed: str, country: str, region: str) -> str:
    """Nothing where the country has none."""
    if not typed or not postal_codes.exist(country):
        return ""
    try:
        return postal_codes.checked(typed, country, region)
    except BadCode as bad:
        raise BadAddress(Fault.ELSEWHERE if bad.elsewhere else Fault.CODE, "postal_code", bad.like) from bad


def _region(typed: str, country: str) -> str:
    if country not in WITH_REGIONS:
        return typed
    if not typed:
        raise BadAddress(Fault.MISSING, "region")
    known = _regions(country)
    letters = typed.upper().removeprefix(f"{country}-")
    if letters in known:
        return letters
    for short, name in known.items():
        if fold(name) == fold(typed):
            return short
    raise BadAddress(Fault.REGION, "region")


@cache
def _regions(country: str) -> Mapping[str, str]:
    found = (one for one in pycountry.subdivisions if one.country_code == country)
    return {one.code.partition("-")[2]: one.name for one in found}
