"""Customers on their way from a volume licence: devices, how many have the new key, and who put a reminder off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.schema import lineage, offers, organisations, products, subscriptions
from store.software import kms_moves, kms_snoozes
from store.values import MoveId, OrganisationId, Policy, Scope, SubscriptionId, SubscriptionStatus


@dataclass(frozen=True, slots=True)
class Move:
    """`moved` of its `devices` have the new key; the KMS renewed the others last on `renewed_on`."""

    id: MoveId
    subscription: SubscriptionId
    product: str
    organisation: OrganisationId
    customer: str
    status: SubscriptionStatus
    devices: int
    moved: int
    renewed_on: date

    @property
    def left(self) -> int:
        return self.devices - self.moved


class NewMove(NamedTuple):
    """A row as it goes in."""

    id: MoveId
    organisation_id: OrganisationId
    subscription_id: SubscriptionId
    devices: int
    moved: int
    renewed_on: date
    created_at: datetime


_WITHIN: Final = (
    select(
        kms_moves.c.id,
        subscriptions.c.id,
        subscriptions.c.name,
        organisations.c.id,
        organisations.c.name,
        subscriptions.c.status,
        kms_moves.c.devices,
        kms_moves.c.moved,
        kms_moves.c.renewed_on,
    )
    .select_from(kms_moves)
    .join(subscriptions, subscriptions.c.id == kms_moves.c.subscription_id)
    .join(organisations, organisations.c.id == kms_moves.c.organisation_id)
    .join(lineage, lineage.c.descendant == kms_moves.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(kms_moves.c.moved == kms_moves.c.devices, kms_moves.c.renewed_on, organisations.c.name, kms_moves.c.id)
)
_ONE: Final = _WITHIN.where(kms_moves.c.id == bindparam("move"))
_SNOOZED: Final = select(kms_snoozes.c.move_id).where(
    kms_snoozes.c.organisation_id == bindparam("root"), kms_snoozes.c.until > bindparam("today")
)
_RUNNING: Final = _WITHIN.where(
    kms_moves.c.moved < kms_moves.c.devices,
    subscriptions.c.status == SubscriptionStatus.ACTIVE,
    kms_moves.c.id.not_in(_SNOOZED),
)
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_FREE: Final = (
    select(subscriptions.c.id, subscriptions.c.name, organisations.c.name)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .outerjoin(kms_moves, kms_moves.c.subscription_id == subscriptions.c.id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        products.c.policy.in_([Policy.SOFTWARE, Policy.PERPETUAL]),
        kms_moves.c.id.is_(None),
    )
    .order_by(organisations.c.name, subscriptions.c.name, subscriptions.c.number)
    .limit(bindparam("most"))
)
_ADD: Final = insert(kms_moves).on_conflict_do_nothing(index_elements=["subscription_id"]).returning(kms_moves.c.id)
_snooze = insert(kms_snoozes)
_SNOOZE: Final = _snooze.on_conflict_do_update(
    index_elements=["organisation_id", "move_id"], set_={"until": _snooze.excluded.until}
)


def page(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Move]:
    """Those with the least time first, those that are done last."""
    return [Move(*row) for row in db.execute(_WITHIN.limit(most).offset(offset), {"root": scope.root})]


def count(db: Connection, scope: Scope) -> int:
    return db.execute(select(func.count()).select_from(_WITHIN.subquery()), {"root": scope.root}).scalar_one()


def get(db: Connection, scope: Scope, id: MoveId, *, lock: bool = False) -> Move | None:
    statement = _ONE.with_for_update(of=kms_moves) if lock else _ONE
    row = db.execute(statement, {"root": scope.root, "move": id}).one_or_none()
    return None if row is None else Move(*row)


def of(db: Connection, scope: Scope, subscription: SubscriptionId) -> Move | None:
    """The move to that subscription."""
    statement = _WITHIN.where(kms_moves.c.subscription_id == subscription)
    row = db.execute(statement, {"root": scope.root}).one_or_none()
    return None if row is None else Move(*row)


def running(
    db: Connection, scope: Scope, today: date, *, renewed_by: date, most: int, of: Collection[SubscriptionId] = ()
) -> list[Move]:
    """Those not done whose devices the KMS renewed last by that day, and that the scope's own organisation sees.

    What it put off until later than `today` it does not. With `of` only the moves to these subscriptions.
    """
    statement = _RUNNING.where(kms_moves.c.renewed_on <= renewed_by).limit(most)
    if of:
        statement = statement.where(subscriptions.c.id.in_(of))
    return [Move(*row) for row in db.execute(statement, {"root": scope.root, "today": today})]


def targets(db: Connection, scope: Scope, *, most: int) -> list[tuple[SubscriptionId, str, str]]:
    """Software in use that nothing moves to yet: id, product and customer."""
    return [(row[0], row[1], row[2]) for row in db.execute(_FREE, {"root": scope.root, "most": most})]


def add(db: Connection, row: NewMove) -> bool:
    """False where devices move to that subscription already."""
    return db.execute(_ADD, row._asdict()).first() is not None


def change(db: Connection, scope: Scope, id: MoveId, *, devices: int, moved: int, renewed_on: date) -> None:
    these = kms_moves.c.organisation_id.in_(_within), kms_moves.c.id == id
    values = {"devices": devices, "moved": moved, "renewed_on": renewed_on}
    db.execute(update(kms_moves).where(*these).values(**values), {"root": scope.root})


def forget(db: Connection, scope: Scope, id: MoveId) -> None:
    """Drop its record; nobody is reminded of it any more."""
    db.execute(delete(kms_snoozes).where(kms_snoozes.c.move_id == id))
    these = kms_moves.c.organisation_id.in_(_within), kms_moves.c.id == id
    db.execute(delete(kms_moves).where(*these), {"root": scope.root})


def snooze(db: Connection, scope: Scope, id: MoveId, until: date) -> None:
    """Say nothing about it to the scope's own organisation before that day."""
    db.execute(_SNOOZE, {"organisation_id": scope.root, "move_id": id, "until": until})
