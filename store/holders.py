"""Who holds the seats of a subscription; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from store.schema import assignments, lineage, subscriptions, users
from store.values import Scope, SubscriptionId, UserId, UserStatus


@dataclass(frozen=True, slots=True)
class Holder:
    """A user with a seat."""

    id: UserId
    first_name: str
    last_name: str
    login: str
    status: UserStatus

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.login


_HOLDERS: Final = (
    select(users.c.id, users.c.first_name, users.c.last_name, users.c.login, users.c.status)
    .join(assignments, assignments.c.user_id == users.c.id)
    .join(subscriptions, subscriptions.c.id == assignments.c.subscription_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.id == bindparam("subscription"))
    .order_by(users.c.last_name, users.c.first_name, users.c.login)
)


def page(db: Connection, scope: Scope, subscription: SubscriptionId, *, offset: int, most: int) -> list[Holder]:
    """Some of those who hold a seat, by name."""
    statement = _HOLDERS.limit(most).offset(offset)
    rows = db.execute(statement, {"root": scope.root, "subscription": subscription})
    return [Holder(*row) for row in rows]


def get(db: Connection, scope: Scope, subscription: SubscriptionId, user: UserId) -> Holder | None:
    """The holder with that id, None if there is none within the scope."""
    statement = _HOLDERS.where(users.c.id == user)
    row = db.execute(statement, {"root": scope.root, "subscription": subscription}).one_or_none()
    return None if row is None else Holder(*row)


def unassign(db: Connection, scope: Scope, subscription: SubscriptionId, user: UserId) -> bool:
    """Take a seat back; False if the user held none."""
    within = (
        select(subscriptions.c.id)
        .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
        .where(lineage.c.ancestor == scope.root)
    )
    mine = assignments.c.subscription_id.in_(within) & (assignments.c.subscription_id == subscription)
    return db.execute(delete(assignments).where(mine, assignments.c.user_id == user)).rowcount == 1
