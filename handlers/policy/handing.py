"""Who may do what with an order that was handed over, and for how long: pure, with time as an argument."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from store.values.webex import HandedTo, ProvisioningState

LINK_LASTS: Final = timedelta(days=7)
"""For how long the link of the mail opens the order; a new one can be had at the same address after that."""
VISIT_LASTS: Final = timedelta(hours=12)
VISIT_IDLE: Final = timedelta(minutes=30)
REMINDED: Final = (3, 1)
"""Days before the deadline on which whoever has an order in hand is reminded of it."""
MOST_TRIES: Final = 5
"""Of one code."""
MOST_CODES: Final = 5
"""An hour, of one link."""


class Opening(StrEnum):
    """What somebody finds behind a link: the order, or why not."""

    OPEN = "open"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class TakingBack(StrEnum):
    """Whether the seller may take an order back, or why not."""

    ALLOWED = "allowed"
    NOT_HANDED = "not-handed"
    MAPPED = "mapped"
    OVER = "over"


_OVER: Final = {ProvisioningState.DONE: Opening.DONE, ProvisioningState.WITHDRAWN: Opening.WITHDRAWN}


def opening(state: ProvisioningState, *, ended: bool, good: bool) -> Opening:
    """Of a link: an order that is over says so to everybody, and it was taken back before its link ran out.

    `ended`: the handing over is; `good`: the link is the latest one, and has not run out.
    """
    if state in _OVER:
        return _OVER[state]
    if ended:
        return Opening.TAKEN_BACK
    return Opening.OPEN if good else Opening.ENDED


def taking_back(state: ProvisioningState, handed_to: HandedTo | None, *, mapped: bool) -> TakingBack:
    """Somebody else's order until an organisation is mapped; a customer's set-up at any time."""
    if state in _OVER:
        return TakingBack.OVER
    if handed_to is None:
        return TakingBack.NOT_HANDED
    if handed_to is HandedTo.SOMEONE and mapped:
        return TakingBack.MAPPED
    return TakingBack.ALLOWED


def reminder_lead(handed_on: date, due_on: date) -> int | None:
    """How many days before the deadline they hear of it once more; None for who has just got it."""
    return next((lead for lead in REMINDED if handed_on < due_on - timedelta(days=lead)), None)


def visit_is_open(seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether the one who gave the code is still there: half a day at most, half an hour without a press."""
    return now < expires_at and now - seen_at < VISIT_IDLE
