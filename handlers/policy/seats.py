"""A seat change under whatever terms the product follows: the one entry for all of them."""

from __future__ import annotations

from datetime import datetime

from handlers.policy import new_commerce
from handlers.policy.seat_prices import added, all_pieces, returned
from handlers.policy.verdict import Allowed, Direction, Line, Reason, Refused, closed, lowest, objection, refused
from store.values import Policy, Terms

__all__ = ["Allowed", "Direction", "Line", "Reason", "Refused", "can_go_down_to", "change"]


def change(terms: Terms, seats: int, now: datetime) -> Allowed | Refused:
    """Another number of seats, or why not."""
    match terms.policy:
        case Policy.NEW_COMMERCE:
            return new_commerce.seat_change(terms, seats, now)
        case Policy.SOFTWARE | Policy.PERPETUAL:
            return _software(terms, seats, now)
        case Policy.WHOLESALE:
            return _wholesale(terms, seats, now)


def can_go_down_to(terms: Terms, now: datetime) -> int:
    """The lowest number that `change` allows now; the present number where nothing can go."""
    match terms.policy:
        case Policy.NEW_COMMERCE:
            return new_commerce.can_go_down_to(terms, now)
        case Policy.SOFTWARE | Policy.PERPETUAL:
            return terms.seats
        case Policy.WHOLESALE:
            return terms.seats if closed(terms, now) else lowest(terms, 1)


def _software(terms: Terms, seats: int, now: datetime) -> Allowed | Refused:
    """More by another purchase; never fewer: what was bought can only be cancelled as a whole."""
    if reason := objection(terms, seats, now):
        return refused(reason, terms)
    if seats < terms.seats:
        return refused(Reason.NEVER_REDUCED, terms)
    return added(terms, seats, now, undo_until=None)


def _wholesale(terms: Terms, seats: int, now: datetime) -> Allowed | Refused:
    """Up and down as one likes, newest seats first, down to those assigned."""
    if reason := objection(terms, seats, now):
        return refused(reason, terms, can_go_down_to(terms, now))
    if seats > terms.seats:
        return added(terms, seats, now, undo_until=None)
    if seats < lowest(terms, 1):
        return refused(Reason.BELOW_ASSIGNED, terms, 1)
    return returned(terms, seats, now, all_pieces(terms, terms.seats - seats))
