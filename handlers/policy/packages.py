"""The wholesale packages: what each one needs of its user. Source: the vendor's administration guide for wholesale."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from store.values.webex import Package

MOST_BY_HAND: Final = 25
"""How many users one manual addition takes; more of them come as a file."""
WITH_CALLING: Final = frozenset(
    {Package.CALLING, Package.CALLING_STANDARD, Package.SUITE, Package.VOICE, Package.CX_ESSENTIALS}
)
WITH_MEETINGS: Final = frozenset({Package.MEETINGS, Package.SUITE})
ADD_ONS: Final = frozenset({Package.ATTENDANT_CONSOLE})
"""It depends on a package beside it, and the vendor takes one package of a user: so nobody can be given it yet."""


class Lack(StrEnum):
    """What a package needs and a user does not have."""

    NUMBER = "number"
    LOCATION = "location"
    SITE = "site"
    BASE = "base"


class Equipped(Protocol):
    """What a user has: a number or an extension, a location, a preferred site; what there is none of is empty."""

    @property
    def number(self) -> str: ...
    @property
    def extension(self) -> str: ...
    @property
    def location(self) -> str: ...
    @property
    def site(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Equipment:
    """That, and no more."""

    number: str = ""
    extension: str = ""
    location: str = ""
    site: str = ""


def lacks(package: Package, has: Equipped) -> tuple[Lack, ...]:
    """Without these it is refused: calling needs a number or an extension, and where its user sits."""
    if package in ADD_ONS:
        return (Lack.BASE,)
    if package not in WITH_CALLING:
        return ()
    missing = ((Lack.NUMBER, has.number or has.extension), (Lack.LOCATION, has.location))
    return tuple(lack for lack, there in missing if not there)


def warns(package: Package, has: Equipped) -> tuple[Lack, ...]:
    """Without these it goes on, and is said: meetings without a preferred site are trouble later."""
    return (Lack.SITE,) if package in WITH_MEETINGS and not has.site else ()


def exceeds(limit: int | None, used: int, wanted: int) -> int:
    """By how many users a package would go beyond what the customer may have; 0 within, and where there is no limit."""
    return max(0, used + wanted - limit) if limit is not None else 0
