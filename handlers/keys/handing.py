"""Which of some keys that fit is handed to somebody: a code that works once goes to one person, any other to all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from store import reveals
from store.product_keys import ProductKey
from store.values import KeyId, KeyKind, PersonId, Scope


def free(
    db: Connection, scope: Scope, fitting: Sequence[ProductKey], person: PersonId, now: datetime
) -> ProductKey | None:
    """The one that they were shown before, else one that nobody else has where it works once; None if all are gone."""
    hands = reveals.in_whose_hands(db, scope, [one.id for one in fitting], now)
    theirs = [one for one in fitting if person in hands.get(one.id, ())]
    return next((one for one in (*theirs, *fitting) if _is_free(one, hands, person)), None)


def _is_free(one: ProductKey, hands: dict[KeyId, set[PersonId]], person: PersonId) -> bool:
    return one.kind is not KeyKind.RETAIL or hands.get(one.id, set()) <= {person}
