"""Remote Desktop licence servers: how they are called, and which client access licences they take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from handlers.policy.product_keys import OLDEST_LICENCE_SERVER, Runs, cal_runs

SERVER_VERSIONS: Final = (2025, 2022, 2019, OLDEST_LICENCE_SERVER)
_LABEL: Final = re.compile(r"\w(?:[\w-]*\w)?")
_LONGEST_LABEL: Final = 63
_LONGEST: Final = 253
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


class NameFault(StrEnum):
    """What is wrong with the name of a computer."""

    EMPTY = "empty"
    SIGN = "sign"
    LENGTH = "length"


class BadName(ValueError):
    """No computer is called like that."""

    def __init__(self, fault: NameFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def called(text: str) -> str:
    """A computer's name, short or with its domain."""
    name = text.strip()
    if not name:
        raise BadName(NameFault.EMPTY)
    labels = name.split(".")
    if len(name) > _LONGEST or max(map(len, labels)) > _LONGEST_LABEL:
        raise BadName(NameFault.LENGTH)
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise BadName(NameFault.SIGN)
    return name


def takes(server: int) -> Mapping[int, Runs]:
    """The versions of client access licences that run on such a server, oldest first, each with how that is known."""
    found = ((licence, cal_runs(licence, server)) for licence in sorted(SERVER_VERSIONS))
    return {licence: runs for licence, runs in found if runs is not Runs.NO}


def year(version: str, product: str) -> int | None:
    """The year of a licence: its key's version, else the one that its product's name says."""
    found = _YEAR.search(version) or _YEAR.search(product)
    return int(found[0]) if found else None
