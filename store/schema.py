"""The tables. Names are the admin's nouns; every row of a tenant hangs below an organisation."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import text as sql

from store.columns import Micros, Moment, Word
from store.values import (
    Activation,
    BatchOrigin,
    Billing,
    ChannelKind,
    EndOfTerm,
    OrganisationKind,
    Policy,
    Role,
    SubscriptionStatus,
    SupplierKind,
    TermLength,
    UserStatus,
)
from store.values.industries import Industry

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
FOLDED: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Folded text that is sorted and looked up by its beginning: letter by letter, alike on both engines."""


def key() -> Column[object]:
    return Column("id", Uuid, primary_key=True)


def to(name: str, target: str, *, required: bool = True, primary_key: bool = False) -> Column[object]:
    return Column(name, Uuid, ForeignKey(f"{target}.id"), nullable=not required, primary_key=primary_key)


def moment(name: str, *, required: bool = True) -> Column[object]:
    return Column(name, Moment, nullable=not required)


def text(name: str, *, required: bool = True) -> Column[object]:
    return Column(name, Text, nullable=not required)


counters = Table(
    "counters", metadata, Column("name", String(20), primary_key=True), Column("value", BigInteger, nullable=False)
)

organisations = Table(
    "organisations",
    metadata,
    key(),
    Column("number", Integer, nullable=False, unique=True),
    Column("kind", Word(OrganisationKind), nullable=False),
    text("name"),
    text("folded"),
    to("parent_id", "organisations", required=False),
    text("tenant", required=False),
    Column("country", String(2)),
    Column("language", String(8)),
    Column("zone", String(64)),
    Column("digest_at", String(5)),
    Column("active_users", Integer),
    Column("last_active_on", Date),
    Column("figures_on", Date),
    Column("contact", String(320)),
    Column("activation", Word(Activation), nullable=False, server_default=Activation.NOT_INVITED.value),
    moment("activated_at", required=False),
    to("invited_by", "people", required=False),
    Column("supplier", Word(SupplierKind)),
    Column("industry", Word(Industry)),
    moment("created_at"),
    Index("ix_organisations_parent_id", "parent_id"),
    Index("ix_organisations_contact", "contact"),
    Index("ix_organisations_folded", "folded"),
    Index("ix_organisations_zone", "zone"),
)

lineage = Table(
    "lineage",
    metadata,
    to("ancestor", "organisations", primary_key=True),
    to("descendant", "organisations", primary_key=True),
    Column("depth", Integer, nullable=False),
    Index("ix_lineage_descendant", "descendant", "depth"),
)

domains = Table(
    "domains",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    Column("domain", String(255), primary_key=True),
    Column("verified", Boolean, nullable=False),
    Index("ix_domains_domain", "domain"),
)

ladders = Table(
    "ladders",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    Column("lead", Integer, primary_key=True),
)

installations = Table(
    "installations",
    metadata,
    key(),
    Column("platform", String(20), nullable=False),
    Column("team", String(120), nullable=False),
    Column("bot", String(120), nullable=False),
    to("root_id", "organisations"),
    moment("created_at"),
    moment("heard_at", required=False),
    UniqueConstraint("platform", "team"),
)

people = Table(
    "people",
    metadata,
    key(),
    Column("email", String(320), nullable=False, unique=True),
    text("name"),
    Column("language", String(8)),
    Column("zone", String(64)),
    moment("created_at"),
)

grants = Table(
    "grants",
    metadata,
    to("person_id", "people", primary_key=True),
    to("organisation_id", "organisations", primary_key=True),
    Column("role", Word(Role), nullable=False),
    Column("called", String(200)),
    moment("granted_at"),
    Index("ix_grants_organisation_id", "organisation_id"),
)

identities = Table(
    "identities",
    metadata,
    to("installation_id", "installations", primary_key=True),
    Column("account", String(120), primary_key=True),
    to("person_id", "people", required=False),
    Column("standing", String(20), nullable=False),
    Column("email", String(320), nullable=False),
    Column("language", String(8)),
    Column("zone", String(64)),
    moment("vouched_at"),
    moment("proved_at", required=False),
    Index("ix_identities_person_id", "person_id"),
)

users = Table(
    "users",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    text("first_name"),
    text("last_name"),
    Column("folded", FOLDED, nullable=False),
    Column("login", String(320), nullable=False),
    Column("notify", String(320)),
    Column("staff", Boolean, nullable=False),
    Column("status", Word(UserStatus), nullable=False),
    Column("street", String(200)),
    Column("postal_code", String(20)),
    Column("city", String(120)),
    Column("region", String(120)),
    Column("country", String(2)),
    moment("created_at"),
    moment("moved_at", required=False),
    UniqueConstraint("organisation_id", "login"),
    Index("ix_users_login", "login"),
    Index("ix_users_organisation_id", "organisation_id", "folded", "id"),
    Index("ix_users_status", "organisation_id", "status", "folded", "id"),
)

user_words = Table(
    "user_words",
    metadata,
    to("user_id", "users", primary_key=True),
    Column("word", FOLDED, primary_key=True),
    to("organisation_id", "organisations"),
    Column("folded", FOLDED, nullable=False),
    Index("ix_user_words_organisation_id", "organisation_id", "word", "folded", "user_id"),
)

