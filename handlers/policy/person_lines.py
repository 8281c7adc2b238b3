"""People as they are typed into one field, one a line: `First Last <mail>`, and behind a comma a second address."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.policy.addresses import BadAddress, normal

MOST_PEOPLE: Final = 25
LONGEST_NAME: Final = 100
_MAIL: Final = re.compile(r"[^\s,;<>]*@[^\s,;<>]*")
_AROUND: Final = "<>,; "
_MOST_ADDRESSES: Final = 2
_QUOTES: Final = "\"'“”«» "
_UNSEEN: Final = {"Cc", "Cf", "Co", "Cs"}


class Fault(StrEnum):
    """What is wrong with a line."""

    NO_ADDRESS = "no-address"
    BAD_ADDRESS = "bad-address"
    BAD_SECOND = "bad-second"
    LONG_NAME = "long-name"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to add. Addresses are in their normal form; without a second one `notify` is None."""

    line: int
    first_name: str
    last_name: str
    login: str
    notify: str | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """`said` is what is wrong in it; `first` the line that says the same already."""

    line: int
    fault: Fault
    said: str
    first: int = 0


class TooManyPeople(ValueError):
    """More lines than one form takes."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class _Wrong(ValueError):
    def __init__(self, fault: Fault, said: str) -> None:
        super().__init__(fault)
        self.fault, self.said = fault, said


def parse(text: str) -> tuple[list[Person], list[BadLine]]:
    """The people, and the lines that are none; blank lines are passed over. `TooManyPeople` beyond `MOST_PEOPLE`."""
    lines = [(number, line) for number, raw in enumerate(text.splitlines(), 1) if (line := seen(raw))]
    if len(lines) > MOST_PEOPLE:
        raise TooManyPeople(len(lines))
    people: dict[str, Person] = {}
    bad: list[BadLine] = []
    for number, line in lines:
        try:
            person = _person(number, line)
        except _Wrong as no:
            bad.append(BadLine(number, no.fault, no.said))
            continue
        if (first := people.setdefault(person.login, person)) is not person:
            bad.append(BadLine(number, Fault.TWICE, person.login, first.line))
    return list(people.values()), bad


def seen(text: str) -> str:
    """Text on one line, without what can't be seen: no marks that turn the direction of what follows."""
    shown = (" " if char.isspace() else char for char in text if char.isspace() or not _unseen(char))
    return " ".join("".join(shown).split())


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN


def _person(number: int, line: str) -> Person:
    name, mail, second = _parts(line)
    login = _address(mail, Fault.BAD_ADDRESS)
    notify = _address(second, Fault.BAD_SECOND) if second else None
    first_name, last_name = names(name)
    if len(first_name) > LONGEST_NAME or len(last_name) > LONGEST_NAME:
        raise _Wrong(Fault.LONG_NAME, name)
    return Person(number, first_name, last_name, login, notify if notify != login else None)


def _parts(line: str) -> tuple[str, str, str]:
    """Name, address, second address, each as it was written; anything behind or between the addresses is too much."""
    found = list(_MAIL.finditer(line))
    if not found:
        raise _Wrong(Fault.NO_ADDRESS, line)
    between = _MAIL.sub("", line[found[0].start() :])
    if len(found) > _MOST_ADDRESSES or between.strip(_AROUND):
        raise _Wrong(Fault.BAD_ADDRESS, line[found[0].start() :])
    name = line[: found[0].start()].rstrip(" ,;<")
    return name, found[0][0], found[1][0] if found[1:] else ""


def _address(text: str, fault: Fault) -> str:
    try:
        return normal(text)
    except BadAddress as bad:
        raise _Wrong(fault, text) from bad


def names(text: str) -> tuple[str, str]:
    """First and last name: `Élise Brun`, `Anna van der Berg`, and `Brun, Élise`."""
    plain = seen(text).strip(_QUOTES)
    last_name, comma, first_name = plain.partition(",")
    if comma:
        return first_name.strip(_QUOTES), last_name.strip(_QUOTES)
    first_name, _space, last_name = plain.partition(" ")
    return first_name, last_name.strip()
