"""What an import finds already there: rows that answer to any of many names, within a scope."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, or_, select

from store.schema import (
    assignments,
    batches,
    domains,
    grants,
    lineage,
    offers,
    organisations,
    people,
    prices,
    products,
    subscriptions,
    users,
)
from store.values import (
    Activation,
    BatchOrigin,
    Billing,
    EndOfTerm,
    OrganisationKind,
    Policy,
    Role,
    Scope,
    SubscriptionStatus,
    TermLength,
    UserStatus,
)
from store.values.industries import Industry
from store.wanted import want, wanted


class KnownOrganisation(NamedTuple):
    id: UUID
    number: int
    kind: OrganisationKind
    name: str
    folded: str
    parent_id: UUID | None
    tenant: str | None
    country: str | None
    language: str | None
    zone: str | None
    active_users: int | None
    last_active_on: date | None
    figures_on: date | None
    contact: str | None
    activation: Activation
    industry: Industry | None
    created_at: datetime


class KnownSubscription(NamedTuple):
    id: UUID
    number: int
    organisation_id: UUID
    offer_id: UUID
    name: str
    folded: str
    reference: str | None
    seats: int
    unit_price: Decimal
    currency: str
    payment: str
    starts_on: date
    ends_on: date
    anchor_day: int
    status: SubscriptionStatus
    end_of_term: EndOfTerm
    scheduled_seats: int | None
    created_at: datetime


class KnownBatch(NamedTuple):
    id: UUID
    subscription_id: UUID
    seats: int
    unit_price: Decimal
    origin: BatchOrigin
    added_at: datetime


class KnownProduct(NamedTuple):
    id: UUID
    sku: str
    name: str
    folded: str
    policy: Policy
    category: str
    url: str | None = None


class KnownPerson(NamedTuple):
    id: UUID
    name: str


class KnownUser(NamedTuple):
    id: UUID
    organisation_id: UUID
    login: str
    first_name: str
    last_name: str
    notify: str | None
    staff: bool
    status: UserStatus
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None


class KnownPrice(NamedTuple):
    id: UUID
    seller_id: UUID
    offer_id: UUID
    country: str
    currency: str
    valid_from: datetime
    unit_price: Decimal
    valid_to: datetime | None
    min_seats: int | None
    max_seats: int | None


_within = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root")).scalar_subquery()


def _given(name: str) -> BindParameter[object]:
    return bindparam(name, expanding=True)


_domained = select(domains.c.organisation_id).where(domains.c.domain.in_(_given("domains")))
_ORGANISATIONS = select(*(organisations.c[name] for name in KnownOrganisation._fields)).where(
    organisations.c.id.in_(_within),
    or_(
        organisations.c.number.in_(_given("numbers")),
        organisations.c.tenant.in_(_given("tenants")),
        organisations.c.folded.in_(_given("names")),
        organisations.c.id.in_(_domained),
    ),
)
_KIND = select(*(organisations.c[name] for name in KnownOrganisation._fields)).where(
    organisations.c.id.in_(_within), organisations.c.kind == bindparam("kind")
)
_DOMAINS = select(domains.c.organisation_id, domains.c.domain, domains.c.verified).where(
    domains.c.organisation_id.in_(_within), domains.c.organisation_id.in_(_given("organisations"))
)

_subscription = select(*(subscriptions.c[name] for name in KnownSubscription._fields)).where(
    subscriptions.c.organisation_id.in_(_within)
)
_NUMBERED = _subscription.where(subscriptions.c.number.in_(_given("numbers")))
_REFERRED = _subscription.join(
    wanted, and_(wanted.c.owner == subscriptions.c.organisation_id, wanted.c.word == subscriptions.c.reference)
)
_UNREFERRED = _subscription.where(
    subscriptions.c.organisation_id.in_(_given("organisations")), subscriptions.c.reference.is_(None)
)
_CALLED = _subscription.join(
    wanted, and_(wanted.c.owner == subscriptions.c.organisation_id, wanted.c.word == subscriptions.c.folded)
)
_BATCHES = (
    select(*(batches.c[name] for name in KnownBatch._fields))
    .join(subscriptions, subscriptions.c.id == batches.c.subscription_id)
    .where(
        subscriptions.c.organisation_id.in_(_within),
        batches.c.subscription_id.in_(_given("subscriptions")),
        batches.c.seats > 0,
    )
    .order_by(batches.c.added_at, batches.c.id)
)

_PRODUCTS = select(*(products.c[name] for name in KnownProduct._fields)).where(
    or_(products.c.sku.in_(_given("skus")), products.c.folded.in_(_given("names")))
)
_OFFERS = select(offers.c.id, offers.c.product_id, offers.c.length, offers.c.billing).where(
    offers.c.product_id.in_(_given("products"))
)
_BEHIND = (
    select(offers.c.id, offers.c.product_id, products.c.policy)
    .join(products, products.c.id == offers.c.product_id)
    .where(offers.c.id.in_(_given("offers")))
)
_PRICES = select(*(prices.c[name] for name in KnownPrice._fields)).where(
    prices.c.seller_id.in_(_within),
    prices.c.seller_id.in_(_given("sellers")),
    prices.c.offer_id.in_(_given("offers")),
)
_USERS = (
    select(*(users.c[name] for name in KnownUser._fields))
    .join(wanted, and_(wanted.c.owner == users.c.organisation_id, wanted.c.word == users.c.login))
    .where(users.c.organisation_id.in_(_within))
)
_HELD = (
    select(assignments.c.user_id, assignments.c.subscription_id)
    .join(users, users.c.id == assignments.c.user_id)
    .where(users.c.organisation_id.in_(_within), assignments.c.user_id.in_(_given("users")))
)
_TAKEN = (
    select(assignments.c.subscription_id, func.count())
    .join(subscriptions, subscriptions.c.id == assignments.c.subscription_id)
    .where(subscriptions.c.organisation_id.in_(_within), assignments.c.subscription_id.in_(_given("subscriptions")))
    .group_by(assignments.c.subscription_id)
)
_GRANTS = (
    select(people.c.email, people.c.id, people.c.name, grants.c.organisation_id, grants.c.role)
    .select_from(people)
    .outerjoin(grants, and_(grants.c.person_id == people.c.id, grants.c.organisation_id.in_(_within)))
    .where(people.c.email.in_(_given("emails")))
)


def organisations_answering(
    db: Connection,
    scope: Scope,
    *,
    numbers: Collection[int] = (),
    tenants: Collection[str] = (),
    names: Collection[str] = (),
    domains: Collection[str] = (),
) -> list[KnownOrganisation]:
    """Those that any of these numbers, tenants, folded names or domains belong to."""
    given = {"numbers": list(numbers), "tenants": list(tenants), "names": list(names), "domains": list(domains)}
    return [KnownOrganisation(*row) for row in db.execute(_ORGANISATIONS, given | {"root": scope.root})]


def organisations_of_kind(db: Connection, scope: Scope, kind: OrganisationKind) -> list[KnownOrganisation]:
    return [KnownOrganisation(*row) for row in db.execute(_KIND, {"root": scope.root, "kind": kind})]


def domains_of(db: Connection, scope: Scope, organisations: Collection[UUID]) -> dict[UUID, dict[str, bool]]:
    """The domains of each, and whether they are verified."""
    found: dict[UUID, dict[str, bool]] = {}
    for whose, domain, verified in db.execute(_DOMAINS, {"root": scope.root, "organisations": list(organisations)}):
        found.setdefault(whose, {})[domain] = verified
    return found


def subscriptions_numbered(db: Connection, scope: Scope, numbers: Collection[int]) -> list[KnownSubscription]:
    rows = db.execute(_NUMBERED, {"root": scope.root, "numbers": list(numbers)})
    return [KnownSubscription(*row) for row in rows]


def subscriptions_referred(
    db: Connection, scope: Scope, references: Collection[tuple[UUID, str]]
) -> list[KnownSubscription]:
    """By organisation and the seller's reference."""
    want(db, references)
    return [KnownSubscription(*row) for row in db.execute(_REFERRED, {"root": scope.root})]


