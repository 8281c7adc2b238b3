"""Subscriptions, their batches of seats and who holds the seats; every query within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from store.prepared import Query
from store.schema import assignments, batches, lineage, offers, organisations, products, subscriptions
from store.values import (
    Batch,
    Billing,
    EndOfTerm,
    Money,
    OfferId,
    OrganisationId,
    ProductId,
    Scope,
    SubscriptionId,
    TermLength,
    Terms,
)

MOST_NAMES: Final = 12
"""How many names can be asked for at once."""
_LAST_SECOND = time(23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as a card shows it; `terms` is what the rules need.

    `next_offer` is the one that the renewal changes to, of the product named `next_product`.
    """

    id: SubscriptionId
    number: int
    name: str
    sku: str
    organisation: OrganisationId
    customer: str
    zone: str | None
    reference: str | None
    payment: str
    version: int
    price_is_old: bool
    product: ProductId
    offer: OfferId
    next_offer: OfferId | None
    next_product: str | None
    extended_from: OfferId | None
    cancelled_at: datetime | None
    terms: Terms

    @property
    def label(self) -> str:
        return f"S-{self.number:06}"

    @property
    def free(self) -> int:
        return self.terms.seats - self.terms.assigned


@dataclass(frozen=True, slots=True)
class Named:
    """As much of a subscription as is needed to tell it from others."""

    id: SubscriptionId
    number: int
    name: str
    folded: str
    organisation: OrganisationId
    customer: str


_assigned = (
    select(func.count())
    .where(assignments.c.subscription_id == subscriptions.c.id)
    .correlate(subscriptions)
    .scalar_subquery()
)
_within = lineage.c.descendant == subscriptions.c.organisation_id

_then, _next = offers.alias("then"), products.alias("next")
_FULL = (
    select(
        subscriptions.c.id,
        subscriptions.c.number,
        subscriptions.c.name,
        products.c.sku,
        organisations.c.id.label("organisation"),
        organisations.c.name.label("customer"),
        organisations.c.zone,
        subscriptions.c.reference,
        subscriptions.c.payment,
        subscriptions.c.version,
        subscriptions.c.price_is_old,
        products.c.policy,
        offers.c.length,
        offers.c.billing,
        subscriptions.c.starts_on,
        subscriptions.c.ends_on,
        subscriptions.c.anchor_day,
        subscriptions.c.seats,
        _assigned.label("assigned"),
        subscriptions.c.unit_price,
        subscriptions.c.currency,
        subscriptions.c.status,
        subscriptions.c.end_of_term,
        subscriptions.c.scheduled_seats,
        subscriptions.c.offer_id,
        offers.c.product_id,
        subscriptions.c.next_offer_id,
        subscriptions.c.extended_from,
        subscriptions.c.cancelled_at,
        _then.c.length.label("then_length"),
        _then.c.billing.label("then_billing"),
        _next.c.name.label("next_product"),
    )
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .outerjoin(_then, _then.c.id == func.coalesce(subscriptions.c.next_offer_id, subscriptions.c.extended_from))
    .outerjoin(_next, _next.c.id == _then.c.product_id)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, _within)
    .where(lineage.c.ancestor == bindparam("root"))
)
_ONE = Query(_FULL.where(subscriptions.c.id == bindparam("id")))
_LOCK = (
    select(subscriptions.c.id)
    .join(lineage, _within)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.id == bindparam("id"))
    .with_for_update(of=subscriptions)
)
_BATCHES = Query(
    select(batches.c.id, batches.c.seats, batches.c.unit_price, batches.c.added_at, batches.c.origin)
    .where(batches.c.subscription_id == bindparam("subscription"), batches.c.seats > 0)
    .order_by(batches.c.added_at, batches.c.id)
)
_NAMED = (
    select(
        subscriptions.c.id,
        subscriptions.c.number,
        subscriptions.c.name,
        subscriptions.c.folded,
        organisations.c.id,
        organisations.c.name,
    )
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, _within)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(organisations.c.name, subscriptions.c.name, subscriptions.c.number)
)
_EACH = [f"name_{number}" for number in range(MOST_NAMES)]
_EXACT = Query(_NAMED.where(subscriptions.c.folded.in_([bindparam(each) for each in _EACH])))
_NUMBERED = Query(_NAMED.where(subscriptions.c.number == bindparam("number")))
_ALL_NAMES = _NAMED.limit(bindparam("most"))


def last_second(day: date) -> datetime:
    """A term ends with its last day, UTC."""
    return datetime.combine(day, _LAST_SECOND)


