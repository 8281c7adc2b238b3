"""Product keys: how they are written, and which versions a licence lets one run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from store.values import KeyKind

DOWNLOAD_LASTS: Final = timedelta(days=5)
"""From the first download on; the address is refused after it."""
ACTIVATION_LASTS: Final = timedelta(days=180)
"""How long a device that a KMS has activated goes on without renewing it."""
KMS_LEADS: Final = (90, 30, 14, 7, 1)
_LETTERS: Final = frozenset("BCDFGHJKMNPQRTVWXY2346789")
_LENGTH: Final = 25
_GROUP: Final = f"[{''.join(sorted(_LETTERS))}]{{5}}"
_NORMAL: Final = re.compile("-".join([_GROUP] * 5))
_OTHER: Final = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?")
_MARKS: Final = r"\s\-\u2010-\u2015\u2212\u00ad"
_WRITTEN_OUT: Final = re.compile(
    rf"(?<![^\W_])(?:{_GROUP}[{_MARKS}]*){{4}}({_GROUP})(?![^\W_])", re.IGNORECASE | re.ASCII
)
_BETWEEN: Final = re.compile(rf"[{_MARKS}]+")


class Fault(StrEnum):
    """What is wrong with a key as it was written."""

    EMPTY = "empty"
    LENGTH = "length"
    LETTER = "letter"
    SIGN = "sign"


class BadKey(ValueError):
    """Not a key. Nothing of it is in the message; `place` is the position of what does not belong there, from 1."""

    def __init__(self, fault: Fault, place: int = 0, length: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.place = place
        self.length = length


def normal(text: str, kind: KeyKind) -> str:
    """A key as it is kept: MAK and retail keys as five groups of five capitals, whatever stood between them."""
    if not text.strip():
        raise BadKey(Fault.EMPTY)
    if kind is KeyKind.OTHER:
        return _printed(text.strip())
    if _NORMAL.fullmatch(text):
        return text
    signs = _BETWEEN.sub("", text).upper()
    for place, sign in enumerate(signs, 1):
        if sign not in _LETTERS:
            raise BadKey(Fault.LETTER, place)
    if len(signs) != _LENGTH:
        raise BadKey(Fault.LENGTH, length=len(signs))
    return "-".join(signs[start : start + 5] for start in range(0, _LENGTH, 5))


def _printed(text: str) -> str:
    if not _OTHER.fullmatch(text):
        raise BadKey(Fault.SIGN)
    return text


def hint(key: str) -> str:
    """The last five characters: enough to tell keys apart in a list, and of no use without the rest."""
    return key.replace("-", "")[-5:] if len(key) > 2 * 5 else ""


def covered(text: str) -> str:
    """What somebody wrote, with the last five characters of each key in it and no more."""
    return _WRITTEN_OUT.sub(r"…\1", text)


_VERSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "windows server": ("2025", "2022", "2019", "2016", "2012 R2", "2012"),
    "sql server": ("2022", "2019", "2017", "2016", "2014"),
    "exchange server": ("SE", "2019", "2016", "2013"),
    "sharepoint server": ("SE", "2019", "2016", "2013"),
    "skype for business server": ("SE", "2019", "2015"),
    "project server": ("SE", "2019", "2016"),
    "office": ("2024", "2021", "2019", "2016"),
    "project": ("2024", "2021", "2019", "2016"),
    "visio": ("2024", "2021", "2019", "2016"),
    "windows": ("11", "10", "8.1"),
}
_DEPTH: Final[Mapping[str, int]] = {"windows": 1}
_MOST_BACK: Final = 2
"""n-1 and n-2, as most products have it."""


def allowed_versions(product: str) -> tuple[str, ...]:
    """The version that a product's name says, and those before it that may be run instead, newest first.

    None for a name that the table does not know, or that names no version: then no version is refused.
    """
    name = product.casefold().removeprefix("microsoft ")
    family = max((one for one in _VERSIONS if name.startswith(one)), key=len, default="")
    versions = _VERSIONS.get(family, ())
    bought = max((one for one in versions if _names(name, one)), key=len, default="")
    if not bought:
        return ()
    first = versions.index(bought)
    return versions[first : first + 1 + _DEPTH.get(family, _MOST_BACK)]


def run_as(product: str, version: str) -> str | None:
    """A version as the table writes it, or None for one that the product gives no right to; empty fits any."""
    allowed = allowed_versions(product)
    if not version or not allowed:
        return version
    return next((one for one in allowed if one.casefold() == version.casefold()), None)


def _names(product: str, version: str) -> bool:
    return re.search(rf"(?<!\S){re.escape(version.casefold())}(?!\S)", product) is not None


def is_client_access(product: str) -> bool:
    """Whether it is a Remote Desktop Services client access licence, whose codes are used once."""
    return re.search(r"\brds\b.*\bcal\b|remote desktop.*\bcal\b", product.casefold()) is not None


class Runs(StrEnum):
    """Whether a server takes a client access licence; `BY_PRINCIPLE`: yes, by the same rule, beyond what is written."""

    YES = "yes"
    BY_PRINCIPLE = "by-principle"
    NO = "no"


OLDEST_LICENCE_SERVER: Final = 2016
_WRITTEN: Final = frozenset({(2016, 2016), (2016, 2019), (2019, 2019)})
_WRITTEN_YEARS: Final = frozenset({2016, 2019})


def cal_runs(licence: int, server: int) -> Runs:
    """A 2016 licence runs on 2016 and 2019 servers, a 2019 one on 2019 only; later ones on their own version."""
    if server < OLDEST_LICENCE_SERVER or licence < OLDEST_LICENCE_SERVER:
        return Runs.NO
    if {licence, server} <= _WRITTEN_YEARS:
        return Runs.YES if (licence, server) in _WRITTEN else Runs.NO
    return Runs.BY_PRINCIPLE if licence == server else Runs.NO


def download_until(first_used_at: datetime) -> datetime:
    """The moment from which a link that was first used then is refused."""
    return first_used_at + DOWNLOAD_LASTS


def activated_until(renewed_at: datetime) -> datetime:
    """Until when a device goes on that a KMS renewed then."""
    return renewed_at + ACTIVATION_LASTS
