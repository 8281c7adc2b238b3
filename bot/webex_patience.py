"""How long Webex asks to wait, whatever it writes there."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Final

USUAL_WAIT: Final = 15.0
LONGEST_WAIT: Final = 300.0
_SHORTEST_WAIT: Final = 1.0
_LONGEST_TEXT: Final = 100
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def seconds_to_wait(retry_after: str | None, sent_at: str | None = None) -> float:
    """Seconds from a `Retry-After`: a number, a date (counted from the answer's own `Date`), or `rand(30),add(30)`.

    Anything else is the usual wait; nothing is longer than five minutes.
    """
    text = (retry_after or "").strip()[:_LONGEST_TEXT]
    for read in (_number, lambda text: _until(text, sent_at), _formula):
        wait = read(text)
        if wait is not None:
            return min(max(wait, _SHORTEST_WAIT), LONGEST_WAIT)
    return USUAL_WAIT


def _number(text: str) -> float | None:
    try:
        wait = float(text)
    except ValueError:
        return None
    return wait if isfinite(wait) and wait >= 0 else USUAL_WAIT


def _until(text: str, sent_at: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    try:
        return (moment - parsedate_to_datetime(sent_at or "")).total_seconds()
    except (ValueError, TypeError):  # no date to count from, or one of the two without a zone
        return USUAL_WAIT


def _formula(text: str) -> float | None:
    """At most the sum of the numbers in it."""
    numbers = [float(number) for number in _NUMBER.findall(text)]
    return sum(numbers) if numbers else None
