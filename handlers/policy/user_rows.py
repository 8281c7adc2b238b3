"""What a row of a file of users asks for: its cells read, one by one, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from handlers.policy import addresses, phone_numbers, site_names, user_columns
from handlers.policy.addresses import BadAddress
from handlers.policy.names import fold
from handlers.policy.packages import ADD_ONS
from handlers.policy.phone_numbers import BadNumber
from handlers.policy.site_names import BadSite
from store.values.webex import Package

LONGEST: Final = 120
_LONGEST_SITE: Final = 255
_SHOWN: Final = 60
_YES: Final = frozenset({"true", "vrai", "1", "yes", "oui", "x"})
_NO: Final = frozenset({"", "false", "faux", "0", "no", "non"})


class Word(StrEnum):
    """What is said about a row."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NO_ADDRESS = "no-address"
    NO_FLAG = "no-flag"
    NOT_A_NUMBER = "not-a-number"
    NOT_POSSIBLE = "not-possible"
    ROUNDED = "rounded"
    BAD_EXTENSION = "bad-extension"
    BAD_SITE = "bad-site"
    TWO_PACKAGES = "two-packages"
    ADD_ON = "add-on"
    NO_PACKAGE = "no-package"
    WIDTH = "width"
    CUT_OFF = "cut-off"
    TWICE = "twice"
    NUMBER_TWICE = "number-twice"
    NUMBER_TAKEN = "number-taken"
    ELSEWHERE = "elsewhere"
    NO_NUMBER = "no-number"
    NO_LOCATION = "no-location"
    UNKNOWN_LOCATION = "unknown-location"
    LIMIT = "limit"
    NOBODY = "nobody"
    ALREADY = "already"
    NO_SITE = "no-site"
    RESTORED = "restored"
    BASES = "bases"
    RECREATED = "recreated"
    CHANGED_SINCE = "changed-since"


_FAULTS: Final = {
    phone_numbers.Fault.NOT_A_NUMBER: Word.NOT_A_NUMBER,
    phone_numbers.Fault.NOT_POSSIBLE: Word.NOT_POSSIBLE,
    phone_numbers.Fault.ROUNDED: Word.ROUNDED,
    phone_numbers.Fault.EXTENSION: Word.BAD_EXTENSION,
}


class Remark(NamedTuple):
    """Something to say about one column of a row; `said` is what stands there, or who stands in the way."""

    word: Word
    field: str
    said: str = ""


class BadCell(ValueError):
    """A cell that can't be taken."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.word)
        self.remark = remark


@dataclass(slots=True)
class Said:
    """A row as it was read. None: the file has no such column. `wrong` is empty for one that can be planned."""

    row: int
    first_name: str = ""
    last_name: str = ""
    login: str = ""
    previous: str = ""
    package: Package | None = None
    number: str | None = None
    extension: str | None = None
    location: str | None = None
    site: str | None = None
    bases: dict[str, bool] | None = None
    wrong: tuple[Remark, ...] = ()
    noted: tuple[Remark, ...] = ()


def read(row: int, cells: Mapping[str, str], country: str = "") -> Said:
    """The row, with all that is wrong with it; `country` (ISO) reads national numbers."""
    said = Said(row)
    chosen: list[Package] = []
    for name, text in cells.items():
        try:
            if take := _READ.get(name):
                take(said, name, text, country)
            elif (package := user_columns.PACKAGES.get(name)) and flag(name, text):
                chosen.append(package)
        except BadCell as bad:
            said.wrong += (bad.remark,)
        except BadAddress:
            said.wrong += (Remark(Word.NO_ADDRESS, name, text[:_SHOWN]),)
        except BadSite as bad:
            said.wrong += (Remark(Word.BAD_SITE, name, bad.typed[:_SHOWN]),)
        except BadNumber as bad:
            said.wrong += (Remark(_FAULTS[bad.fault], name, bad.typed),)
    _choose(said, chosen)
    return said


def flag(name: str, text: str) -> bool:
    """`TRUE`, `VRAI`, `1`, `yes`, `oui`; an empty cell is no. Raises `BadCell`."""
    if not text:
        return False
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell(Remark(Word.NO_FLAG, name, text[:_SHOWN]))


Take = Callable[[Said, str, str, str], None]


def _name(said: Said, name: str, text: str, _country: str) -> None:
    setattr(said, name, _words(name, text, LONGEST))
    if not getattr(said, name):
        raise BadCell(Remark(Word.MISSING, name))


def _login(said: Said, name: str, text: str, _country: str) -> None:
    if not text.strip():
        if name == user_columns.LOGIN:
            raise BadCell(Remark(Word.MISSING, name))
        return
    setattr(said, name, addresses.normal(text))


def _number(said: Said, name: str, text: str, country: str) -> None:
    if not text.strip():
        said.number = ""
        return
    found = phone_numbers.number(text, country)
    said.number = found.e164
    if found.restored:
        said.noted += (Remark(Word.RESTORED, name, found.e164),)


def _extension(said: Said, _field: str, text: str, _country: str) -> None:
    said.extension = phone_numbers.extension(text) if text.strip() else ""


def _location(said: Said, name: str, text: str, _country: str) -> None:
    said.location = _words(name, text, LONGEST)


def _site(said: Said, name: str, text: str, _country: str) -> None:
    host = _words(name, text, _LONGEST_SITE)
    said.site = site_names.existing(host) if host else ""


def _base(said: Said, name: str, text: str, _country: str) -> None:
    said.bases = {**(said.bases or {}), name: flag(name, text)}


_READ: Final[Mapping[str, Take]] = {
    user_columns.FIRST_NAME: _name,
    user_columns.LAST_NAME: _name,
    user_columns.LOGIN: _login,
    user_columns.PREVIOUS: _login,
    user_columns.NUMBER: _number,
    user_columns.EXTENSION: _extension,
    user_columns.LOCATION: _location,
    user_columns.SITE: _site,
    **dict.fromkeys(user_columns.BASES, _base),
}


def _choose(said: Said, chosen: list[Package]) -> None:
    """The one base package; none of them is a wish to be removed."""
    base = [one for one in chosen if one not in ADD_ONS]
    if len(base) < len(chosen):
        said.wrong += tuple(Remark(Word.ADD_ON, str(one)) for one in sorted(chosen) if one in ADD_ONS)
    if len(base) > 1:
        base.sort()
        said.wrong += (Remark(Word.TWO_PACKAGES, str(base[1]), user_columns.packages_named(base[0])),)
    said.package = base[0] if base else None


def _words(name: str, text: str, longest: int) -> str:
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    found = " ".join(text.split())
    if len(found) > longest:
        raise BadCell(Remark(Word.TOO_LONG, name, found[:_SHOWN]))
    return found


def same_person(one: Said, first_name: str, last_name: str) -> bool:
    """Whether the names are the same, however they are written."""
    return fold(f"{one.first_name} {one.last_name}") == fold(f"{first_name} {last_name}")
