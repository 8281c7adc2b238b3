"""From when on an organisation's orders need a second pair of eyes; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from store.buying import thresholds
from store.schema import people
from store.values import Money, OrderKind, OrganisationId, PersonId, Scope


@dataclass(frozen=True, slots=True)
class Threshold:
    """None and nothing: no approval. `break_glass`: whether an Admin may go alone, with a reason."""

    amount: Money | None = None
    seats: int | None = None
    kinds: frozenset[OrderKind] = frozenset()
    break_glass: bool = False

    @property
    def is_off(self) -> bool:
        return self.amount is None and self.seats is None and not self.kinds


_OF: Final = select(
    thresholds.c.amount,
    thresholds.c.currency,
    thresholds.c.seats,
    thresholds.c.kinds,
    thresholds.c.break_glass,
).where(thresholds.c.organisation_id == bindparam("root"))
_CHOSEN: Final = (
    select(people.c.name, thresholds.c.set_at)
    .join(people, people.c.id == thresholds.c.set_by)
    .where(thresholds.c.organisation_id == bindparam("root"))
)
_new = insert(thresholds)
_SET: Final = _new.on_conflict_do_update(
    index_elements=["organisation_id"],
    set_={
        name: _new.excluded[name]
        for name in ("amount", "currency", "seats", "kinds", "break_glass", "set_by", "set_at")
    },
)


def of(db: Connection, scope: Scope) -> Threshold:
    """Of the scope's own organisation; off where nobody has set any."""
    row = db.execute(_OF, {"root": scope.root}).one_or_none()
    if row is None:
        return Threshold()
    amount = None if row.amount is None else Money(row.amount, row.currency)
    kinds = frozenset(OrderKind(word) for word in row.kinds.split(",") if word)
    return Threshold(amount, row.seats, kinds, row.break_glass)


def chosen(db: Connection, scope: Scope) -> tuple[str, datetime] | None:
    """By whom, and when; None where nobody has set any."""
    row = db.execute(_CHOSEN, {"root": scope.root}).one_or_none()
    return None if row is None else (row[0], row[1])


def choose(db: Connection, scope: Scope, to: Threshold, by: PersonId, now: datetime) -> OrganisationId:
    """From now on; what waits already goes on waiting."""
    row = {
        "organisation_id": scope.root,
        "amount": to.amount.amount if to.amount is not None else None,
        "currency": to.amount.currency if to.amount is not None else None,
        "seats": to.seats,
        "kinds": ",".join(sorted(to.kinds)),
        "break_glass": to.break_glass,
    }
    db.execute(_SET, row | {"set_by": by, "set_at": now})
    return scope.root
