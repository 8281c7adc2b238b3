"""Users of a wholesale customer as they are typed, one a line: `Ann Ax <mail>; Suite; +33142685300; Paris`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from handlers.policy import user_columns, user_rows
from handlers.policy.packages import MOST_BY_HAND, WITH_CALLING, WITH_MEETINGS
from handlers.policy.person_lines import names, seen
from handlers.policy.user_columns import HEADINGS, squeezed
from handlers.policy.user_rows import Remark, Said, Word
from store.values.webex import Package

PACKAGE: Final = "package"
"""The field of a remark about the package as such."""
_AROUND: Final = "<>,; "
_BETWEEN: Final = "<> "
_SHORT: Final = re.compile(r"(\d{2,6})|(?:x|ext|extension|poste)\.?\s*(\d+)", re.IGNORECASE)
_CALLED: Final = re.compile(r"'?\+?[\s().\-/]*\d[\d\s().\-/]*")
_SHOWN: Final = 60


class Shared(NamedTuple):
    """What the lines have that say nothing else: a package, a location by name, the customer's meetings site."""

    package: Package | None = None
    location: str = ""
    site: str = ""


class TooManyLines(ValueError):
    """More lines than one manual addition takes."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


def read(text: str, shared: Shared, country: str = "") -> list[Said]:
    """The lines as rows of a file would be read; blank ones are passed over. `TooManyLines` beyond `MOST_BY_HAND`."""
    lines = [(number, line) for number, raw in enumerate(text.splitlines(), 1) if (line := seen(raw))]
    if len(lines) > MOST_BY_HAND:
        raise TooManyLines(len(lines))
    return [_line(number, line, shared, country) for number, line in lines]


def package(text: str) -> Package | None:
    """`Suite`, `webex suite` and `webex_suite` are one; None for what is none."""
    return _PACKAGES.get(squeezed(text))


def _line(number: int, line: str, shared: Shared, country: str) -> Said:
    person, *rest = [piece.strip() for piece in line.split(";")]
    named = rest[0] if rest else ""
    chosen = package(named) if named else shared.package
    said = user_rows.read(number, _person(person) | _equipment(rest[1:], chosen, shared), country)
    if chosen is None:
        said.wrong += (Remark(Word.NO_PACKAGE if named else Word.MISSING, PACKAGE, named[:_SHOWN]),)
    return said


def _person(text: str) -> dict[str, str]:
    """Names and address; all behind the names is the address, so that two of them are none."""
    before, at, _rest = text.partition("@")
    start = max(before.rfind(char) for char in _BETWEEN) + 1 if at else len(text)
    name, mail = text[:start], text[start:]
    first_name, last_name = names(name.rstrip(_AROUND))
    return {
        user_columns.FIRST_NAME: first_name,
        user_columns.LAST_NAME: last_name,
        user_columns.LOGIN: mail.strip(_AROUND),
    }


def _equipment(pieces: Iterable[str], chosen: Package | None, shared: Shared) -> dict[str, str]:
    """A number, an extension and a location in any order; what they share where a line says none."""
    cells: dict[str, str] = {}
    others: list[str] = []
    for piece in filter(None, pieces):
        if found := _SHORT.fullmatch(piece):
            cells[user_columns.EXTENSION] = found[1] or found[2]
        elif _CALLED.fullmatch(piece):
            cells[user_columns.NUMBER] = piece
        else:
            others.append(piece)
    if others or chosen in WITH_CALLING:
        cells[user_columns.LOCATION] = "; ".join(others) or shared.location
    if chosen in WITH_MEETINGS:
        cells[user_columns.SITE] = shared.site
    return cells | ({str(chosen): "true"} if chosen else {})


def _names() -> Mapping[str, Package]:
    known: dict[str, Package] = {}
    for one in Package:
        for name in (str(one), *HEADINGS[str(one)]):
            plain = squeezed(name).removeprefix("package").removesuffix("package")
            known |= {squeezed(name): one, plain: one, plain.removeprefix("webex"): one}
    return known


_PACKAGES: Final = _names()