def decision(end_of_term: EndOfTerm, scheduled_seats: int | None, next_product: object = None) -> EndOfTerm:
    """A renewal with a scheduled number of seats, or as another product, is one with changes."""
    changes = end_of_term is EndOfTerm.RENEW and not (scheduled_seats is None and next_product is None)
    return EndOfTerm.RENEW_WITH_CHANGES if changes else end_of_term


def get(db: Connection, scope: Scope, id: SubscriptionId, *, lock: bool = False) -> Subscription | None:
    """A subscription with its terms; None if there is none within the scope. `lock`: until the transaction ends.

    It is locked before it is read: whoever waited for another transaction sees the seats that this one assigned.
    """
    if lock:
        db.execute(_LOCK, {"root": scope.root, "id": id})
    row = _ONE.run(db, {"root": scope.root, "id": id}).one_or_none()
    return None if row is None else _subscription(db, row._mapping)


def exact(db: Connection, scope: Scope, names: Sequence[str]) -> list[Named]:
    """The subscriptions that bear one of these folded names, of which there are at least one and at most a dozen."""
    dozen = [*names, *[names[0]] * (MOST_NAMES - len(names))]
    return [Named(*row) for row in _EXACT.run(db, {"root": scope.root, **dict(zip(_EACH, dozen, strict=True))})]


def numbered(db: Connection, scope: Scope, number: int) -> list[Named]:
    return [Named(*row) for row in _NUMBERED.run(db, {"root": scope.root, "number": number})]


def search(db: Connection, scope: Scope, words: Sequence[str], *, most: int) -> list[Named]:
    """The subscriptions that have each of these folded words in their product's or customer's name."""
    found = (
        subscriptions.c.folded.contains(word, autoescape=True) | organisations.c.folded.contains(word, autoescape=True)
        for word in words
    )
    return [Named(*row) for row in db.execute(_NAMED.where(*found).limit(most), {"root": scope.root})]


def names(db: Connection, scope: Scope, *, most: int = 2000) -> list[Named]:
    """What near names are looked for among."""
    return [Named(*row) for row in db.execute(_ALL_NAMES, {"root": scope.root, "most": most})]


def _subscription(db: Connection, row: RowMapping) -> Subscription:
    return Subscription(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        sku=row["sku"],
        organisation=row["organisation"],
        customer=row["customer"],
        zone=row["zone"],
        reference=row["reference"],
        payment=row["payment"],
        version=row["version"],
        price_is_old=row["price_is_old"],
        product=row["product_id"],
        offer=row["offer_id"],
        next_offer=row["next_offer_id"],
        next_product=row["next_product"] if row["next_offer_id"] else None,
        extended_from=row["extended_from"],
        cancelled_at=row["cancelled_at"],
        terms=_terms(row, _batches(db, row["id"], row["currency"])),
    )


def _batches(db: Connection, subscription: SubscriptionId, currency: str) -> tuple[Batch, ...]:
    rows = _BATCHES.run(db, {"subscription": subscription})
    return tuple(Batch(id, seats, Money(price, currency), at, origin) for id, seats, price, at, origin in rows)


def _terms(row: RowMapping, held: tuple[Batch, ...]) -> Terms:
    return Terms(
        policy=row["policy"],
        length=row["length"],
        billing=row["billing"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        ends_at=last_second(row["ends_on"]),
        anchor_day=row["anchor_day"],
        seats=row["seats"],
        assigned=row["assigned"],
        unit_price=Money(row["unit_price"], row["currency"]),
        status=row["status"],
        end_of_term=decision(row["end_of_term"], row["scheduled_seats"], row["next_offer_id"]),
        scheduled_seats=row["scheduled_seats"],
        batches=held,
        extended=_is_extended(row),
        renews_as=(row["then_length"], row["then_billing"]) if row["then_length"] else None,
        changes_product=row["next_offer_id"] is not None,
    )


def _is_extended(row: RowMapping) -> bool:
    """A monthly term can't be told to go on by the month: one that is has come from a longer one."""
    monthly = row["length"] is TermLength.MONTH and row["billing"] is Billing.MONTHLY
    return row["extended_from"] is not None or (monthly and row["end_of_term"] is EndOfTerm.EXTEND)


def touch(db: Connection, scope: Scope, id: SubscriptionId) -> None:
    """A new version: whatever was proposed on the old one must be proposed again."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    mine = (subscriptions.c.id == id) & subscriptions.c.organisation_id.in_(within)
    db.execute(update(subscriptions).where(mine).values(version=subscriptions.c.version + 1))
