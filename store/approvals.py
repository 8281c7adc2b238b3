"""Approvals of orders: asked for once, decided once; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.buying import approvals, orders
from store.deciders import DECIDES
from store.schema import lineage, people, subscriptions
from store.schema import organisations as customers
from store.values import ApprovalId, ApprovalState, OrderId, OrderKind, OrganisationId, PersonId, Scope


@dataclass(frozen=True, slots=True)
class Approval:
    """A request for approval. Until `expires_at` it can be given; `person` decided, `reason` is in their words."""

    id: ApprovalId
    order: OrderId
    organisation: OrganisationId
    fingerprint: str
    state: ApprovalState
    asked_at: datetime
    expires_at: datetime
    person: PersonId | None
    name: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A request as a list shows it; `mine`: its reader decides."""

    number: int
    title: str
    customer: str
    kind: OrderKind
    seats_before: int
    seats_after: int
    asker_name: str
    state: ApprovalState
    asked_at: datetime
    expires_at: datetime
    name: str
    decided_at: datetime | None
    mine: bool = False

    @property
    def label(self) -> str:
        return f"C-{self.number:06}"


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine: Final = approvals.c.organisation_id.in_(_within)
_asker = people.alias("asker")
_ASK: Final = insert(approvals).on_conflict_do_nothing(index_elements=["order_id"])
_ONE: Final = (
    select(
        approvals.c.id,
        approvals.c.order_id,
        approvals.c.organisation_id,
        approvals.c.fingerprint,
        approvals.c.state,
        approvals.c.asked_at,
        approvals.c.expires_at,
        approvals.c.decided_by,
        func.coalesce(people.c.name, ""),
        approvals.c.decided_at,
        func.coalesce(approvals.c.reason, ""),
    )
    .outerjoin(people, people.c.id == approvals.c.decided_by)
    .where(_mine)
)
_OF_ORDER: Final = _ONE.where(approvals.c.order_id == bindparam("order"))
_LOCK: Final = (
    select(orders.c.id)
    .where(orders.c.id == bindparam("order"), orders.c.organisation_id.in_(_within))
    .with_for_update()
)
_DECIDE: Final = (
    update(approvals)
    .where(_mine, approvals.c.id == bindparam("request"), approvals.c.state == ApprovalState.ASKED)
    .values(state=bindparam("to"), decided_by=bindparam("by"), decided_at=bindparam("now"), reason=bindparam("words"))
)
_ALIKE: Final = (
    select(orders.c.number)
    .join(approvals, approvals.c.order_id == orders.c.id)
    .where(
        _mine,
        approvals.c.fingerprint == bindparam("fingerprint"),
        approvals.c.state == ApprovalState.ASKED,
        approvals.c.expires_at > bindparam("now", type_=approvals.c.expires_at.type),
    )
    .limit(1)
)
_is_open: Final = approvals.c.state == ApprovalState.ASKED
_LISTED: Final = (
    select(
        orders.c.number,
        func.coalesce(subscriptions.c.name, orders.c.title, ""),
        customers.c.name,
        orders.c.kind,
        orders.c.seats_before,
        orders.c.seats_after,
        _asker.c.name,
        approvals.c.state,
        approvals.c.asked_at,
        approvals.c.expires_at,
        func.coalesce(people.c.name, ""),
        approvals.c.decided_at,
    )
    .select_from(approvals)
    .join(orders, orders.c.id == approvals.c.order_id)
    .join(customers, customers.c.id == approvals.c.organisation_id)
    .join(_asker, _asker.c.id == orders.c.asker_id)
    .outerjoin(subscriptions, subscriptions.c.id == orders.c.subscription_id)
    .outerjoin(people, people.c.id == approvals.c.decided_by)
    .where(_mine)
)
_whose: Final = case((DECIDES, 1), else_=0).label("whose")
_OPEN: Final = (
    _LISTED.add_columns(_whose).where(_is_open).order_by(_whose.desc(), approvals.c.expires_at, orders.c.number)
)


def ask(
    db: Connection, scope: Scope, id: ApprovalId, order: OrderId, fingerprint: str, asked_at: datetime, until: datetime
) -> None:
    """Once for an order within the scope; nothing for any other."""
    owner = select(orders.c.organisation_id).where(orders.c.id == order, orders.c.organisation_id.in_(_within))
    organisation = db.execute(owner, {"root": scope.root}).scalar_one_or_none()
    if organisation is None:
        return
    row = {"id": id, "order_id": order, "organisation_id": organisation, "fingerprint": fingerprint}
    fresh = {"state": ApprovalState.ASKED, "asked_at": asked_at, "expires_at": until}
    db.execute(_ASK, row | fresh)


def of_order(db: Connection, scope: Scope, order: OrderId, *, lock: bool = False) -> Approval | None:
    """The request of an order, if it needed one; where it is about to be decided, the order is locked first."""
    named = {"root": scope.root, "order": order}
    if lock:
        db.execute(_LOCK, named)
    row = db.execute(_OF_ORDER, named).one_or_none()
    return None if row is None else Approval(*tuple(row))


def decide(
    db: Connection,
    scope: Scope,
    approval: Approval,
    to: ApprovalState,
    now: datetime,
    by: PersonId | None = None,
    reason: str = "",
) -> bool:
    """What became of a request, once; False if somebody was faster."""
    said = {"to": to, "by": by, "now": now, "words": reason or None}
    return db.execute(_DECIDE, {"root": scope.root, "request": approval.id} | said).rowcount == 1


def waiting_alike(db: Connection, scope: Scope, fingerprint: str, now: datetime) -> int | None:
    """The number of an order that asks for the very same and still waits."""
    return db.execute(_ALIKE, {"root": scope.root, "fingerprint": fingerprint, "now": now}).scalar_one_or_none()


def open_ones(db: Connection, scope: Scope, reader: PersonId | None, *, offset: int, most: int) -> list[Listed]:
    """Those that wait: first what the reader decides, then the others; of each the ones that expire first."""
    found = db.execute(_OPEN.limit(most).offset(offset), {"root": scope.root, "reader": reader})
    return [replace(Listed(*row[:-1]), mine=bool(row.whose)) for row in found]


def past_ones(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Listed]:
    """Those that were decided or have run out, the latest first."""
    page = _LISTED.where(~_is_open).order_by(approvals.c.decided_at.desc(), orders.c.number.desc())
    found = db.execute(page.limit(most).offset(offset), {"root": scope.root})
    return [Listed(*tuple(row)) for row in found]


def count_past(db: Connection, scope: Scope) -> int:
    return _count(db, scope, ~_is_open)


def count_open(db: Connection, scope: Scope) -> int:
    return _count(db, scope, _is_open)


def _count(db: Connection, scope: Scope, which: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(approvals).where(_mine, which)
    return db.execute(statement, {"root": scope.root}).scalar_one()
