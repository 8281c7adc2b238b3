"""What is due anywhere: the only queries that look across organisations, for jobs alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, tuple_, update

from store.accounts import mails
from store.buying import fulfilments, orders
from store.carrying import Claim
from store.order_events import reached
from store.schema import bindings, lineage, offers, organisations, products, subscriptions
from store.values import (
    BindingId,
    ChannelKind,
    InstallationId,
    ManualAnswer,
    OrderId,
    OrderState,
    OrganisationId,
    Policy,
    Scope,
    SubscriptionId,
    SubscriptionStatus,
)
from store.workings import files, inbox, outbox


class StuckOrder(NamedTuple):
    """An order that is being carried out, whose it is, and since when."""

    id: OrderId
    scope: Scope
    placed_at: datetime


class Said(NamedTuple):
    """A human's answer to an order, None until there is one, and their words."""

    answer: ManualAnswer | None
    remark: str


class DueTerm(NamedTuple):
    """A subscription whose term is over, and whose it is."""

    ends_on: date
    id: SubscriptionId
    scope: Scope


class Listener(NamedTuple):
    """A bound channel, and how its organisation is spoken to (None where nothing was set)."""

    binding: BindingId
    installation: InstallationId
    channel: str
    language: str | None
    zone: str | None
    kind: ChannelKind


_FIRST: Final = UUID(int=0)
_moment = orders.c.placed_at.type
_open = or_(orders.c.state == OrderState.PROCESSING, orders.c.state == OrderState.UNKNOWN)
_DUE_ORDER = (
    select(orders.c.id, orders.c.organisation_id, orders.c.state, orders.c.tries, orders.c.asked_at)
    .where(
        or_(
            orders.c.state == OrderState.ACCEPTED,
            and_(_open, orders.c.claimed_until <= bindparam("now", type_=_moment)),
        )
    )
    .order_by(orders.c.placed_at, orders.c.number)
    .limit(1)
)
_DUE_ORDER_LOCKED = _DUE_ORDER.with_for_update(skip_locked=True)
_CLAIM_ORDER = (
    update(orders)
    .where(orders.c.id == bindparam("order"))
    .values(
        state=bindparam("to"),
        tries=orders.c.tries + 1,
        asked_at=func.coalesce(orders.c.asked_at, bindparam("asked", type_=_moment)),
        claimed_until=bindparam("until"),
    )
)
_STUCK = (
    select(orders.c.id, orders.c.organisation_id, orders.c.placed_at)
    .where(_open, orders.c.placed_at <= bindparam("before", type_=_moment))
    .order_by(orders.c.placed_at)
)
_SAID = select(fulfilments.c.answer, func.coalesce(fulfilments.c.remark, "")).where(
    fulfilments.c.order_id == bindparam("order")
)
_DUE_TERMS = (
    select(subscriptions.c.ends_on, subscriptions.c.id, subscriptions.c.organisation_id)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .where(
        subscriptions.c.ends_on < bindparam("today"),
        subscriptions.c.status.in_((SubscriptionStatus.ACTIVE, SubscriptionStatus.SUSPENDED)),
        products.c.policy != Policy.PERPETUAL,
        tuple_(subscriptions.c.ends_on, subscriptions.c.id)
        > tuple_(
            bindparam("after_day", type_=subscriptions.c.ends_on.type),
            bindparam("after_id", type_=subscriptions.c.id.type),
        ),
    )
    .order_by(subscriptions.c.ends_on, subscriptions.c.id)
    .limit(bindparam("most"))
)
_LISTENERS = (
    select(
        bindings.c.id,
        bindings.c.installation_id,
        bindings.c.channel,
        organisations.c.language,
        organisations.c.zone,
        bindings.c.kind,
    )
    .join(lineage, lineage.c.ancestor == bindings.c.organisation_id)
    .join(organisations, organisations.c.id == bindings.c.organisation_id)
    .where(lineage.c.descendant == bindparam("organisation"))
    .order_by(lineage.c.depth, bindings.c.channel)
)


def any_order_due(db: Connection, now: datetime) -> bool:
    """Whether a claim would find an order; takes no lock."""
    return db.execute(_DUE_ORDER, {"now": now}).first() is not None


def claim_order(db: Connection, *, now: datetime, until: datetime) -> Claim | None:
    """Take the oldest order that nobody carries out, whose worker has not been heard of, or that is to be looked at.

    That its supplier is asked is written down before it is: whoever comes next reads back first.
    """
    row = db.execute(_DUE_ORDER_LOCKED, {"now": now}).one_or_none()
    if row is None:
        return None
    to = OrderState.UNKNOWN if row.state is OrderState.UNKNOWN else OrderState.PROCESSING
    db.execute(_CLAIM_ORDER, {"order": row.id, "to": to, "asked": now, "until": until})
    reached(db, row.id, OrderState.PROCESSING, now)
    return Claim(row.id, Scope(row.organisation_id), row.tries + 1, row.state, row.asked_at is not None)


def stuck_orders(db: Connection, before: datetime) -> list[StuckOrder]:
    """Orders placed by then that are still being carried out, oldest first."""
    return [StuckOrder(id, Scope(whose), at) for id, whose, at in db.execute(_STUCK, {"before": before})]


def said_of(db: Connection, order: OrderId) -> Said | None:
    """What a human has said of an order; None if no human was asked."""
    row = db.execute(_SAID, {"order": order}).one_or_none()
    return None if row is None else Said(*row)


def due_terms(db: Connection, today: date, after: DueTerm | None = None, *, most: int = 100) -> list[DueTerm]:
    """Terms that ended before `today` (UTC), oldest first, from `after` on."""
    after_day, after_id = (after.ends_on, after.id) if after else (date.min, _FIRST)
    wanted = {"today": today, "after_day": after_day, "after_id": after_id, "most": most}
    return [DueTerm(day, id, Scope(organisation)) for day, id, organisation in db.execute(_DUE_TERMS, wanted)]


def listeners(db: Connection, organisation: OrganisationId) -> list[Listener]:
    """The channels that are told about an organisation: its own, and those of the ones above it."""
    return [Listener(*row) for row in db.execute(_LISTENERS, {"organisation": organisation})]


def forget_settled(db: Connection, before: datetime) -> int:
    """Drop queue rows that were settled that long ago; how many."""
    return sum(
        db.execute(delete(queue).where(queue.c.settled_at < before)).rowcount for queue in (inbox, outbox, mails)
    )


def forget_files(db: Connection, now: datetime) -> int:
    """Drop the files that have expired; how many."""
    return db.execute(delete(files).where(files.c.expires_at <= now)).rowcount
