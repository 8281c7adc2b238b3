"""Carrying out: what an order does to its subscription, and how it ends; every write within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, select, update

from store import endings
from store.buying import orders
from store.schema import batches, identities, lineage, organisations, people, subscriptions, users
from store.subscriptions import Subscription
from store.values import (
    BatchId,
    BatchOrigin,
    EndOfTerm,
    Money,
    OfferId,
    OrderId,
    OrderState,
    Scope,
    SubscriptionId,
)


class NotThere(LookupError):
    """A row that was about to be changed is not within the scope, or no longer as it was read."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who ordered, and how to speak to them; None where nobody said. `notices` is where they get mails."""

    email: str
    language: str | None
    zone: str | None
    notices: str


@dataclass(frozen=True, slots=True)
class Change:
    """How a subscription is afterwards. `added` seats are a new batch, `taken` leave the batches they name.

    `becomes` is the order whose line says which product it is from now on, and at which price.
    """

    seats: int
    scheduled_seats: int | None
    end_of_term: EndOfTerm
    next_offer: OfferId | None
    added: int = 0
    taken: tuple[tuple[BatchId, int], ...] = ()
    cancelled_at: datetime | None = None
    becomes: OrderId | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """An order that is ours to carry out, and whose it is. `attempt` counts the claims, this one too, and proves it.

    `before` is the state it was found in; `asked`: an earlier claim may have asked its supplier already.
    """

    id: OrderId
    scope: Scope
    attempt: int
    before: OrderState
    asked: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed order. `reason` is a code of ours, `remark` in somebody's words.

    `until`: when to look again, for an order that goes on; None: not before somebody says something. `price`: of what
    came, where that is not what was ordered.
    """

    state: OrderState
    reason: str = ""
    remark: str = ""
    reference: str = ""
    supplied: int | None = None
    until: datetime | None = None
    price: Money | None = None


_within = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_ours = (
    (orders.c.id == bindparam("order"))
    & orders.c.organisation_id.in_(_within)
    & orders.c.state.in_((OrderState.PROCESSING, OrderState.UNKNOWN))
    & (orders.c.tries == bindparam("attempt"))
)
_HOLD = select(orders.c.id).where(_ours).with_for_update()
_SETTLE = (
    update(orders)
    .where(_ours)
    .values(
        state=bindparam("to"),
        reason=bindparam("why"),
        remark=bindparam("words"),
        reference=func.coalesce(bindparam("named", type_=orders.c.reference.type), orders.c.reference),
        supplied=bindparam("came"),
        amount=func.coalesce(bindparam("costs", type_=orders.c.amount.type), orders.c.amount),
        settled_at=bindparam("at"),
        claimed_until=bindparam("later"),
    )
)
_notices = (
    select(users.c.notify)
    .where(users.c.login == people.c.email, users.c.organisation_id == orders.c.organisation_id)
    .correlate(people, orders)
    .scalar_subquery()
)
_ASKER = (
    select(
        people.c.email,
        func.coalesce(people.c.language, identities.c.language, organisations.c.language),
        func.coalesce(people.c.zone, identities.c.zone, organisations.c.zone),
        func.coalesce(_notices, people.c.email),
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
    next_offer_id=bindparam("next"),
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


def hold(db: Connection, scope: Scope, claim: Claim) -> bool:
    """Keep a claimed order until the transaction ends; False if the claim is no longer ours."""
    ours = {"root": scope.root, "order": claim.id, "attempt": claim.attempt}
    return db.execute(_HOLD, ours).one_or_none() is not None


def settle(db: Connection, scope: Scope, claim: Claim, to: Outcome, now: datetime) -> bool:
    """The end of an order, or how it goes on; False if the claim is no longer ours."""
    outcome = {"to": to.state, "why": to.reason or None, "words": to.remark or None, "named": to.reference or None}
    what = {"came": to.supplied, "costs": to.price.amount if to.price else None}
    times = {"at": None if to.state.is_open else now, "later": to.until}
    ours = {"root": scope.root, "order": claim.id, "attempt": claim.attempt}
    return db.execute(_SETTLE, ours | outcome | what | times).rowcount == 1


def asker(db: Connection, scope: Scope, order: OrderId) -> Asker:
    row = db.execute(_ASKER, {"root": scope.root, "order": order}).one_or_none()
    if row is None:
        raise NotThere(order)
    return Asker(*row)


def change(db: Connection, scope: Scope, held: Subscription, to: Change, *, batch: UUID, at: datetime) -> None:
    """Bring a locked subscription to its new state; added seats become the batch of that id, with its own clock."""
    values = {"to_seats": to.seats, "scheduled": to.scheduled_seats, "decision": to.end_of_term, "next": to.next_offer}
    _one(db.execute(_CHANGE, {"root": scope.root, "row": held.id} | values).rowcount, held.id)
    if to.added:
        _add(db, held.id, batch, to.added, held.terms.unit_price.amount, BatchOrigin.ADDITION, at)
    for taken, fewer in to.taken:
        _one(db.execute(_TAKE, {"batch": taken, "row": held.id, "fewer": fewer}).rowcount, taken)
    if to.becomes:
        endings.exchange(db, scope, held.id, to.becomes)
    if to.cancelled_at:
        endings.cancel(db, scope, held.id, to.cancelled_at)


def _add(
    db: Connection, id: SubscriptionId, batch: UUID, seats: int, price: Decimal, origin: BatchOrigin, at: datetime
) -> None:
    row = {"id": batch, "subscription_id": id, "seats": seats, "unit_price": price, "origin": origin, "added_at": at}
    db.execute(insert(batches), row)


def _one(changed: int, what: UUID) -> None:
    if changed != 1:
        raise NotThere(what)
