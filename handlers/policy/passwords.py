"""Which passwords are taken: long enough, guessed by nobody, and not the person's own name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

SHORTEST: Final = 12
LONGEST: Final = 1000
_GUESSED: Final = 72
"""As many characters as the estimate looks at; what follows only makes it harder."""
_WEAKEST: Final = 3
"""zxcvbn's score from 0 to 4; 3 withstands some hundred million guesses."""
_SYLLABLE: Final = 2
_OF_ONES_OWN: Final = 8
"""Letters that are left at least when one's own names are taken out."""


class Weakness(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"


def normal(password: str) -> str:
    """NFC: the same password whatever keyboard composed its accents; nothing else is changed."""
    return unicodedata.normalize("NFC", password)


def weakness(password: str, personal: Sequence[str] = ()) -> Weakness | None:
    """What is wrong with a password of somebody with these names and addresses; None for nothing."""
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    own = _parts(personal)
    if len(_without(password, own)) < _OF_ONES_OWN or _score(password[:_GUESSED], own) < _WEAKEST:
        return Weakness.COMMON
    return None


def _parts(personal: Sequence[str]) -> list[str]:
    """Names and addresses, and the words in them, without accents."""
    texts = [_bare(text) for text in personal]
    words = [word for text in texts for word in re.split(r"[^\w]+", text)]
    return sorted({part for part in (*texts, *words) if len(part) > _SYLLABLE}, key=len, reverse=True)


def _without(password: str, own: Sequence[str]) -> str:
    """What is left of a password when one's own names are taken out."""
    left = _bare(password)
    for part in own:
        left = left.replace(part, "")
    return left


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _score(password: str, own: Sequence[str]) -> int:
    """By lists of leaked passwords, names, words, keyboards and dates."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists take a while to load, and few processes need them

    score: int = zxcvbn(password, user_inputs=list(own))["score"]
    return score
