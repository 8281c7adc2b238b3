"""The names of Microsoft tenants: the first part of a new one's domain, or the whole domain of one that is there."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

SUFFIX: Final = ".onmicrosoft.com"
LONGEST: Final = 27
_NEW: Final = re.compile(r"[a-z][a-z0-9]*", re.ASCII)
_THERE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.ASCII)
_LONGEST_THERE: Final = 63
_SHOWN: Final = 80


class Fault(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too-long"
    FIRST = "first"
    LETTERS = "letters"
    OTHER_DOMAIN = "other-domain"


class BadName(ValueError):
    """No tenant can be called so; `fault` says why, `typed` is its beginning."""

    def __init__(self, fault: Fault, typed: str) -> None:
        super().__init__(f"{fault}: {typed[:_SHOWN]}")
        self.fault = fault
        self.typed = typed[:_SHOWN]


def new(typed: str) -> str:
    """The domain of a tenant that is to be made: `contoso.onmicrosoft.com` for `Contoso`. Raises `BadName`."""
    name = _first_part(typed)
    if len(name) > LONGEST:
        raise BadName(Fault.TOO_LONG, typed)
    if not name[0].isascii() or not name[0].isalpha():
        raise BadName(Fault.FIRST, typed)
    if not _NEW.fullmatch(name):
        raise BadName(Fault.LETTERS, typed)
    return name + SUFFIX


def existing(typed: str) -> str:
    """The domain of a tenant that is there, whatever rules it was made by. Raises `BadName`."""
    name = _first_part(typed)
    if len(name) > _LONGEST_THERE:
        raise BadName(Fault.TOO_LONG, typed)
    if not _THERE.fullmatch(name):
        raise BadName(Fault.LETTERS, typed)
    return name + SUFFIX


def _first_part(typed: str) -> str:
    """What stands before the suffix, with or without which it may be typed."""
    name = typed.strip().lower().removeprefix("@").rstrip(".").removesuffix(SUFFIX)
    if not name or name == SUFFIX.lstrip("."):
        raise BadName(Fault.EMPTY, typed)
    if "." in name or "@" in name:
        raise BadName(Fault.OTHER_DOMAIN, typed)
    return name
