"""Which days before its end a term is announced on, term by term: what the sweep over all of them is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.policy.ladder import DEFAULT_LEADS
from store.values import EndOfTerm, TermLength

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_NOT_BY_ITSELF = {EndOfTerm.STOP, EndOfTerm.RENEW_WITH_CHANGES}


def leads_for(
    length: TermLength,
    starts_on: date,
    ends_on: date,
    decision: EndOfTerm,
    leads: Iterable[int] = DEFAULT_LEADS,
) -> tuple[int, ...]:
    """The leads shorter than half the term, longest first; none for a monthly term that renews by itself."""
    if length is TermLength.MONTH and decision not in _NOT_BY_ITSELF:
        return ()
    days = (ends_on - starts_on).days + 1
    return tuple(sorted({lead for lead in leads if 2 * lead < days}, reverse=True))
