"""The states that an order went through: when, and through whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from store.buying import order_events, orders
from store.schema import lineage, people
from store.values import OrderId, OrderState, Scope

_LIFE: Final = (
    *(OrderState.DRAFT, OrderState.WAITING, OrderState.ACCEPTED, OrderState.PROCESSING, OrderState.UNKNOWN),
    *(OrderState.COMPLETED, OrderState.REFUSED, OrderState.FAILED, OrderState.WITHDRAWN),
)
"""The states as an order may go through them: what happened at the same moment happened in this order."""


@dataclass(frozen=True, slots=True)
class Event:
    """A state that an order reached, when, and through whom (None: by itself)."""

    state: OrderState
    at: datetime
    person: str | None


_EVENT = insert(order_events).on_conflict_do_nothing(index_elements=["order_id", "state"])


def of(db: Connection, scope: Scope, order: OrderId) -> list[Event]:
    """The states an order went through, in their order."""
    statement = (
        select(order_events.c.state, order_events.c.at, people.c.name)
        .join(orders, orders.c.id == order_events.c.order_id)
        .join(lineage, lineage.c.descendant == orders.c.organisation_id)
        .outerjoin(people, people.c.id == order_events.c.person_id)
        .where(lineage.c.ancestor == scope.root, orders.c.id == order)
    )
    found = [Event(*row) for row in db.execute(statement)]
    return sorted(found, key=lambda event: (event.at, _LIFE.index(event.state)))


def reached(db: Connection, order: OrderId, state: OrderState, now: datetime, person: UUID | None = None) -> None:
    """Write down that an order got to a state, the first time it does."""
    db.execute(_EVENT, {"order_id": order, "state": state, "person_id": person, "at": now})
