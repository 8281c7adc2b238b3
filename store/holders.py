"""Who holds the seats of a subscription, and the seats that a user holds; every query within a scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from store.schema import assignments, lineage, subscriptions, users
from store.values import Scope, SubscriptionId, SubscriptionStatus, UserId, UserStatus


@dataclass(frozen=True, slots=True)
class Holder:
    """A user with a seat, `since` a moment (UTC)."""

    id: UserId
    first_name: str
    last_name: str
    login: str
    status: UserStatus
    since: datetime

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.login


@dataclass(frozen=True, slots=True)
class Seat:
    """What a user holds a seat of."""

    subscription: SubscriptionId
    number: int
    name: str
    status: SubscriptionStatus

    @property
    def label(self) -> str:
        return f"S-{self.number:06}"


_HOLDERS: Final = (
    select(users.c.id, users.c.first_name, users.c.last_name, users.c.login, users.c.status, assignments.c.assigned_at)
    .join(assignments, assignments.c.user_id == users.c.id)
    .join(subscriptions, subscriptions.c.id == assignments.c.subscription_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.id == bindparam("subscription"))
    .order_by(users.c.last_name, users.c.first_name, users.c.login)
)
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine: Final = (
    select(subscriptions.c.id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
)
_SEATS: Final = (
    select(assignments.c.user_id, subscriptions.c.id, subscriptions.c.number, subscriptions.c.name)
    .add_columns(subscriptions.c.status)
    .join(subscriptions, subscriptions.c.id == assignments.c.subscription_id)
    .where(
        assignments.c.user_id.in_(bindparam("users", expanding=True)),
        subscriptions.c.organisation_id.in_(_within),
    )
    .order_by(subscriptions.c.name, subscriptions.c.number)
)
_TOGETHER: Final = (
    select(subscriptions.c.id, users.c.id, bindparam("now", type_=assignments.c.assigned_at.type))
    .join(users, users.c.organisation_id == subscriptions.c.organisation_id)
    .where(
        subscriptions.c.id == bindparam("subscription"),
        subscriptions.c.organisation_id.in_(_within),
        users.c.id.in_(bindparam("users", expanding=True)),
    )
)
_ASSIGN: Final = (
    insert(assignments)
    .from_select(["subscription_id", "user_id", "assigned_at"], _TOGETHER)
    .on_conflict_do_nothing(index_elements=["subscription_id", "user_id"])
)
_UNASSIGN: Final = delete(assignments).where(
    assignments.c.subscription_id.in_(_mine),
    assignments.c.subscription_id == bindparam("subscription"),
    assignments.c.user_id.in_(bindparam("users", expanding=True)),
)
_FREE: Final = delete(assignments).where(
    assignments.c.subscription_id.in_(_mine), assignments.c.user_id == bindparam("user")
)


def page(db: Connection, scope: Scope, subscription: SubscriptionId, *, offset: int, most: int) -> list[Holder]:
    """Some of those who hold a seat, by name."""
    statement = _HOLDERS.limit(most).offset(offset)
    rows = db.execute(statement, {"root": scope.root, "subscription": subscription})
    return [Holder(*row) for row in rows]


def seats(db: Connection, scope: Scope, holders: Collection[UserId]) -> dict[UserId, list[Seat]]:
    """The seats that each of these users holds; those without any are left out."""
    found: dict[UserId, list[Seat]] = {}
    if holders:
        for user, *row in db.execute(_SEATS, {"root": scope.root, "users": list(holders)}):
            found.setdefault(user, []).append(Seat(*row))
    return found


def assign(
    db: Connection, scope: Scope, subscription: SubscriptionId, holders: Collection[UserId], now: datetime
) -> None:
    """A seat each for these users of its organisation who have none. Lock the subscription first."""
    values = {"root": scope.root, "subscription": subscription, "users": list(holders), "now": now}
    db.execute(_ASSIGN, values)


def unassign(db: Connection, scope: Scope, subscription: SubscriptionId, holders: Collection[UserId]) -> int:
    """Take the seats of these users back; how many had one."""
    values = {"root": scope.root, "subscription": subscription, "users": list(holders)}
    return db.execute(_UNASSIGN, values).rowcount


def free(db: Connection, scope: Scope, user: UserId) -> int:
    """Take back every seat of a user; how many there were."""
    return db.execute(_FREE, {"root": scope.root, "user": user}).rowcount
