"""A cell that lists a subscription's batches: `20 @ 360 @ 2026-11-18T14:05:00Z @ purchase | 5 @ …`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

from pydantic import PlainValidator

from handlers.importing.cells import amount, moment, whole
from store.values import BatchOrigin

_EXAMPLE: Final = "20 @ 360 @ 2026-11-18T14:05:00Z @ purchase"


class Piece(NamedTuple):
    """Seats that were added together."""

    seats: int
    unit_price: Decimal
    added_at: datetime
    origin: BatchOrigin


def pieces(text: str) -> tuple[Piece, ...] | None:
    """The batches, oldest first; None for an empty cell."""
    listed = [_piece(part) for part in text.split("|") if part.strip()]
    return tuple(sorted(listed, key=lambda piece: piece.added_at)) or None


def written(listed: Iterable[Piece]) -> str:
    return " | ".join(
        f"{one.seats} @ {one.unit_price:f} @ {one.added_at.isoformat().replace('+00:00', 'Z')} @ {one.origin}"
        for one in listed
    )


def _piece(text: str) -> Piece:
    match text.split("@"):
        case [seats, price, added, origin]:
            count, paid, at = whole(seats), amount(price), moment(added)
            if count and paid is not None and at and origin.strip() in set(BatchOrigin):
                return Piece(count, paid, at, BatchOrigin(origin.strip()))
    raise ValueError(f"“{text.strip()[:80]}” is not a batch like {_EXAMPLE}")


Pieces = Annotated[tuple[Piece, ...] | None, PlainValidator(pieces)]
