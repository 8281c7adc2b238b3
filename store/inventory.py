"""Many subscriptions at a glance: lists, sums, what is due; every query within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, bindparam, func, select

from store.cares import concerning, keeping
from store.schema import assignments, batches, lineage, offers, organisations, products, subscriptions, users
from store.subscriptions import decision
from store.values import (
    Billing,
    EndOfTerm,
    Money,
    OrganisationId,
    Policy,
    Scope,
    SubscriptionId,
    SubscriptionStatus,
    TermLength,
    UserStatus,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A subscription as a list shows it. `last_added_at` is when its newest seats were added (UTC)."""

    id: SubscriptionId
    number: int
    name: str
    organisation: OrganisationId
    customer: str
    seats: int
    assigned: int
    policy: Policy
    length: TermLength
    billing: Billing
    unit_price: Money
    starts_on: date
    ends_on: date
    status: SubscriptionStatus
    end_of_term: EndOfTerm
    scheduled_seats: int | None
    last_added_at: datetime | None
    next_product: str | None

    @property
    def label(self) -> str:
        return f"S-{self.number:06}"

    @property
    def free(self) -> int:
        return self.seats - self.assigned


Added = tuple[tuple[datetime, int], ...]
"""When (UTC) how many seats were added."""


@dataclass(frozen=True, slots=True)
class Totals:
    subscriptions: int
    seats: int
    assigned: int


_holders: Final = (
    select(func.count())
    .where(assignments.c.subscription_id == subscriptions.c.id)
    .correlate(subscriptions)
    .scalar_subquery()
)
_newest: Final = (
    select(func.max(batches.c.added_at))
    .where(batches.c.subscription_id == subscriptions.c.id, batches.c.seats > 0)
    .correlate(subscriptions)
    .scalar_subquery()
)
_then: Final = offers.alias("then")
_next_product: Final = (
    select(products.c.name)
    .join(_then, _then.c.product_id == products.c.id)
    .where(_then.c.id == subscriptions.c.next_offer_id)
    .correlate(subscriptions)
    .scalar_subquery()
)
_LINES: Final = (
    select(
        subscriptions.c.id,
        subscriptions.c.number,
        subscriptions.c.name,
        organisations.c.id.label("organisation"),
        organisations.c.name.label("customer"),
        subscriptions.c.seats,
        _holders.label("assigned"),
        products.c.policy,
        offers.c.length,
        offers.c.billing,
        subscriptions.c.unit_price,
        subscriptions.c.currency,
        subscriptions.c.starts_on,
        subscriptions.c.ends_on,
        subscriptions.c.status,
        subscriptions.c.end_of_term,
        subscriptions.c.scheduled_seats,
        _newest.label("last_added_at"),
        _next_product.label("next_product"),
    )
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(subscriptions.c.ends_on, organisations.c.name, subscriptions.c.name, subscriptions.c.number)
)
_ACTIVE: Final = _LINES.where(subscriptions.c.status == SubscriptionStatus.ACTIVE)
_PAGE: Final = _LINES.limit(bindparam("most")).offset(bindparam("offset"))
_SOON: Final = _ACTIVE.where(
    subscriptions.c.ends_on <= bindparam("until"), ~concerning(bindparam("care_of"), bindparam("today"))
).limit(bindparam("most"))
_FRESH: Final = _ACTIVE.where(
    select(batches.c.id)
    .where(
        batches.c.subscription_id == subscriptions.c.id,
        batches.c.seats > 0,
        batches.c.added_at >= bindparam("since", type_=batches.c.added_at.type),
    )
    .exists(),
    ~concerning(bindparam("care_of"), bindparam("today")),
    ~keeping(bindparam("care_of"), _newest),
).limit(bindparam("most"))


def page(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Line]:
    """All subscriptions, those that end first at the top."""
    values = {"root": scope.root, "offset": offset, "most": most}
    return [_line(row) for row in db.execute(_PAGE, values).mappings()]


def active(db: Connection, scope: Scope, *, most: int) -> list[Line]:
    """Those in use, the next to end first."""
    return [_line(row) for row in db.execute(_ACTIVE.limit(most), {"root": scope.root}).mappings()]


