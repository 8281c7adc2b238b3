"""Everything of one kind, row by row, as an export writes it; within a scope."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from store.provisioning import provisioning_lines, provisionings
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
from store.values.webex import ProvisioningState, WebexService

_STREAMED: Final = {"yield_per": 2_000}
"""Some thousand rows in memory at a time."""


class Organisation(NamedTuple):
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


class Operator(NamedTuple):
    email: str
    role: Role
    organisation_id: UUID
    name: str


class User(NamedTuple):
    id: UUID
    organisation_id: UUID
    first_name: str
    last_name: str
    login: str
    notify: str | None
    staff: bool
    status: UserStatus
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None


class Subscription(NamedTuple):
    id: UUID
    number: int
    organisation_id: UUID
    reference: str | None
    product: str
    sku: str
    policy: Policy
    category: str
    seats: int
    length: TermLength
    billing: Billing
    starts_on: date
    ends_on: date
    end_of_term: EndOfTerm
    unit_price: Decimal
    currency: str
    status: SubscriptionStatus
    payment: str
    scheduled_seats: int | None


class Batch(NamedTuple):
    subscription_id: UUID
    seats: int
    unit_price: Decimal
    added_at: datetime
    origin: BatchOrigin


class Price(NamedTuple):
    seller_id: UUID
    product: str
    sku: str
    policy: Policy
    category: str
    length: TermLength
    billing: Billing
    country: str
    currency: str
    unit_price: Decimal
    valid_from: datetime
    valid_to: datetime | None
    min_seats: int | None
    max_seats: int | None
    url: str | None


class OrderLine(NamedTuple):
    """A line of a Webex order that is to be set up; `organisation_id` is the seller."""

    reference: str
    organisation_id: UUID
    contact: str
    customer: str | None
    product: str
    service: WebexService
    licences: int
    received_at: datetime
    due_on: date


_within = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root")).scalar_subquery()
_product = (products.c.sku, products.c.policy, products.c.category)

_ORGANISATIONS = (
    select(*(organisations.c[name] for name in Organisation._fields))
    .where(organisations.c.id.in_(_within))
    .order_by(organisations.c.number)
)
_DOMAINS = (
    select(domains.c.organisation_id, domains.c.domain, domains.c.verified)
    .where(domains.c.organisation_id.in_(_within))
    .order_by(domains.c.domain)
)
_OPERATORS = (
    select(people.c.email, grants.c.role, grants.c.organisation_id, people.c.name)
    .join(grants, grants.c.person_id == people.c.id)
    .where(grants.c.organisation_id.in_(_within))
    .order_by(people.c.email, grants.c.organisation_id)
)
_USERS = (
    select(*(users.c[name] for name in User._fields))
    .where(users.c.organisation_id.in_(_within))
    .order_by(users.c.login, users.c.id)
)
_SEATS = (
    select(assignments.c.user_id, subscriptions.c.number)
    .join(subscriptions, subscriptions.c.id == assignments.c.subscription_id)
    .where(subscriptions.c.organisation_id.in_(_within), assignments.c.user_id.in_(bindparam("of", expanding=True)))
    .order_by(subscriptions.c.number)
)
_subscription = (
    *(subscriptions.c[name] for name in Subscription._fields[:4]),
    *(products.c.name, *_product, subscriptions.c.seats, offers.c.length, offers.c.billing),
    *(subscriptions.c[name] for name in Subscription._fields[11:]),
)
_SUBSCRIPTIONS = (
    select(*_subscription)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .where(subscriptions.c.organisation_id.in_(_within))
    .order_by(subscriptions.c.number)
)
_BATCHES = (
    select(*(batches.c[name] for name in Batch._fields))
    .join(subscriptions, subscriptions.c.id == batches.c.subscription_id)
    .where(
        subscriptions.c.organisation_id.in_(_within),
        batches.c.subscription_id.in_(bindparam("of", expanding=True)),
        batches.c.seats > 0,
    )
    .order_by(batches.c.added_at, batches.c.id)
)
_price = (
    *(prices.c.seller_id, products.c.name, *_product, offers.c.length, offers.c.billing),
    *(prices.c[name] for name in Price._fields[7:-1]),
    products.c.url,
)
_PRICES = (
    select(*_price)
    .join(offers, offers.c.id == prices.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .where(prices.c.seller_id.in_(_within))
    .order_by(
        prices.c.seller_id, products.c.sku, offers.c.length, offers.c.billing, prices.c.country, prices.c.valid_from
    )
)

_ORDERS = (
    select(
        *(provisionings.c.reference, provisionings.c.organisation_id, provisionings.c.contact),
        *(provisionings.c.customer_name, provisioning_lines.c.name, provisioning_lines.c.service),
        *(provisioning_lines.c.licences, provisionings.c.received_at, provisionings.c.due_on),
    )
    .join(provisioning_lines, provisioning_lines.c.provisioning_id == provisionings.c.id)
    .where(
        provisionings.c.organisation_id.in_(_within),
        provisionings.c.state.in_([ProvisioningState.OPEN, ProvisioningState.HANDED_OVER]),
    )
    .order_by(provisionings.c.number, provisioning_lines.c.position)
)


def all_organisations(db: Connection, scope: Scope) -> Iterator[Organisation]:
    """By number; the house among them, if it is within the scope."""
    for row in db.execute(_ORGANISATIONS, {"root": scope.root}, execution_options=_STREAMED):
        yield Organisation(*row)


def all_domains(db: Connection, scope: Scope) -> dict[UUID, list[tuple[str, bool]]]:
    """Each organisation's domains, and whether they are verified."""
    found: dict[UUID, list[tuple[str, bool]]] = {}
    for whose, domain, verified in db.execute(_DOMAINS, {"root": scope.root}, execution_options=_STREAMED):
        found.setdefault(whose, []).append((domain, verified))
    return found


