"""New rows, whole: what an import, an installation or the sample data puts into the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from store import schema
from store.bulk import Row, put
from store.values import (
    Activation,
    BatchOrigin,
    Billing,
    EndOfTerm,
    OrganisationKind,
    Policy,
    Role,
    SubscriptionStatus,
    TermLength,
    UserStatus,
)
from store.values.industries import Industry


class NewOrganisation(NamedTuple):
    """`folded` is the name as `fold` makes it; without a parent it is the house."""

    id: UUID
    number: int
    kind: OrganisationKind
    name: str
    folded: str
    parent_id: UUID | None
    created_at: datetime
    tenant: str | None = None
    country: str | None = None
    language: str | None = None
    zone: str | None = None
    active_users: int | None = None
    last_active_on: date | None = None
    figures_on: date | None = None
    contact: str | None = None
    activation: Activation = Activation.NOT_INVITED
    activated_at: datetime | None = None
    industry: Industry | None = None


class NewDomain(NamedTuple):
    organisation_id: UUID
    domain: str
    verified: bool


class NewPerson(NamedTuple):
    """`email` is folded to lower case."""

    id: UUID
    email: str
    name: str
    created_at: datetime


class NewGrant(NamedTuple):
    person_id: UUID
    organisation_id: UUID
    role: Role
    granted_at: datetime


class NewUser(NamedTuple):
    """`folded` and `words` are what `person_names` makes: how the name sorts, and what the user is found by."""

    id: UUID
    organisation_id: UUID
    first_name: str
    last_name: str
    login: str
    folded: str
    words: tuple[str, ...]
    staff: bool
    status: UserStatus
    created_at: datetime
    notify: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None


class NewProduct(NamedTuple):
    """`url` opens the service. `words` are what `product_names` makes: what it is found by."""

    id: UUID
    sku: str
    name: str
    folded: str
    policy: Policy
    category: str
    url: str | None = None
    words: tuple[str, ...] = ()


class NewOffer(NamedTuple):
    id: UUID
    product_id: UUID
    length: TermLength
    billing: Billing


class NewPrice(NamedTuple):
    """`product_id` is the offer's; `min_seats` and `max_seats` bound what the price is good for."""

    id: UUID
    seller_id: UUID
    product_id: UUID
    offer_id: UUID
    country: str
    currency: str
    unit_price: Decimal
    valid_from: datetime
    valid_to: datetime | None = None
    min_seats: int | None = None
    max_seats: int | None = None


class NewSubscription(NamedTuple):
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
    created_at: datetime
    scheduled_seats: int | None = None
    price_is_old: bool = False
    version: int = 1


class NewBatch(NamedTuple):
    id: UUID
    subscription_id: UUID
    seats: int
    unit_price: Decimal
    origin: BatchOrigin
    added_at: datetime


class NewAssignment(NamedTuple):
    subscription_id: UUID
    user_id: UUID
    assigned_at: datetime


_WORDS: Final = NewUser._fields.index("words")
_USER: Final = tuple(name for name in NewUser._fields if name != "words")
_PRODUCT: Final = NewProduct._fields[:-1]
_above = schema.lineage.alias()
_SELF = insert(schema.lineage).values(ancestor=bindparam("own"), descendant=bindparam("own"), depth=0)
_ABOVE = insert(schema.lineage).from_select(
    ["ancestor", "descendant", "depth"],
    select(_above.c.ancestor, bindparam("own", type_=schema.organisations.c.id.type), _above.c.depth + 1).where(
        _above.c.descendant == bindparam("parent")
    ),
)
_PERSON = insert(schema.people).on_conflict_do_nothing(index_elements=["email"])
_grant = insert(schema.grants)
_GRANT = _grant.on_conflict_do_update(
    index_elements=["person_id", "organisation_id"], set_={"role": _grant.excluded.role}
)


def organisations(db: Connection, rows: Sequence[NewOrganisation]) -> None:
    """Parents before their children: each takes its place below all that stand above its parent."""
    put(db, schema.organisations, NewOrganisation._fields, rows)
    for row in rows:
        db.execute(_SELF, {"own": row.id})
        if row.parent_id is not None:
            db.execute(_ABOVE, {"own": row.id, "parent": row.parent_id})


def domains(db: Connection, rows: Sequence[NewDomain]) -> None:
    put(db, schema.domains, NewDomain._fields, rows)


def people(db: Connection, rows: Iterable[NewPerson]) -> None:
    """Those whose address is known stay as they are."""
    for row in rows:
        db.execute(_PERSON, row._asdict())


def grants(db: Connection, rows: Iterable[NewGrant]) -> None:
    """A role in an organisation; who has one there already gets this one instead."""
    for row in rows:
        db.execute(_GRANT, row._asdict())


def users(db: Connection, rows: Sequence[NewUser]) -> None:
    """With the words that they are found by."""
    put(db, schema.users, _USER, [(*row[:_WORDS], *row[_WORDS + 1 :]) for row in rows])
    user_words(db, rows)


def user_words(db: Connection, rows: Iterable[NewUser]) -> None:
    """The words that these users are found by."""
    words = [(row.id, word, row.organisation_id, row.folded) for row in rows for word in row.words]
    put(db, schema.user_words, ("user_id", "word", "organisation_id", "folded"), words)


def products(db: Connection, rows: Sequence[NewProduct]) -> None:
    """With the words that they are found by."""
    put(db, schema.products, _PRODUCT, [row[:-1] for row in rows])
    words = [(row.id, word, row.folded) for row in rows for word in row.words]
    put(db, schema.product_words, ("product_id", "word", "folded"), words)


def offers(db: Connection, rows: Sequence[NewOffer]) -> None:
    put(db, schema.offers, NewOffer._fields, rows)


def prices(db: Connection, rows: Sequence[NewPrice]) -> None:
    put(db, schema.prices, NewPrice._fields, rows)


def subscriptions(db: Connection, rows: Sequence[NewSubscription], held: Sequence[Row]) -> None:
    """Subscriptions with their batches (`NewBatch` each)."""
    put(db, schema.subscriptions, NewSubscription._fields, rows)
    put(db, schema.batches, NewBatch._fields, held)


def assignments(db: Connection, rows: Sequence[NewAssignment]) -> None:
    put(db, schema.assignments, NewAssignment._fields, rows)
