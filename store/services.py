"""What a user may use: the subscriptions of which somebody with that login holds a seat; within a scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, select

from store.schema import assignments, lineage, offers, organisations, products, subscriptions, users
from store.values import (
    EndOfTerm,
    OrganisationId,
    Policy,
    Scope,
    SubscriptionId,
    SubscriptionStatus,
    UserStatus,
    lowered,
)


@dataclass(frozen=True, slots=True)
class Service:
    """A seat in use. `url` opens the service, where that is known."""

    subscription: SubscriptionId
    product: str
    place: OrganisationId
    organisation: str
    policy: Policy
    ends_on: date
    end_of_term: EndOfTerm
    url: str | None


_ALL: Final = (
    select(
        subscriptions.c.id,
        subscriptions.c.name,
        subscriptions.c.organisation_id,
        organisations.c.name,
        products.c.policy,
        subscriptions.c.ends_on,
        subscriptions.c.end_of_term,
        products.c.url,
    )
    .select_from(users)
    .join(assignments, assignments.c.user_id == users.c.id)
    .join(subscriptions, subscriptions.c.id == assignments.c.subscription_id)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .join(organisations, organisations.c.id == subscriptions.c.organisation_id)
    .join(lineage, lineage.c.descendant == users.c.organisation_id)
    .where(
        users.c.login == bindparam("login"),
        users.c.status == UserStatus.READY,
        subscriptions.c.status == SubscriptionStatus.ACTIVE,
        lineage.c.ancestor.in_(bindparam("roots", expanding=True)),
    )
    .distinct()
    .order_by(organisations.c.name, subscriptions.c.name, subscriptions.c.id)
)
_ONE: Final = _ALL.where(subscriptions.c.id == bindparam("subscription"))
_PLACES: Final = (
    select(users.c.organisation_id)
    .where(users.c.login == bindparam("login"), users.c.status == UserStatus.READY)
    .order_by(users.c.organisation_id)
)


def places(db: Connection, login: str) -> list[Scope]:
    """Each organisation where somebody with that login is a user who may sign in."""
    return [Scope(organisation) for organisation in db.scalars(_PLACES, {"login": lowered(login)})]


def held(db: Connection, scopes: Collection[Scope], login: str) -> list[Service]:
    """What that login may use now, by organisation and product; nothing unless the user is Ready."""
    return [Service(*row) for row in db.execute(_ALL, _values(scopes, login))]


def one(db: Connection, scopes: Collection[Scope], login: str, subscription: SubscriptionId) -> Service | None:
    """One of those; None if that login holds no seat of it."""
    row = db.execute(_ONE, _values(scopes, login) | {"subscription": subscription}).one_or_none()
    return None if row is None else Service(*row)


def _values(scopes: Collection[Scope], login: str) -> dict[str, object]:
    return {"login": lowered(login), "roots": [scope.root for scope in scopes]}
