"""What added and returned seats cost: now, and from the next charge on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from handlers.policy.prorata import Period, billing_period, next_period_start, remaining_days, share
from handlers.policy.terms import first_second
from handlers.policy.verdict import Allowed, Direction, Line
from store.values import Batch, BatchId, EndOfTerm, Money, Policy, Terms


class Piece(NamedTuple):
    """Seats that go back, at the price they were bought at; `batch` is None for seats no batch accounts for."""

    batch: BatchId | None
    seats: int
    unit_price: Money


def newest_first(batches: Iterable[Batch]) -> list[Batch]:
    """The order in which seats go back; batches of one moment by their id, so that every reading agrees."""
    return sorted(batches, key=lambda batch: (batch.added_at, batch.id), reverse=True)


def pieces(batches: Iterable[Batch], wanted: int) -> list[Piece]:
    """Takes `wanted` seats, newest batch first; fewer where the batches hold fewer."""
    taken: list[Piece] = []
    for batch in newest_first(batches):
        if seats := min(batch.seats, wanted):
            taken.append(Piece(batch.id, seats, batch.unit_price))
            wanted -= seats
    return taken


def all_pieces(terms: Terms, wanted: int) -> list[Piece]:
    """The same where no window counts: seats that no batch accounts for go back too, at the subscription's price."""
    taken = pieces(terms.batches, wanted)
    rest = wanted - sum(piece.seats for piece in taken)
    return [*taken, Piece(None, rest, terms.unit_price)] if rest else taken


def added(terms: Terms, seats: int, now: datetime, undo_until: datetime | None) -> Allowed:
    """More seats at the subscription's price; software is bought anew, and what is bought for ever in full."""
    period, more = billing_period(terms, now), seats - terms.seats
    since = first_second(period.starts_on) if terms.policy is Policy.PERPETUAL else now
    line = charged(more, terms.unit_price, period, since)
    return Allowed(
        kind=Direction.UP,
        before=terms.seats,
        after=seats,
        price=line.amount,
        lines=(line,),
        per_period=(terms.unit_price * more).rounded(),
        next_charge_on=next_charge_on(terms, period),
        undo_until=undo_until,
        taken=(),
        drops_schedule=terms.scheduled_seats is not None,
        scheduled_seats=terms.scheduled_seats,
        new_purchase=terms.policy in {Policy.SOFTWARE, Policy.PERPETUAL},
    )


def returned(terms: Terms, seats: int, now: datetime, taken: list[Piece]) -> Allowed:
    """Fewer seats: a credit line for each piece, at its own price."""
    period, nothing = billing_period(terms, now), (terms.unit_price * 0).rounded()
    lines = credited(taken, period, now)
    return Allowed(
        kind=Direction.DOWN,
        before=terms.seats,
        after=seats,
        price=sum((line.amount for line in lines), nothing),
        lines=lines,
        per_period=sum((-(piece.unit_price * piece.seats).rounded() for piece in taken), nothing),
        next_charge_on=next_charge_on(terms, period),
        undo_until=None,
        taken=tuple((piece.batch, piece.seats) for piece in taken if piece.batch is not None),
        drops_schedule=terms.scheduled_seats is not None,
        scheduled_seats=terms.scheduled_seats,
    )


def charged(seats: int, unit_price: Money, period: Period, now: datetime) -> Line:
    """Seats for the rest of the period."""
    return Line(seats, unit_price, remaining_days(period, now), period.days, share(unit_price, seats, period, now))


def credited(taken: Iterable[Piece], period: Period, now: datetime) -> tuple[Line, ...]:
    """The rest of the period given back, piece by piece, each rounded by itself."""
    lines = (charged(piece.seats, piece.unit_price, period, now) for piece in taken)
    return tuple(replace(line, amount=-line.amount) for line in lines)


def next_charge_on(terms: Terms, period: Period) -> date | None:
    """The day of the next charge; None where none follows."""
    day = next_period_start(period)
    stops = terms.end_of_term is EndOfTerm.STOP and day > terms.ends_on
    return None if stops or terms.policy is Policy.PERPETUAL else day
