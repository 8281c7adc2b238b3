"""The batches that a row's seats are in, for those who say so and for those who don't."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from handlers.importing.holdings import Holding
from handlers.importing.pieces import Piece
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from handlers.policy.terms import first_second
from store.additions import NewBatch
from store.matching import KnownSubscription
from store.values import BatchOrigin, Money


def bought(one: Holding, price: Money, origin: BatchOrigin = BatchOrigin.PURCHASE) -> tuple[Piece, ...]:
    """As listed, else one batch that is as old as the term: no window opens that the seller would not honour."""
    listed = one.said.get("batches")
    if listed is None:
        return (Piece(one.said["seats"], price.amount, first_second(one.span.starts_on), origin),)
    if (together := sum(piece.seats for piece in listed)) != one.said["seats"]:
        raise BadRow("batches", f"add up to {together} seats, not {one.said['seats']}")
    return listed


def after(one: Holding, known: KnownSubscription, before: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The batches once the row is true: as listed, one of the new term, or those held with more or fewer seats."""
    price = Money(one.said.get("unit_price") or known.unit_price, known.currency)
    if one.said.get("batches"):
        return bought(one, price)
    if one.span.starts_on > known.starts_on and one.span.ends_on > known.ends_on:
        return bought(one, price, BatchOrigin.RENEWAL)
    return _adjusted(before, one.said["seats"] - known.seats, price, one)


def _adjusted(pieces: tuple[Piece, ...], more: int, price: Money, one: Holding) -> tuple[Piece, ...]:
    """Fewer seats leave the newest batch first; more come as a batch of their own."""
    if more > 0:
        added = Piece(more, price.amount, first_second(one.span.starts_on), BatchOrigin.ADDITION)
        return tuple(sorted((*pieces, added), key=lambda piece: piece.added_at))
    kept: list[Piece] = []
    for piece in reversed(pieces):
        gone = min(piece.seats, -more)
        more += gone
        kept.append(piece._replace(seats=piece.seats - gone))
    return tuple(piece for piece in reversed(kept) if piece.seats)


def rows(work: Work, subscription: UUID, pieces: Sequence[Piece]) -> list[NewBatch]:
    return [
        NewBatch(next(work.ids), subscription, piece.seats, piece.unit_price, piece.origin, piece.added_at)
        for piece in pieces
    ]