def all_operators(db: Connection, scope: Scope) -> Iterator[Operator]:
    for row in db.execute(_OPERATORS, {"root": scope.root}, execution_options=_STREAMED):
        yield Operator(*row)


def all_users(db: Connection, scope: Scope) -> Iterator[tuple[User, list[int]]]:
    """Each with the numbers of the subscriptions that they hold a seat of."""
    for rows in db.execute(_USERS, {"root": scope.root}, execution_options=_STREAMED).partitions():
        some = [User(*row) for row in rows]
        seats: dict[UUID, list[int]] = {}
        for user, number in db.execute(_SEATS, {"root": scope.root, "of": [one.id for one in some]}):
            seats.setdefault(user, []).append(number)
        yield from ((one, seats.get(one.id, [])) for one in some)


def all_subscriptions(db: Connection, scope: Scope) -> Iterator[tuple[Subscription, list[Batch]]]:
    """By number, each with the batches that its seats are in, oldest first."""
    for rows in db.execute(_SUBSCRIPTIONS, {"root": scope.root}, execution_options=_STREAMED).partitions():
        some = [Subscription(*row) for row in rows]
        held: dict[UUID, list[Batch]] = {}
        for row in db.execute(_BATCHES, {"root": scope.root, "of": [one.id for one in some]}):
            held.setdefault(row.subscription_id, []).append(Batch(*row))
        yield from ((one, held.get(one.id, [])) for one in some)


def all_prices(db: Connection, scope: Scope) -> Iterator[Price]:
    for row in db.execute(_PRICES, {"root": scope.root}, execution_options=_STREAMED):
        yield Price(*row)


def all_orders(db: Connection, scope: Scope) -> Iterator[OrderLine]:
    """The lines of the Webex orders that are to be set up, each order's together."""
    for row in db.execute(_ORDERS, {"root": scope.root}, execution_options=_STREAMED):
        yield OrderLine(*row)
