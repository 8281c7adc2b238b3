"""What a rule answers: the change is allowed at this price, or refused for this reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.policy.terms import is_over, renews_at
from store.values import MOST_SEATS, BatchId, Money, SubscriptionStatus, Terms


class Reason(StrEnum):
    ENDED = "ended"
    SUSPENDED = "suspended"
    OUT_OF_RANGE = "out-of-range"
    SAME = "same"
    NEVER_REDUCED = "never-reduced"
    WINDOW_CLOSED = "window-closed"
    BELOW_ASSIGNED = "below-assigned"
    STOPS_AT_END = "stops-at-end"
    NEVER_RENEWED = "never-renewed"
    TOO_LATE = "too-late"
    CANCELLED = "cancelled"
    NOT_EXTENDABLE = "not-extendable"
    MONTHLY = "monthly"
    EXTENDED = "extended"
    NO_PRICE = "no-price"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Line:
    """`seats` × `unit_price` × `remaining_days` ÷ `period_days`; the amount of a credit is negative."""

    seats: int
    unit_price: Money
    remaining_days: int
    period_days: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Allowed:
    """A seat change and all that its confirmation must say.

    `price` is due now (negative: a credit), `per_period` comes on top of every later charge (negative: less).
    `next_charge_on` is None where no charge follows. `undo_until` is the last moment at which added seats go back.
    """

    kind: Direction
    before: int
    after: int
    price: Money
    lines: tuple[Line, ...]
    per_period: Money
    next_charge_on: date | None
    undo_until: datetime | None
    taken: tuple[tuple[BatchId, int], ...]
    drops_schedule: bool
    scheduled_seats: int | None
    new_purchase: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not, and what would be possible.

    `possible_from`: the first second of the next term. `was_possible_until`: the last moment at which some lower
    number was; `number_was_possible_until`: at which the very number asked for was. `lowest_now` honours the seats
    assigned, `window_floor` does not: the difference is what unassigning would win.
    """

    reason: Reason
    possible_from: datetime
    was_possible_until: datetime | None
    number_was_possible_until: datetime | None
    lowest_now: int
    window_floor: int
    assigned: int


def closed(terms: Terms, now: datetime) -> Reason | None:
    """Why nothing at all can be changed any more, or for the time being."""
    if is_over(terms, now) or terms.status in {SubscriptionStatus.EXPIRED, SubscriptionStatus.CANCELLED}:
        return Reason.ENDED
    return Reason.SUSPENDED if terms.status is SubscriptionStatus.SUSPENDED else None


def objection(terms: Terms, seats: int, now: datetime) -> Reason | None:
    """What speaks against a number under every vendor's terms."""
    if reason := closed(terms, now):
        return reason
    if not 1 <= seats <= MOST_SEATS:
        return Reason.OUT_OF_RANGE
    return Reason.SAME if seats == terms.seats else None


def refused(
    reason: Reason,
    terms: Terms,
    window_floor: int | None = None,
    until: datetime | None = None,
    number_until: datetime | None = None,
) -> Refused:
    """A refusal; without a `window_floor` no seat can go."""
    floor = terms.seats if window_floor is None else window_floor
    return Refused(
        reason=reason,
        possible_from=renews_at(terms),
        was_possible_until=until,
        number_was_possible_until=number_until,
        lowest_now=lowest(terms, floor),
        window_floor=floor,
        assigned=terms.assigned,
    )


def lowest(terms: Terms, window_floor: int) -> int:
    """The lowest number that leaves every assigned seat in place and is not below the floor, itself 1 at least."""
    return min(terms.seats, max(terms.assigned, window_floor))
