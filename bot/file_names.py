"""Names of files that every system takes as they are: no folder, no control or direction sign, not too long."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator

LONGEST: Final = 120
MOST_BYTES: Final = 200
_LONGEST_ENDING: Final = 8
_UNWANTED: Final = frozenset('/\\:*?"<>|%;')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself."""


def safe(name: str) -> str:
    """The name as far as it can be one; what is too long loses the end of its stem, never its ending."""
    stem, dot, ending = "".join(map(_kept, name)).rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING or not ending.isalnum():
        stem, ending = f"{stem}{dot}{ending}", ""
    ending = ending and f".{ending}"
    whole = (_short(stem, ending) or "file") + ending
    return f"_{whole}" if _DEVICES.fullmatch(whole) else whole


def _kept(char: str) -> str:
    return " " if char in _UNWANTED or unicodedata.category(char)[0] == "C" else char


def _short(stem: str, ending: str) -> str:
    tidy = " ".join(stem.split()).strip(". ")[: LONGEST - len(ending)]
    return tidy.encode()[: MOST_BYTES - len(ending.encode())].decode(errors="ignore").strip(". ")


FileName = Annotated[str, AfterValidator(safe)]