products = Table(
    "products",
    metadata,
    key(),
    Column("sku", String(80), nullable=False, unique=True),
    text("name"),
    text("folded"),
    Column("policy", Word(Policy), nullable=False),
    Column("category", String(80), nullable=False),
    Column("url", String(400)),
    Index("ix_products_folded", "folded", "id"),
    Index("ix_products_category", "category", "folded", "id"),
)

product_words = Table(
    "product_words",
    metadata,
    to("product_id", "products", primary_key=True),
    Column("word", FOLDED, primary_key=True),
    Column("folded", FOLDED, nullable=False),
    Index("ix_product_words_word", "word", "folded", "product_id"),
)

offers = Table(
    "offers",
    metadata,
    key(),
    to("product_id", "products"),
    Column("length", Word(TermLength), nullable=False),
    Column("billing", Word(Billing), nullable=False),
    UniqueConstraint("product_id", "length", "billing"),
)

prices = Table(
    "prices",
    metadata,
    key(),
    to("seller_id", "organisations"),
    to("product_id", "products"),
    to("offer_id", "offers"),
    Column("country", String(2), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("unit_price", Micros, nullable=False),
    Column("min_seats", Integer),
    Column("max_seats", Integer),
    moment("valid_from"),
    moment("valid_to", required=False),
    UniqueConstraint("seller_id", "offer_id", "country", "currency", "valid_from"),
    Index("ix_prices_seller_id", "seller_id", "country", "currency", "product_id", "valid_from", "valid_to"),
)

_READ_BY_THE_SWEEP: Final = (
    "starts_on",
    "organisation_id",
    "offer_id",
    "end_of_term",
    "scheduled_seats",
    "next_offer_id",
    "id",
)
subscriptions = Table(
    "subscriptions",
    metadata,
    key(),
    Column("number", Integer, nullable=False, unique=True),
    to("organisation_id", "organisations"),
    to("offer_id", "offers"),
    text("name"),
    text("folded"),
    Column("reference", String(120)),
    Column("seats", Integer, nullable=False),
    Column("unit_price", Micros, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("payment", String(40), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("anchor_day", Integer, nullable=False),
    Column("status", Word(SubscriptionStatus), nullable=False),
    Column("end_of_term", Word(EndOfTerm), nullable=False),
    Column("scheduled_seats", Integer),
    to("next_offer_id", "offers", required=False),
    to("extended_from", "offers", required=False),
    moment("cancelled_at", required=False),
    Column("price_is_old", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    CheckConstraint("seats > 0", "seats"),
    UniqueConstraint("organisation_id", "reference"),
    Index("ix_subscriptions_organisation_id", "organisation_id", "folded"),
    Index("ix_subscriptions_folded", "folded"),
    Index("ix_subscriptions_ends_on", "ends_on", "status", *_READ_BY_THE_SWEEP),
)

batches = Table(
    "batches",
    metadata,
    key(),
    to("subscription_id", "subscriptions"),
    Column("seats", Integer, nullable=False),
    Column("unit_price", Micros, nullable=False),
    Column("origin", Word(BatchOrigin), nullable=False),
    moment("added_at"),
    CheckConstraint("seats >= 0", "seats"),
    Index("ix_batches_subscription_id", "subscription_id", "added_at"),
    Index("ix_batches_added_at", "added_at"),
)

terms = Table(
    "terms",
    metadata,
    to("subscription_id", "subscriptions", primary_key=True),
    Column("starts_on", Date, primary_key=True),
    Column("ends_on", Date, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("unit_price", Micros, nullable=False),
    Column("price_is_old", Boolean, nullable=False),
    moment("renewed_at"),
)

assignments = Table(
    "assignments",
    metadata,
    to("subscription_id", "subscriptions", primary_key=True),
    to("user_id", "users", primary_key=True),
    moment("assigned_at"),
    Index("ix_assignments_user_id", "user_id"),
)

bindings = Table(
    "bindings",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    to("installation_id", "installations"),
    Column("channel", String(160), nullable=False),
    Column("title", String(160), nullable=False, server_default=""),
    Column("kind", Word(ChannelKind), nullable=False),
    to("bound_by", "people"),
    moment("bound_at"),
    UniqueConstraint("installation_id", "channel"),
    Index("ix_bindings_organisation_id", "organisation_id"),
)

reminders = Table(
    "reminders",
    metadata,
    to("binding_id", "bindings", primary_key=True),
    to("subscription_id", "subscriptions", primary_key=True),
    Column("rule", String(40), primary_key=True),
    Column("on_date", Date, primary_key=True),
    Column("digest", String(160), nullable=False),
    moment("created_at"),
    moment("settled_at", required=False),
    Index("ix_reminders_digest", "digest"),
    Index(
        "ix_reminders_open",
        "binding_id",
        "digest",
        sqlite_where=sql("settled_at IS NULL"),
        postgresql_where=sql("settled_at IS NULL"),
    ),
)

cares = Table(
    "cares",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    to("subscription_id", "subscriptions", primary_key=True),
    to("taken_by", "people", required=False),
    Column("snoozed_until", Date),
    Column("let_be", Boolean, nullable=False),
    Column("term_ends_on", Date, nullable=False),
    moment("keeps_seats_of", required=False),
)
