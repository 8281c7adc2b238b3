"""What somebody typed behind `customers`: words to look for, a state, an order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers.policy.names import fold
from store.portfolio import MOST_WORDS, Sort, State

_BY: Final = re.compile(r"(?P<words>.*?)(?:^|\s)(?:by|par)\s+(?P<sort>.+)", re.IGNORECASE)
_SORTS: Final[Mapping[str, Sort]] = {
    **dict.fromkeys(("name", "nom"), Sort.NAME),
    **dict.fromkeys(("licences", "licenses", "seats", "sieges"), Sort.LICENCES),
    **dict.fromkeys(("expiry", "end", "date", "echeance", "expiration", "fin"), Sort.EXPIRY),
}
_STATES: Final[Mapping[str, State]] = {
    **dict.fromkeys(("active", "actif", "actifs", "actives"), State.ACTIVE),
    **dict.fromkeys(("pending", "en attente"), State.PENDING),
    **dict.fromkeys(("expired", "expire", "expires", "expiree", "expirees"), State.EXPIRED),
    **dict.fromkeys(("not invited", "non invite", "non invites", "non invitee", "non invitees"), State.NOT_INVITED),
}
_LONGEST: Final = 100


def read(rest: str) -> dict[str, str]:
    """The fields of a page's command: `contoso by licences`, `expired`."""
    cut = _BY.fullmatch(rest)
    sort = _SORTS.get(fold(cut["sort"])) if cut else None
    words = cut["words"] if cut and sort else rest
    state = _STATES.get(fold(words))
    found = {"words": "" if state else words.strip(), "state": state or "", "sort": sort or ""}
    return {name: str(value) for name, value in found.items() if value}


def words(text: str) -> tuple[tuple[str, str], ...]:
    """Each word as it was typed and folded; only the first few are looked for."""
    return tuple((word.casefold(), fold(word)) for word in text[:_LONGEST].split()[:MOST_WORDS])


def state(text: str) -> State | None:
    """None for every state, and for what is none."""
    return State(text) if text in set(State) else None


def sort(text: str) -> Sort:
    return Sort(text) if text in set(Sort) else Sort.NAME
