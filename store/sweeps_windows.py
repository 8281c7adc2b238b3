"""Windows that close over unused seats anywhere, and the channels to be told of them, for jobs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, Integer, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from store.cares import keeping
from store.columns import later_by
from store.database import wake
from store.schema import (
    assignments,
    batches,
    bindings,
    cares,
    lineage,
    offers,
    organisations,
    people,
    products,
    reminders,
    subscriptions,
)
from store.sweeps_digests import ALONE, SPOKEN, ZONE
from store.values import BindingId, InstallationId, Policy, QueueState, SubscriptionId, SubscriptionStatus
from store.workings import outbox

WINDOW: Final = "window"
"""The rule of a reminder that seats can soon no longer go back; every other rule is `term:` and a lead."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Unused seats of a batch that can soon no longer go back, and the channel that is to be told."""

    binding: BindingId
    installation: InstallationId
    channel: str
    language: str
    zone: str
    subscription: SubscriptionId
    added_at: datetime


_holders: Final = (
    select(func.count())
    .where(assignments.c.subscription_id == subscriptions.c.id)
    .correlate(subscriptions)
    .scalar_subquery()
)
_other: Final = batches.alias("other")
_newer: Final = (
    select(func.coalesce(func.sum(_other.c.seats), 0))
    .where(_other.c.subscription_id == batches.c.subscription_id, _other.c.added_at > batches.c.added_at)
    .correlate(batches)
    .scalar_subquery()
)
"""Seats that go back before those of a batch."""
_CLOSING: Final = (
    select(
        bindings.c.id,
        bindings.c.installation_id,
        bindings.c.channel,
        SPOKEN,
        ZONE,
        subscriptions.c.id,
        func.max(batches.c.added_at),
    )
    .select_from(batches)
    .join(subscriptions, subscriptions.c.id == batches.c.subscription_id)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .join(bindings, bindings.c.organisation_id == lineage.c.ancestor)
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
    .outerjoin(people, ALONE)
    .where(
        batches.c.added_at.between(
            bindparam("since", type_=batches.c.added_at.type), bindparam("until", type_=batches.c.added_at.type)
        ),
        batches.c.seats > 0,
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        products.c.policy == Policy.NEW_COMMERCE,
        ~exists().where(
            reminders.c.binding_id == bindings.c.id,
            reminders.c.subscription_id == subscriptions.c.id,
            reminders.c.rule == WINDOW,
            reminders.c.created_at >= later_by(batches.c.added_at, bindparam("urgent_after", type_=Integer)),
        ),
        _newer < subscriptions.c.seats - _holders,
        ~exists().where(
            cares.c.organisation_id == bindings.c.organisation_id,
            cares.c.subscription_id == subscriptions.c.id,
            cares.c.term_ends_on == subscriptions.c.ends_on,
            cares.c.let_be,
        ),
        ~keeping(bindings.c.organisation_id, batches.c.added_at),
    )
    .group_by(bindings.c.id, bindings.c.installation_id, bindings.c.channel, SPOKEN, ZONE, subscriptions.c.id)
)


_WARN: Final = insert(reminders).on_conflict_do_nothing()
_PUT: Final = insert(outbox).on_conflict_do_nothing(index_elements=["key"])


def closing(
    db: Connection, defaults: dict[str, str], *, since: datetime, until: datetime, now: datetime
) -> list[Closing]:
    """Batches added in that time whose unused seats nobody was told of since then, with whom to tell."""
    urgent_after = int((now - until).total_seconds())
    rows = db.execute(_CLOSING, {**defaults, "since": since, "until": until, "urgent_after": urgent_after})
    return [Closing(*row) for row in rows]


def warn(db: Connection, one: Closing, digest: str, on_date: date, body: str, now: datetime) -> None:
    """Tell one channel of one closing window at once, once."""
    row = {"binding_id": one.binding, "subscription_id": one.subscription, "rule": WINDOW}
    db.execute(_WARN, row | {"on_date": on_date, "digest": digest, "created_at": now})
    message = {"id": uuid4(), "key": digest, "installation_id": one.installation, "channel": one.channel, "body": body}
    fresh = {"kind": "digest", "state": QueueState.WAITING, "attempts": 0, "created_at": now, "not_before": now}
    db.execute(_PUT, message | fresh | {"repeat": False})
    wake(db, "outbox")
