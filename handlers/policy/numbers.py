"""Seat numbers as people type them: `12`, `+3`, `−2`, `1 000`."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from store.values import MOST_SEATS

_MINUS = str.maketrans(dict.fromkeys("\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}", "-"))
_NUMBER = re.compile(
    r"""(?P<sign>[+-]?)\ ?
        (?P<digits> [0-9]+
        | [1-9][0-9]{0,2} (?P<space>[ .,'’])[0-9]{3} (?:(?P=space)[0-9]{3})* )""",
    re.VERBOSE,
)
_FRACTION = re.compile(r"[+-]? ?[0-9]+[.,][0-9]+")
_LONGEST = 40


class Fault(StrEnum):
    EMPTY = "empty"
    NOT_A_NUMBER = "not-a-number"
    FRACTION = "fraction"
    TOO_LARGE = "too-large"


class BadNumber(ValueError):
    """What was typed is no number of seats; `fault` says why, `typed` is its beginning."""

    def __init__(self, fault: Fault, typed: str) -> None:
        super().__init__(f"{fault}: {typed[:_LONGEST]}")
        self.fault = fault
        self.typed = typed[:_LONGEST]


def seat_target(text: str, current: int) -> int:
    """The number asked for, counted from `current` where a sign leads; zero and less are the policy's to refuse."""
    typed = _plain(text)
    number = _NUMBER.fullmatch(typed) if len(typed) <= _LONGEST else None
    if number is None:
        raise BadNumber(_fault(typed), text)
    sign, digits = number["sign"], int(re.sub("[^0-9]", "", number["digits"]))
    if digits > MOST_SEATS:
        raise BadNumber(Fault.TOO_LARGE, text)
    return current + int(f"{sign}{digits}") if sign else digits


def _plain(text: str) -> str:
    """Full-width digits, real minus signs and narrow spaces as the plain ones; superscripts and fractions stay odd."""
    if any(unicodedata.category(char) == "No" for char in text[: _LONGEST + 1]):
        return "?"
    return " ".join(unicodedata.normalize("NFKC", text[: 2 * _LONGEST]).translate(_MINUS).split())


def _fault(typed: str) -> Fault:
    if not typed:
        return Fault.EMPTY
    if _FRACTION.fullmatch(typed):
        return Fault.FRACTION
    return Fault.TOO_LARGE if re.fullmatch(r"[+-]?[0-9]+", typed) else Fault.NOT_A_NUMBER
