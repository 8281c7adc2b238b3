"""Advice that an organisation wants to hear no more of, until a day; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from store.buying import mutes
from store.schema import lineage, organisations, people, subscriptions
from store.values import OrganisationId, PersonId, Scope, SubscriptionId


@dataclass(frozen=True, slots=True)
class Mute:
    """Nothing about this kind of advice on this subscription before `until` (UTC), as somebody said, with a reason."""

    subscription: SubscriptionId
    product: str
    organisation: OrganisationId
    customer: str
    advice: str
    reason: str
    until: datetime
    name: str


_until: Final = mutes.c.until > bindparam("now", type_=mutes.c.until.type)
_ALL: Final = (
    select(
        mutes.c.subscription_id,
        subscriptions.c.name,
        organisations.c.id,
        organisations.c.name.label("customer"),
        mutes.c.advice,
        mutes.c.reason,
        mutes.c.until,
        people.c.name.label("by"),
    )
    .join(subscriptions, subscriptions.c.id == mutes.c.subscription_id)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .join(people, people.c.id == mutes.c.muted_by)
    .where(mutes.c.organisation_id == bindparam("root"), lineage.c.ancestor == bindparam("root"), _until)
)
_PAGE: Final = (
    _ALL.order_by(mutes.c.until, subscriptions.c.number, mutes.c.advice)
    .limit(bindparam("most"))
    .offset(bindparam("offset"))
)
_COUNT: Final = select(func.count()).select_from(mutes).where(mutes.c.organisation_id == bindparam("root"), _until)
_new = insert(mutes)
_MUTE: Final = _new.on_conflict_do_update(
    index_elements=["organisation_id", "subscription_id", "advice"],
    set_={name: _new.excluded[name] for name in ("reason", "until", "muted_by", "muted_at")},
)
_END: Final = delete(mutes).where(
    mutes.c.organisation_id == bindparam("root"),
    mutes.c.subscription_id == bindparam("subscription"),
    mutes.c.advice == bindparam("kind"),
)


def running(db: Connection, scope: Scope, now: datetime) -> frozenset[tuple[SubscriptionId, str]]:
    """What the scope's own organisation wants to hear no more of at this moment."""
    rows = db.execute(_ALL, {"root": scope.root, "now": now})
    return frozenset((row.subscription_id, row.advice) for row in rows)


def page(db: Connection, scope: Scope, now: datetime, *, offset: int, most: int) -> list[Mute]:
    """Those that end first at the top."""
    values = {"root": scope.root, "now": now, "offset": offset, "most": most}
    return [Mute(*tuple(row)) for row in db.execute(_PAGE, values)]


def count(db: Connection, scope: Scope, now: datetime) -> int:
    return db.execute(_COUNT, {"root": scope.root, "now": now}).scalar_one()


def mute(
    db: Connection,
    scope: Scope,
    subscription: SubscriptionId,
    advice: str,
    reason: str,
    until: datetime,
    by: PersonId,
    now: datetime,
) -> None:
    """For the scope's own organisation alone; said again, the later word counts."""
    row = {"organisation_id": scope.root, "subscription_id": subscription, "advice": advice, "reason": reason}
    db.execute(_MUTE, row | {"until": until, "muted_by": by, "muted_at": now})


def unmute(db: Connection, scope: Scope, subscription: SubscriptionId, advice: str) -> bool:
    """False where nothing was muted."""
    return db.execute(_END, {"root": scope.root, "subscription": subscription, "kind": advice}).rowcount == 1
