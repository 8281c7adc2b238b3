"""Calling numbers as the network writes them (E.164), and extensions; what spreadsheets do to them is undone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_EXTENSION: Final = re.compile(r"\d{2,10}", re.ASCII)
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?e[+]?\d{1,2}", re.ASCII | re.IGNORECASE)
_FRACTION: Final = re.compile(r"(\d+)[.,]0+", re.ASCII)
_LONGEST: Final = 40
_SHOWN: Final = 40


class Fault(StrEnum):
    """`rounded`: a spreadsheet wrote it as 3.31E+10, and its last digits are gone."""

    NOT_A_NUMBER = "not-a-number"
    NOT_POSSIBLE = "not-possible"
    ROUNDED = "rounded"
    EXTENSION = "extension"


class BadNumber(ValueError):
    """No number that can be called; `fault` says why, `typed` is its beginning."""

    def __init__(self, fault: Fault, typed: str) -> None:
        super().__init__(f"{fault}: {typed[:_SHOWN]}")
        self.fault = fault
        self.typed = typed[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Number:
    """`e164` is the number; `restored` says that its `+` was missing and was put back."""

    e164: str
    restored: bool = False


def number(typed: str, country: str = "") -> Number:
    """A number as it is typed or as a spreadsheet left it; `country` (ISO) reads national ones. Raises `BadNumber`."""
    text = _as_meant(typed)
    found = _parsed(text, country)
    if found:
        return Number(found, restored=found == f"+{text}")
    if _DIGITS.fullmatch(text) and (international := _parsed(f"+{text}", "")):
        return Number(international, restored=True)
    looks = _DIGITS.search(text) and re.fullmatch(r"[+\d\s().\-/]+", text)
    raise BadNumber(Fault.NOT_POSSIBLE if looks else Fault.NOT_A_NUMBER, typed)


def extension(typed: str) -> str:
    """Two to ten digits; a zero in front is one of them. Raises `BadNumber`."""
    text = _as_meant(typed)
    if not _EXTENSION.fullmatch(text):
        raise BadNumber(Fault.EXTENSION, typed)
    return text


def _as_meant(typed: str) -> str:
    """Without the marks of a spreadsheet: `'`, `="…"`, `.0` at the end of a number."""
    text = typed.strip()
    if len(text) > _LONGEST:
        raise BadNumber(Fault.NOT_A_NUMBER, typed)
    if _SCIENTIFIC.fullmatch(text):
        raise BadNumber(Fault.ROUNDED, typed)
    text = text.removeprefix("=").strip('"').removeprefix("'").strip()
    whole = _FRACTION.fullmatch(text)
    return whole[1] if whole else text


def _parsed(text: str, country: str) -> str | None:
    """Its E.164 form, if it is a number that a plan knows."""
    import phonenumbers  # noqa: PLC0415 - its tables are large, and few requests need them

    try:
        found = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    if found.extension or not phonenumbers.is_valid_number(found):
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
