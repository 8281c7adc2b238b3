"""Terms that end soon, and whether a human has decided what happens then; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select

from store.buying import orders
from store.columns import first_second
from store.schema import cares, lineage, offers, organisations, products, subscriptions
from store.subscriptions import decision
from store.values import (
    EndOfTerm,
    OrderKind,
    OrderState,
    OrganisationId,
    Policy,
    Scope,
    SubscriptionId,
    SubscriptionStatus,
    TermLength,
)

AHEAD: Final = timedelta(days=90)
"""How long before a term's end one is asked to decide."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A term that ends soon. `decided`: a human said what happens then; else it renews by itself."""

    id: SubscriptionId
    number: int
    name: str
    organisation: OrganisationId
    customer: str
    seats: int
    ends_on: date
    end_of_term: EndOfTerm
    scheduled_seats: int | None
    next_product: str | None
    decided: bool


_DECIDING: Final = (
    *(OrderKind.RENEWAL_ON, OrderKind.RENEWAL_OFF, OrderKind.EXTEND),
    *(OrderKind.SCHEDULE, OrderKind.UNSCHEDULE, OrderKind.PRODUCT_LATER),
)
_ordered: Final = (
    select(orders.c.id)
    .where(
        orders.c.subscription_id == subscriptions.c.id,
        orders.c.kind.in_(_DECIDING),
        orders.c.state == OrderState.COMPLETED,
        orders.c.placed_at >= first_second(subscriptions.c.starts_on),
    )
    .correlate(subscriptions)
    .exists()
)
_said: Final = (
    select(cares.c.subscription_id)
    .where(
        cares.c.subscription_id == subscriptions.c.id,
        cares.c.term_ends_on == subscriptions.c.ends_on,
        cares.c.let_be,
    )
    .correlate(subscriptions)
    .exists()
)
_renews_by_default: Final = and_(
    subscriptions.c.end_of_term == EndOfTerm.RENEW,
    subscriptions.c.scheduled_seats.is_(None),
    subscriptions.c.next_offer_id.is_(None),
)
_decided: Final[ColumnElement[bool]] = or_(~_renews_by_default, _ordered, _said)
_rank: Final = case((_decided, 1), else_=0)
_then = offers.alias("then")
_next_product: Final = (
    select(products.c.name)
    .join(_then, _then.c.product_id == products.c.id)
    .where(_then.c.id == subscriptions.c.next_offer_id)
    .correlate(subscriptions)
    .scalar_subquery()
)
_own = products.alias("own")
_SOON: Final = (
    select(
        subscriptions.c.id,
        subscriptions.c.number,
        subscriptions.c.name,
        organisations.c.id.label("organisation"),
        organisations.c.name.label("customer"),
        subscriptions.c.seats,
        subscriptions.c.ends_on,
        subscriptions.c.end_of_term,
        subscriptions.c.scheduled_seats,
        _next_product.label("next_product"),
        _rank.label("rank"),
    )
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(_own, _own.c.id == offers.c.product_id)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        subscriptions.c.ends_on.between(bindparam("today"), bindparam("until")),
        _own.c.policy != Policy.PERPETUAL,
        or_(offers.c.length != TermLength.MONTH, subscriptions.c.end_of_term != EndOfTerm.RENEW, ~_renews_by_default),
    )
)
_PAGE: Final = (
    _SOON.order_by("rank", subscriptions.c.ends_on, subscriptions.c.number)
    .limit(bindparam("most"))
    .offset(bindparam("offset"))
)
_found = _SOON.subquery("soon")
_COUNTS: Final = select(func.count(), func.coalesce(func.sum(1 - _found.c.rank), 0)).select_from(_found)
_DECIDED: Final = (
    select(_decided)
    .select_from(subscriptions)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.id == bindparam("id"))
)


def soon(db: Connection, scope: Scope, today: date, *, offset: int = 0, most: int) -> list[Ending]:
    """Terms that end within 90 days: those on which nobody has decided first, each part by its deadline.

    A decision is an order about the end of the term, placed within this term, or that it was said to be fine as it is.
    Monthly terms that renew by themselves need none.
    """
    rows = db.execute(_PAGE, _values(scope, today) | {"most": most, "offset": offset}).mappings()
    return [
        Ending(
            **{name: row[name] for name in Ending.__slots__ if name not in {"end_of_term", "decided"}},
            end_of_term=decision(row["end_of_term"], row["scheduled_seats"], row["next_product"]),
            decided=bool(row["rank"]),
        )
        for row in rows
    ]


def counts(db: Connection, scope: Scope, today: date) -> tuple[int, int]:
    """How many terms end within 90 days, and on how many of them nobody has decided."""
    total, undecided = db.execute(_COUNTS, _values(scope, today)).one()
    return total, int(undecided)


def is_decided(db: Connection, scope: Scope, id: SubscriptionId) -> bool:
    """Whether a human has decided what happens at the end of its term."""
    return bool(db.execute(_DECIDED, {"root": scope.root, "id": id}).scalar_one_or_none())


def _values(scope: Scope, today: date) -> dict[str, object]:
    return {"root": scope.root, "today": today, "until": today + AHEAD}
