"""New-commerce seats: up at any time, down only within 168 hours of being added, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.policy.seat_prices import added, newest_first, pieces, returned
from handlers.policy.verdict import Allowed, Direction, Line, Reason, Refused, closed, lowest, objection, refused
from store.values import Batch, BatchId, Money, Terms

__all__ = [
    "REDUCTION_WINDOW",
    "Allowed",
    "Direction",
    "Line",
    "Reason",
    "Refused",
    "Window",
    "can_go_down_to",
    "closes_first",
    "reducible_until",
    "seat_change",
    "windows",
]

REDUCTION_WINDOW = timedelta(hours=168)


@dataclass(frozen=True, slots=True)
class Window:
    """Seats of one batch that can still go back, and the last moment at which they can."""

    batch: BatchId
    seats: int
    unit_price: Money
    until: datetime


def reducible_until(added_at: datetime) -> datetime:
    """The last moment, inclusive, at which seats added then can go back.

    The vendor names it as the time "until which the seats are eligible for reduction" (allowedUntilDateTime).
    """
    return added_at + REDUCTION_WINDOW


def closes_first(added: Iterable[tuple[datetime, int]], unused: int) -> datetime | None:
    """Until when the first of the unused seats can go back; None without any. `added`: when how many, newest first.

    The newest seats go back first, so only what is left of the unused ones is of older batches.
    """
    until = None
    for at, seats in added:
        if unused > 0:
            until = reducible_until(at)
        unused -= seats
    return until


def windows(terms: Terms, now: datetime) -> tuple[Window, ...]:
    """The windows that are open at `now`, newest batch first; none outlives the term."""
    return tuple(Window(batch.id, batch.seats, batch.unit_price, _until(terms, batch)) for batch in _open(terms, now))


def can_go_down_to(terms: Terms, now: datetime) -> int:
    """The lowest number that `seat_change` allows now; the present number where nothing can go."""
    return lowest(terms, _floor(terms, now))


def seat_change(terms: Terms, seats: int, now: datetime) -> Allowed | Refused:
    """Another number of seats.

    A closed window is told before assigned seats: while it is closed, unassigning would win nothing.
    """
    if reason := objection(terms, seats, now):
        return _no(reason, terms, seats, now)
    if seats > terms.seats:
        return added(terms, seats, now, undo_until=min(reducible_until(now), terms.ends_at))
    if seats < _floor(terms, now):
        return _no(Reason.WINDOW_CLOSED, terms, seats, now)
    if seats < terms.assigned:
        return _no(Reason.BELOW_ASSIGNED, terms, seats, now)
    return returned(terms, seats, now, pieces(_open(terms, now), terms.seats - seats))


def _until(terms: Terms, batch: Batch) -> datetime:
    return min(reducible_until(batch.added_at), terms.ends_at)


def _open(terms: Terms, now: datetime) -> list[Batch]:
    if closed(terms, now):
        return []
    return newest_first(batch for batch in terms.batches if batch.seats and now <= _until(terms, batch))


def _floor(terms: Terms, now: datetime) -> int:
    return max(1, terms.seats - sum(batch.seats for batch in _open(terms, now)))


def _no(reason: Reason, terms: Terms, seats: int, now: datetime) -> Refused:
    until = max((_until(terms, batch) for batch in terms.batches), default=None)
    return refused(reason, terms, _floor(terms, now), until, _number_until(terms, seats))


def _number_until(terms: Terms, seats: int) -> datetime | None:
    """Until when the oldest of the batches that would have to shrink was open."""
    missing = terms.seats - seats
    for batch in newest_first(terms.batches) if missing > 0 else ():
        missing -= batch.seats
        if missing <= 0:
            return _until(terms, batch)
    return None
