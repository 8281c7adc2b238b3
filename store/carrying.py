"""Carrying out: what an order does to its subscription, and how it ends; every write within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, select, update

from store.buying import orders
from store.schema import batches, identities, lineage, organisations, people, subscriptions
from store.subscriptions import Subscription
from store.values import (
    BatchId,
    BatchOrigin,
    EndOfTerm,
    OrderId,
    OrderState,
    Scope,
    SubscriptionId,
)


class NotThere(LookupError):
    """A row that was about to be changed is not within the scope, or no longer as it was read."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who ordered, and how to speak to them; None where nobody said."""

    email: str
    language: str | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """How a subscription is afterwards. `added` seats are a new batch, `taken` leave the batches they name."""

    seats: int
    scheduled_seats: int | None
    end_of_term: EndOfTerm
    added: int = 0
    taken: tuple[tuple[BatchId, int], ...] = ()


_within = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_SETTLE = (
    update(orders)
    .where(
        orders.c.id == bindparam("order"),
        orders.c.organisation_id.in_(_within),
        orders.c.state == OrderState.PROCESSING,
    )
    .values(state=bindparam("to"), reason=bindparam("why"), settled_at=bindparam("at"), claimed_until=None)
)
_ASKER = (
    select(
        people.c.email,
        func.coalesce(people.c.language, identities.c.language, organisations.c.language),
        func.coalesce(people.c.zone, identities.c.zone, organisations.c.zone),
    )
    .select_from(orders)
    .join(people, people.c.id == orders.c.asker_id)
    .join(organisations, organisations.c.id == orders.c.organisation_id)
    .outerjoin(
        identities,
        (identities.c.installation_id == orders.c.installation_id) & (identities.c.account == orders.c.account),
    )
    .where(orders.c.id == bindparam("order"), orders.c.organisation_id.in_(_within))
)
_subscription = update(subscriptions).where(
    subscriptions.c.id == bindparam("row"), subscriptions.c.organisation_id.in_(_within)
)
_CHANGE = _subscription.values(
    seats=bindparam("to_seats"),
    scheduled_seats=bindparam("scheduled"),
    end_of_term=bindparam("decision"),
    version=subscriptions.c.version + 1,
)
_TAKE = (
    update(batches)
    .where(
        batches.c.id == bindparam("batch"),
        batches.c.subscription_id == bindparam("row"),
        batches.c.seats >= bindparam("fewer"),
    )
    .values(seats=batches.c.seats - bindparam("fewer"))
)


def settle(db: Connection, scope: Scope, order: OrderId, state: OrderState, now: datetime, reason: str = "") -> bool:
    """The end of an order, once: False if it is not being carried out (any more)."""
    outcome = {"to": state, "why": reason or None, "at": now}
    return db.execute(_SETTLE, {"root": scope.root, "order": order} | outcome).rowcount == 1


def asker(db: Connection, scope: Scope, order: OrderId) -> Asker:
    row = db.execute(_ASKER, {"root": scope.root, "order": order}).one_or_none()
    if row is None:
        raise NotThere(order)
    return Asker(*row)


def change(db: Connection, scope: Scope, held: Subscription, to: Change, *, batch: UUID, at: datetime) -> None:
    """Bring a locked subscription to its new state; added seats become the batch of that id, with its own clock."""
    values = {"to_seats": to.seats, "scheduled": to.scheduled_seats, "decision": to.end_of_term}
    _one(db.execute(_CHANGE, {"root": scope.root, "row": held.id} | values).rowcount, held.id)
    if to.added:
        _add(db, held.id, batch, to.added, held.terms.unit_price.amount, BatchOrigin.ADDITION, at)
    for taken, fewer in to.taken:
        _one(db.execute(_TAKE, {"batch": taken, "row": held.id, "fewer": fewer}).rowcount, taken)


def _add(
    db: Connection, id: SubscriptionId, batch: UUID, seats: int, price: Decimal, origin: BatchOrigin, at: datetime
) -> None:
    row = {"id": batch, "subscription_id": id, "seats": seats, "unit_price": price, "origin": origin, "added_at": at}
    db.execute(insert(batches), row)


def _one(changed: int, what: UUID) -> None:
    if changed != 1:
        raise NotThere(what)
