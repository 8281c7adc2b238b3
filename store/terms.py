"""The end of a term: the next one, or none; every write within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from store.schema import batches, lineage, offers, subscriptions, terms
from store.values import BatchOrigin, Billing, EndOfTerm, Scope, SubscriptionId, SubscriptionStatus, TermLength


class NotThere(LookupError):
    """The subscription is not within the scope."""


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A renewal: one batch of all its seats, added at `renewed_at`. Days are UTC, the last one inclusive."""

    starts_on: date
    ends_on: date
    anchor_day: int
    seats: int
    unit_price: Decimal
    price_is_old: bool
    end_of_term: EndOfTerm
    renewed_at: datetime


_within = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine = (subscriptions.c.id == bindparam("row")) & subscriptions.c.organisation_id.in_(_within)
_NEXT = (
    update(subscriptions)
    .where(_mine)
    .values(
        starts_on=bindparam("first_day"),
        ends_on=bindparam("last_day"),
        anchor_day=bindparam("anchor"),
        seats=bindparam("to_seats"),
        unit_price=bindparam("price"),
        price_is_old=bindparam("old"),
        end_of_term=bindparam("decision"),
        scheduled_seats=None,
        version=subscriptions.c.version + 1,
    )
)
_EXPIRE = (
    update(subscriptions)
    .where(_mine)
    .values(
        status=SubscriptionStatus.EXPIRED, scheduled_seats=None, next_offer_id=None, version=subscriptions.c.version + 1
    )
)
_CLEAR = delete(batches).where(batches.c.subscription_id == bindparam("row"))
_PRODUCT = select(offers.c.product_id).join(subscriptions, subscriptions.c.offer_id == offers.c.id).where(_mine)
_MONTHLY = (
    select(offers.c.id)
    .where(
        offers.c.product_id == bindparam("product"),
        offers.c.length == TermLength.MONTH,
        offers.c.billing == Billing.MONTHLY,
    )
    .scalar_subquery()
)
_BY_THE_MONTH = (
    update(subscriptions)
    .where(_mine)
    .values(
        offer_id=_MONTHLY,
        extended_from=func.coalesce(subscriptions.c.extended_from, subscriptions.c.offer_id),
        next_offer_id=None,
    )
)


def renew(db: Connection, scope: Scope, id: SubscriptionId, term: NewTerm, *, batch: UUID) -> None:
    """The next term of a locked subscription. The tables hold one term for each first day, so a second one fails."""
    values = {
        "first_day": term.starts_on,
        "last_day": term.ends_on,
        "anchor": term.anchor_day,
        "to_seats": term.seats,
        "price": term.unit_price,
        "old": term.price_is_old,
        "decision": term.end_of_term,
    }
    _one(db.execute(_NEXT, {"root": scope.root, "row": id} | values).rowcount, id)
    db.execute(_CLEAR, {"row": id})
    bought = {"subscription_id": id, "seats": term.seats, "unit_price": term.unit_price}
    dates = {"starts_on": term.starts_on, "ends_on": term.ends_on, "renewed_at": term.renewed_at}
    db.execute(insert(batches), bought | {"id": batch, "origin": BatchOrigin.RENEWAL, "added_at": term.renewed_at})
    db.execute(insert(terms), bought | dates | {"price_is_old": term.price_is_old})


def expire(db: Connection, scope: Scope, id: SubscriptionId) -> None:
    """The term was its last."""
    _one(db.execute(_EXPIRE, {"root": scope.root, "row": id}).rowcount, id)


def by_the_month(db: Connection, scope: Scope, id: SubscriptionId, *, offer: UUID) -> None:
    """From now on it runs by its product's monthly offer, which gets the id `offer` if there is none yet.

    The offer of the term that it prolongs is kept: a renewal goes back to that one.
    """
    product = db.execute(_PRODUCT, {"root": scope.root, "row": id}).scalar_one()
    monthly = {"id": offer, "product_id": product, "length": TermLength.MONTH, "billing": Billing.MONTHLY}
    db.execute(upsert(offers).on_conflict_do_nothing(index_elements=["product_id", "length", "billing"]), monthly)
    db.execute(_BY_THE_MONTH, {"root": scope.root, "row": id, "product": product})


def _one(changed: int, id: SubscriptionId) -> None:
    if changed != 1:
        raise NotThere(id)