def subscriptions_unreferred(db: Connection, scope: Scope, organisations: Collection[UUID]) -> list[KnownSubscription]:
    """Those of these organisations that have no reference."""
    rows = db.execute(_UNREFERRED, {"root": scope.root, "organisations": list(organisations)})
    return [KnownSubscription(*row) for row in rows]


def subscriptions_called(db: Connection, scope: Scope, names: Collection[tuple[UUID, str]]) -> list[KnownSubscription]:
    """By organisation and folded name."""
    want(db, names)
    return [KnownSubscription(*row) for row in db.execute(_CALLED, {"root": scope.root})]


def batches_of(db: Connection, scope: Scope, subscriptions: Collection[UUID]) -> dict[UUID, list[KnownBatch]]:
    """The batches that hold seats, oldest first."""
    found: dict[UUID, list[KnownBatch]] = {}
    for row in db.execute(_BATCHES, {"root": scope.root, "subscriptions": list(subscriptions)}):
        found.setdefault(row.subscription_id, []).append(KnownBatch(*row))
    return found


def products_answering(db: Connection, *, skus: Collection[str], names: Collection[str]) -> list[KnownProduct]:
    """The catalogue is everybody's: by SKU or folded name."""
    return [KnownProduct(*row) for row in db.execute(_PRODUCTS, {"skus": list(skus), "names": list(names)})]