def ending(db: Connection, scope: Scope, *, today: date, until: date, most: int) -> list[Line]:
    """Active ones whose term ends by that day, but for those that somebody has put aside."""
    values = {"root": scope.root, "care_of": scope.root, "today": today, "until": until, "most": most}
    return [_line(row) for row in db.execute(_SOON, values).mappings()]


def added_since(db: Connection, scope: Scope, since: datetime, *, today: date, most: int) -> list[Line]:
    """Active ones with seats added since that moment, but for those that somebody has put aside."""
    values = {"root": scope.root, "care_of": scope.root, "today": today, "since": since, "most": most}
    return [_line(row) for row in db.execute(_FRESH, values).mappings()]


def among(db: Connection, scope: Scope, ids: Sequence[SubscriptionId]) -> list[Line]:
    """These, as far as they are active."""
    statement = _ACTIVE.where(subscriptions.c.id.in_(ids))
    return [_line(row) for row in db.execute(statement, {"root": scope.root}).mappings()]


def added(db: Connection, scope: Scope, ids: Sequence[SubscriptionId], since: datetime) -> dict[SubscriptionId, Added]:
    """When how many seats of these were added since that moment, newest first."""
    statement = (
        select(batches.c.subscription_id, batches.c.added_at, batches.c.seats)
        .join(subscriptions, subscriptions.c.id == batches.c.subscription_id)
        .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
        .where(lineage.c.ancestor == scope.root, subscriptions.c.id.in_(ids))
        .where(batches.c.seats > 0, batches.c.added_at >= since)
        .order_by(batches.c.added_at.desc())
    )
    found: dict[SubscriptionId, Added] = {}
    for id, at, seats in db.execute(statement) if ids else ():
        found[id] = (*found.get(id, ()), (at, seats))
    return found


def renewing_by_itself(db: Connection, scope: Scope, today: date, until: date) -> int:
    """How many terms end in that time and renew without anybody doing anything, monthly ones."""
    statement = (
        select(func.count())
        .select_from(subscriptions)
        .join(offers, offers.c.id == subscriptions.c.offer_id)
        .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
        .where(
            lineage.c.ancestor == scope.root,
            subscriptions.c.status == SubscriptionStatus.ACTIVE,
            subscriptions.c.ends_on.between(today, until),
            subscriptions.c.end_of_term == EndOfTerm.RENEW,
            subscriptions.c.scheduled_seats.is_(None),
            subscriptions.c.next_offer_id.is_(None),
            offers.c.length == TermLength.MONTH,
        )
    )
    return db.execute(statement).scalar_one()


def totals(db: Connection, scope: Scope) -> Totals:
    """What is active within the scope."""
    statement = (
        select(func.count(), func.coalesce(func.sum(subscriptions.c.seats), 0), func.coalesce(func.sum(_holders), 0))
        .select_from(subscriptions)
        .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
        .where(lineage.c.ancestor == scope.root, subscriptions.c.status == SubscriptionStatus.ACTIVE)
    )
    count, seats, assigned = db.execute(statement).one()
    return Totals(count, int(seats), int(assigned))


def count(db: Connection, scope: Scope) -> int:
    statement = (
        select(func.count())
        .select_from(subscriptions)
        .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
        .where(lineage.c.ancestor == scope.root)
    )
    return db.execute(statement).scalar_one()


def users_by_status(db: Connection, scope: Scope) -> dict[UserStatus, int]:
    statement = (
        select(users.c.status, func.count())
        .join(lineage, lineage.c.descendant == users.c.organisation_id)
        .where(lineage.c.ancestor == scope.root)
        .group_by(users.c.status)
    )
    return {row[0]: row[1] for row in db.execute(statement)}


def _line(row: RowMapping) -> Line:
    values = {name: row[name] for name in _COPIED}
    return Line(
        **values,
        unit_price=Money(row["unit_price"], row["currency"]),
        end_of_term=decision(row["end_of_term"], row["scheduled_seats"], row["next_product"]),
    )


_COPIED: Final = tuple(name for name in Line.__slots__ if name not in {"unit_price", "end_of_term"})
