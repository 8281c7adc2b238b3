"""What is worth saying about a subscription while something can still be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers.policy.new_commerce import reducible_until
from store.values import EndOfTerm, Policy

CLOSES_SOON: Final = timedelta(hours=48)
AHEAD: Final = timedelta(days=90)
_COUNTED: Final = {Policy.NEW_COMMERCE, Policy.WHOLESALE}
"""Products whose seats go to people, one each, and can become fewer."""


class Advice(StrEnum):
    """In the order of their weight."""

    CLOSING = "closing"
    SHORT = "short"
    UNDECIDED = "undecided"
    UNUSED = "unused"
    SHORT_THEN = "short-then"
    FEWER = "fewer"
    FULL = "full"


def muted_as(advice: Advice) -> Advice:
    """Whoever wants to hear no more of unused seats does not want it either when their window is about to close."""
    return Advice.UNUSED if advice is Advice.CLOSING else advice


@dataclass(frozen=True, slots=True)
class Holding:
    """What the rules must know of an active subscription.

    `added` are seats with the moment at which they were added (UTC). `waiting`: users of the customer without any
    seat. `undecided`: its term ends within 90 days and nobody has decided what then.
    """

    policy: Policy
    ends_at: datetime
    seats: int
    assigned: int
    end_of_term: EndOfTerm
    scheduled_seats: int | None
    added: tuple[tuple[int, datetime], ...] = ()
    waiting: int = 0
    undecided: bool = False

    @property
    def free(self) -> int:
        return self.seats - self.assigned

    @property
    def seats_then(self) -> int:
        """From the renewal on."""
        return self.scheduled_seats or self.seats

    @property
    def renews(self) -> bool:
        return self.end_of_term in {EndOfTerm.RENEW, EndOfTerm.RENEW_WITH_CHANGES}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to say: of how many seats or users, and until when something can be done (UTC; None: any time)."""

    advice: Advice
    count: int
    until: datetime | None


def about(held: Holding, now: datetime) -> tuple[Piece, ...]:
    """Everything that is worth saying now; nothing once the term is over."""
    return tuple(_pieces(held, now)) if now <= held.ends_at else ()


def _pieces(held: Holding, now: datetime) -> Iterator[Piece]:
    if held.undecided:
        yield Piece(Advice.UNDECIDED, held.seats, held.ends_at)
    if held.policy not in _COUNTED:
        return
    if held.free <= 0 and held.end_of_term is not EndOfTerm.STOP:
        short = held.waiting > 0
        yield Piece(Advice.SHORT if short else Advice.FULL, held.waiting if short else held.seats, None)
    if held.renews and held.scheduled_seats is not None and held.scheduled_seats < held.assigned:
        yield Piece(Advice.SHORT_THEN, held.assigned - held.scheduled_seats, held.ends_at)
    unused = _unused(held, now)
    if unused:
        yield unused


def _unused(held: Holding, now: datetime) -> Piece | None:
    """Seats that nobody uses and that can go: now, else from the renewal on. One seat always stays.

    Where not one wholesale seat is assigned, its users are looked after elsewhere: nobody here knows who uses them.
    """
    spare = min(held.free, held.seats - 1)
    if spare <= 0:
        return None
    if held.policy is Policy.WHOLESALE:
        return Piece(Advice.UNUSED, spare, None) if held.assigned else None
    return _can_go(held, spare, now) or _fewer_then(held, now)


def _can_go(held: Holding, spare: int, now: datetime) -> Piece | None:
    """As many as can, and the last moment at which all of these can: the newest batches close last."""
    count, until = 0, held.ends_at
    for seats, added_at in sorted(held.added, key=lambda one: one[1], reverse=True):
        closes = min(reducible_until(added_at), held.ends_at)
        if closes < now or count >= spare:
            break
        count, until = min(spare, count + seats), closes
    if not count:
        return None
    return Piece(Advice.CLOSING if until - now <= CLOSES_SOON else Advice.UNUSED, count, until)


def _fewer_then(held: Holding, now: datetime) -> Piece | None:
    spare = held.seats_then - max(held.assigned, 1)
    if not held.renews or spare <= 0 or held.ends_at - now > AHEAD:
        return None
    return Piece(Advice.FEWER, spare, held.ends_at)