def offers_of(db: Connection, products: Collection[UUID]) -> dict[tuple[UUID, TermLength, Billing], UUID]:
    """The offers of these products by product, term and billing."""
    return {
        (product, length, billing): id
        for id, product, length, billing in db.execute(_OFFERS, {"products": list(products)})
    }


def products_behind(db: Connection, offers: Collection[UUID]) -> dict[UUID, tuple[UUID, Policy]]:
    """The product of each of these offers, and by which terms it is sold."""
    rows = db.execute(_BEHIND, {"offers": list(offers)}) if offers else ()
    return {offer: (product, policy) for offer, product, policy in rows}


def prices_of(db: Connection, scope: Scope, pairs: Collection[tuple[UUID, UUID]]) -> list[KnownPrice]:
    """The price lists' entries of these sellers and offers."""
    asked = set(pairs)
    sellers, offers = {seller for seller, _offer in asked}, {offer for _seller, offer in asked}
    rows = db.execute(_PRICES, {"root": scope.root, "sellers": list(sellers), "offers": list(offers)})
    return [KnownPrice(*row) for row in rows if (row.seller_id, row.offer_id) in asked]


def users_of(db: Connection, scope: Scope, logins: Collection[tuple[UUID, str]]) -> list[KnownUser]:
    """By organisation and login."""
    want(db, logins)
    return [KnownUser(*row) for row in db.execute(_USERS, {"root": scope.root})]


def seats_of(db: Connection, scope: Scope, users: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The subscriptions that each user holds a seat of."""
    found: dict[UUID, set[UUID]] = {}
    for user, subscription in db.execute(_HELD, {"root": scope.root, "users": list(users)}):
        found.setdefault(user, set()).add(subscription)
    return found


def seats_taken(db: Connection, scope: Scope, subscriptions: Collection[UUID]) -> dict[UUID, int]:
    """How many seats of each are assigned; those without any are left out."""
    rows = db.execute(_TAKEN, {"root": scope.root, "subscriptions": list(subscriptions)})
    return {row[0]: row[1] for row in rows}


def people_answering(
    db: Connection, scope: Scope, emails: Collection[str]
) -> tuple[dict[str, KnownPerson], dict[tuple[str, UUID], Role]]:
    """Who is known by these addresses, and the roles they have in which organisations."""
    known: dict[str, KnownPerson] = {}
    held: dict[tuple[str, UUID], Role] = {}
    for email, person, name, organisation, role in db.execute(_GRANTS, {"root": scope.root, "emails": list(emails)}):
        known[email] = KnownPerson(person, name)
        if organisation is not None:
            held[email, organisation] = role
    return known, held
