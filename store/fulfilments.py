"""Orders that people carry out: who is asked, what they answered; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from store.buying import fulfilments, orders
from store.database import wake
from store.schema import lineage, organisations, people, subscriptions
from store.values import ManualAnswer, OrderId, OrderState, OrganisationId, PersonId, Scope, SupplierKind


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """An order in the hands of a seller's Admins. `unwanted_at`: since when its asker would rather not have it."""

    order: OrderId
    seller: OrganisationId
    seller_name: str
    asked_at: datetime
    answer: ManualAnswer | None
    remark: str
    person: PersonId | None
    name: str
    answered_at: datetime | None
    unwanted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits for a human, as a list shows it."""

    order: OrderId
    number: int
    customer: str
    title: str
    placed_at: datetime

    @property
    def label(self) -> str:
        return f"C-{self.number:06}"


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine: Final = (
    select(orders.c.id)
    .where(orders.c.id == bindparam("order"), orders.c.organisation_id.in_(_within))
    .scalar_subquery()
)
_ONE: Final = (
    select(
        fulfilments.c.order_id,
        fulfilments.c.seller_id,
        organisations.c.name,
        fulfilments.c.asked_at,
        fulfilments.c.answer,
        func.coalesce(fulfilments.c.remark, ""),
        fulfilments.c.answered_by,
        func.coalesce(people.c.name, ""),
        fulfilments.c.answered_at,
        fulfilments.c.unwanted_at,
    )
    .join(organisations, organisations.c.id == fulfilments.c.seller_id)
    .outerjoin(people, people.c.id == fulfilments.c.answered_by)
    .where(fulfilments.c.order_id == _mine)
)
_ASK: Final = insert(fulfilments).on_conflict_do_nothing(index_elements=["order_id"]).returning(fulfilments.c.order_id)
_unanswered: Final = update(fulfilments).where(fulfilments.c.order_id == _mine, fulfilments.c.answer.is_(None))
_ANSWER: Final = _unanswered.values(
    answer=bindparam("said"), remark=bindparam("words"), answered_by=bindparam("person"), answered_at=bindparam("now")
)
_UNWANTED: Final = _unanswered.where(fulfilments.c.unwanted_at.is_(None)).values(unwanted_at=bindparam("now"))
_DUE: Final = update(orders).where(orders.c.id == _mine).values(claimed_until=bindparam("now"))
_SELLER: Final = (
    select(organisations.c.id)
    .join(lineage, lineage.c.ancestor == organisations.c.id)
    .where(lineage.c.descendant == bindparam("root"), lineage.c.depth > 0, organisations.c.supplier.is_not(None))
    .order_by(lineage.c.depth)
    .limit(1)
)
_ABOVE: Final = select(lineage.c.ancestor).where(lineage.c.descendant == bindparam("root"), lineage.c.depth == 1)
_waiting: Final = (
    select(
        orders.c.id,
        orders.c.number,
        organisations.c.name,
        func.coalesce(subscriptions.c.name, orders.c.title, ""),
        orders.c.placed_at,
    )
    .join(fulfilments, fulfilments.c.order_id == orders.c.id)
    .outerjoin(subscriptions, subscriptions.c.id == orders.c.subscription_id)
    .join(organisations, organisations.c.id == orders.c.organisation_id)
    .join(lineage, lineage.c.descendant == orders.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        lineage.c.depth > 0,
        fulfilments.c.seller_id.in_(_within),
        fulfilments.c.answer.is_(None),
        orders.c.state == OrderState.PROCESSING,
    )
)


def seller(db: Connection, scope: Scope) -> OrganisationId | None:
    """Who says how orders of the scope's own organisation are carried out: the nearest above it that has said so.

    Where none has, the one right above; None at the top.
    """
    said = db.execute(_SELLER, {"root": scope.root}).scalar_one_or_none()
    return said or db.execute(_ABOVE, {"root": scope.root}).scalar_one_or_none()


def supplier(db: Connection, scope: Scope) -> SupplierKind | None:
    """What the scope's own organisation has said about the orders of those below it."""
    chosen = select(organisations.c.supplier).where(organisations.c.id == scope.root)
    return db.execute(chosen).scalar_one_or_none()


def choose(db: Connection, scope: Scope, to: SupplierKind | None) -> None:
    """Orders of those below it are carried out like that from now on; None: as those above it have said."""
    db.execute(update(organisations).where(organisations.c.id == scope.root).values(supplier=to))


def ask(db: Connection, scope: Scope, order: OrderId, of: OrganisationId, now: datetime) -> bool:
    """Give an order into a seller's hands; False if it was before."""
    if db.execute(select(_mine), {"root": scope.root, "order": order}).scalar_one_or_none() is None:
        return False
    return db.execute(_ASK, {"order_id": order, "seller_id": of, "asked_at": now}).first() is not None


def get(db: Connection, scope: Scope, order: OrderId) -> Fulfilment | None:
    row = db.execute(_ONE, {"root": scope.root, "order": order}).one_or_none()
    return None if row is None else Fulfilment(*tuple(row))


def in_hands(db: Connection, scope: Scope, given: Fulfilment) -> bool:
    """Whether the scope's own organisation, or one below it, was asked to carry it out."""
    below = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    return db.execute(below.where(lineage.c.descendant == given.seller)).first() is not None


def answer(
    db: Connection, scope: Scope, order: OrderId, said: ManualAnswer, remark: str, person: PersonId, now: datetime
) -> bool:
    """What a human says of it, once; the order is settled by the job that is woken. False if somebody was faster."""
    named = {"root": scope.root, "order": order, "now": now}
    words = {"said": said, "words": remark or None, "person": person}
    if db.execute(_ANSWER, named | words).rowcount == 0:
        return False
    db.execute(_DUE, named)
    wake(db, "orders")
    return True


def unwanted(db: Connection, scope: Scope, order: OrderId, now: datetime) -> bool:
    """Its asker would rather not have it; False if that was said before, or it is too late."""
    return db.execute(_UNWANTED, {"root": scope.root, "order": order, "now": now}).rowcount == 1


def waiting(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Waiting]:
    """What those below the scope's own organisation ordered and people must carry out, oldest first."""
    page = _waiting.order_by(orders.c.placed_at, orders.c.number).limit(most).offset(offset)
    return [Waiting(*row) for row in db.execute(page, {"root": scope.root})]


def count_waiting(db: Connection, scope: Scope) -> int:
    counted = select(func.count(literal(1))).select_from(_waiting.subquery())
    return int(db.execute(counted, {"root": scope.root}).scalar_one())
