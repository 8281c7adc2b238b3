"""Postal addresses of companies, by the rules of their country: the code's form, and whether a region is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import pycountry

from handlers.policy.names import fold


@dataclass(frozen=True, slots=True)
class CodeForm:
    """What postal codes look like once they are in capitals; groups are joined by `joint`, `like` is one of them."""

    pattern: re.Pattern[str]
    joint: str
    like: str


def _form(pattern: str, like: str, joint: str = "") -> CodeForm:
    return CodeForm(re.compile(pattern, re.ASCII), joint, like)


_FIVE: Final = r"(\d{5})"
_FOUR: Final = r"(\d{4})"
CODES: Final[Mapping[str, CodeForm]] = {
    "AT": _form(_FOUR, "1010"),
    "AU": _form(_FOUR, "2000"),
    "BE": _form(_FOUR, "1000"),
    "CA": _form(r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[ -]?(\d[ABCEGHJ-NPRSTV-Z]\d)", "K1A 0B1", " "),
    "CH": _form(_FOUR, "8001"),
    "DE": _form(_FIVE, "10115"),
    "DK": _form(_FOUR, "1050"),
    "ES": _form(_FIVE, "28001"),
    "FI": _form(_FIVE, "00100"),
    "FR": _form(r"(\d{2}) ?(\d{3})", "75001"),
    "GB": _form(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[ABD-HJLNP-UW-Z]{2})", "SW1A 1AA", " "),
    "IE": _form(r"([AC-FHKNPRTV-Y]\d[0-9W]) ?([0-9AC-FHKNPRTV-Y]{4})", "D02 AF30", " "),
    "IT": _form(_FIVE, "00118"),
    "LU": _form(r"(?:L-?)?(\d{4})", "1009"),
    "NL": _form(r"([1-9]\d{3}) ?([A-Z]{2})", "1012 AB", " "),
    "NO": _form(_FOUR, "0150"),
    "PL": _form(r"(\d{2})-?(\d{3})", "00-001", "-"),
    "PT": _form(r"(\d{4})-?(\d{3})", "1000-001", "-"),
    "SE": _form(r"(\d{3}) ?(\d{2})", "111 20", " "),
    "US": _form(r"(\d{5})(?:-?(\d{4}))?", "10001", "-"),
}
"""Countries whose codes are checked; everywhere else a code is taken as it is."""
WITHOUT_CODES: Final = frozenset({"AE", "AO", "BS", "GH", "HK", "QA", "ZW"})
WITH_REGIONS: Final = frozenset({"AU", "BR", "CA", "IN", "JP", "MX", "US"})
"""Countries in which an address names its state, province or territory."""
LONGEST: Final = 120


class Fault(StrEnum):
    MISSING = "missing"
    CODE = "code"
    REGION = "region"
    TOO_LONG = "too-long"


class BadAddress(ValueError):
    """What is wrong, in which field."""

    def __init__(self, fault: Fault, field: str) -> None:
        super().__init__(f"{field}: {fault}")
        self.fault = fault
        self.field = field


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
    needed = {"street", "city", *([] if country in WITHOUT_CODES else ["postal_code"])}
    for name, text in plain.items():
        if not text and name in needed:
            raise BadAddress(Fault.MISSING, name)
        if len(text) > LONGEST:
            raise BadAddress(Fault.TOO_LONG, name)
    code, place = _code(plain["postal_code"], country), _region(plain["region"], country)
    return Address(plain["street"], code, plain["city"], place, country)


def regions(country: str) -> Mapping[str, str]:
    """The states, provinces or territories of a country that asks for one: letters → name."""
    return {letters: name for letters, name in _regions(country).items() if country in WITH_REGIONS}


def _code(typed: str, country: str) -> str:
    form = CODES.get(country)
    if form is None or not typed:
        return typed
    found = form.pattern.fullmatch(typed.upper())
    if found is None:
        raise BadAddress(Fault.CODE, "postal_code")
    return form.joint.join(group for group in found.groups() if group)


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
