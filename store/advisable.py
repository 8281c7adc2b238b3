"""Subscriptions about which something may be worth saying; every query within a scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from store import inventory
from store.inventory import Line
from store.schema import assignments, batches, lineage, offers, products, subscriptions, users
from store.values import EndOfTerm, OrganisationId, Policy, Scope, SubscriptionId, SubscriptionStatus, UserStatus

_COUNTED: Final = (Policy.NEW_COMMERCE, Policy.WHOLESALE)
_RENEWING: Final = (EndOfTerm.RENEW, EndOfTerm.RENEW_WITH_CHANGES)
_assigned: Final = (
    select(func.count())
    .where(assignments.c.subscription_id == subscriptions.c.id)
    .correlate(subscriptions)
    .scalar_subquery()
)
_lately: Final = (
    select(batches.c.id)
    .where(
        batches.c.subscription_id == subscriptions.c.id,
        batches.c.seats > 0,
        batches.c.added_at >= bindparam("since", type_=batches.c.added_at.type),
    )
    .correlate(subscriptions)
    .exists()
)
_unused: Final = and_(
    _assigned < subscriptions.c.seats,
    or_(
        products.c.policy == Policy.WHOLESALE,
        _lately,
        and_(subscriptions.c.ends_on <= bindparam("until"), subscriptions.c.end_of_term.in_(_RENEWING)),
    ),
)
_short: Final = or_(_assigned >= subscriptions.c.seats, subscriptions.c.scheduled_seats < _assigned)
_CANDIDATES: Final = (
    select(subscriptions.c.id)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        products.c.policy.in_(_COUNTED),
        or_(_unused, _short),
    )
    .order_by(subscriptions.c.ends_on, subscriptions.c.number)
    .limit(bindparam("most"))
)
_BATCHES: Final = (
    select(batches.c.subscription_id, batches.c.seats, batches.c.added_at)
    .join(subscriptions, subscriptions.c.id == batches.c.subscription_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        batches.c.seats > 0,
        batches.c.added_at >= bindparam("since", type_=batches.c.added_at.type),
        batches.c.subscription_id.in_(bindparam("ids", expanding=True)),
    )
)
_WITHOUT: Final = (
    select(users.c.organisation_id, func.count())
    .join(lineage, lineage.c.descendant == users.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        users.c.status.in_((UserStatus.READY, UserStatus.NOT_ACTIVATED)),
        users.c.organisation_id.in_(bindparam("customers", expanding=True)),
        ~select(assignments.c.user_id).where(assignments.c.user_id == users.c.id).correlate(users).exists(),
    )
    .group_by(users.c.organisation_id)
)


def lines(db: Connection, scope: Scope, *, since: datetime, until: datetime, most: int) -> list[Line]:
    """Active ones whose seats go to people: with unused seats that can go, or with too few; the next to end first.

    `since`: seats that were added later can still go; `until`: terms that end by then are renewed soon.
    """
    named = {"root": scope.root, "since": since, "until": until.date(), "most": most}
    return inventory.among(db, scope, list(db.execute(_CANDIDATES, named).scalars()))


def added(
    db: Connection, scope: Scope, ids: Iterable[SubscriptionId], since: datetime
) -> Mapping[SubscriptionId, list[tuple[int, datetime]]]:
    """The batches of these that were added since that moment: seats, and when (UTC)."""
    found: defaultdict[SubscriptionId, list[tuple[int, datetime]]] = defaultdict(list)
    for id, seats, at in db.execute(_BATCHES, {"root": scope.root, "since": since, "ids": list(ids)}):
        found[id].append((seats, at))
    return found


def without_seats(db: Connection, scope: Scope, customers: Iterable[OrganisationId]) -> Mapping[OrganisationId, int]:
    """How many users of these organisations could work, or soon will, and hold no seat of anything."""
    rows = db.execute(_WITHOUT, {"root": scope.root, "customers": list(customers)})
    return {row[0]: row[1] for row in rows}
