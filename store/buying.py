"""The tables of buying: orders and lines, what people carry out, carts, tenants, approvals, other products, mutes."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import text as sql

from store.columns import Micros, Word
from store.schema import key, metadata, moment, text, to
from store.values import ApprovalState, Direction, ManualAnswer, OrderKind, OrderState, SupplierKind

orders = Table(
    "orders",
    metadata,
    key(),
    Column("number", Integer, unique=True),
    to("organisation_id", "organisations"),
    to("subscription_id", "subscriptions", required=False),
    to("asker_id", "people"),
    text("title", required=False),
    Column("kind", Word(OrderKind), nullable=False),
    Column("state", Word(OrderState), nullable=False),
    Column("seats_before", Integer, nullable=False),
    Column("seats_after", Integer, nullable=False),
    Column("amount", Micros, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("version", Integer, nullable=False),
    Column("installation_id", Uuid, ForeignKey("installations.id"), nullable=False),
    Column("account", String(120), nullable=False),
    to("offer_id", "offers", required=False),
    Column("payment", String(40)),
    Column("supplier", Word(SupplierKind), nullable=False, server_default=SupplierKind.TABLES.value),
    Column("reference", String(120)),
    Column("supplied", Integer),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("reason", Text),
    Column("remark", Text),
    moment("drafted_at"),
    moment("placed_at", required=False),
    moment("asked_at", required=False),
    moment("settled_at", required=False),
    moment("claimed_until", required=False),
    Index("ix_orders_organisation_id", "organisation_id", "number"),
    Index("ix_orders_subscription_id", "subscription_id", "state"),
    Index("ix_orders_state", "state", "claimed_until"),
)

order_events = Table(
    "order_events",
    metadata,
    to("order_id", "orders", primary_key=True),
    Column("state", Word(OrderState), primary_key=True),
    to("person_id", "people", required=False),
    moment("at"),
)

order_lines = Table(
    "order_lines",
    metadata,
    to("order_id", "orders", primary_key=True),
    Column("position", Integer, primary_key=True),
    to("offer_id", "offers"),
    text("name"),
    Column("seats", Integer, nullable=False),
    Column("unit_price", Micros, nullable=False),
    Column("amount", Micros, nullable=False),
    to("subscription_id", "subscriptions", required=False),
    Column("supplied", Integer),
    CheckConstraint("seats > 0", "seats"),
)

fulfilments = Table(
    "fulfilments",
    metadata,
    to("order_id", "orders", primary_key=True),
    to("seller_id", "organisations"),
    moment("asked_at"),
    Column("answer", Word(ManualAnswer)),
    text("remark", required=False),
    to("answered_by", "people", required=False),
    moment("answered_at", required=False),
    moment("unwanted_at", required=False),
    Index("ix_fulfilments_seller_id", "seller_id", "answered_at"),
)

carts = Table(
    "carts",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    Column("currency", String(3)),
    Column("payment", String(40)),
    text("note", required=False),
    Column("step", String(20), nullable=False),
    Column("account", Text, nullable=False, server_default="{}"),
    Column("version", Integer, nullable=False),
    to("opened_by", "people"),
    moment("opened_at"),
    to("changed_by", "people"),
    moment("changed_at"),
    to("order_id", "orders", required=False),
    moment("closed_at", required=False),
    Index("ix_carts_organisation_id", "organisation_id", "version"),
    Index(
        "uq_carts_open",
        "organisation_id",
        unique=True,
        sqlite_where=sql("closed_at IS NULL"),
        postgresql_where=sql("closed_at IS NULL"),
    ),
)

cart_lines = Table(
    "cart_lines",
    metadata,
    to("cart_id", "carts", primary_key=True),
    to("offer_id", "offers", primary_key=True),
    Column("seats", Integer, nullable=False),
    Column("unit_price", Micros, nullable=False),
    to("added_by", "people"),
    moment("added_at"),
    CheckConstraint("seats > 0", "seats"),
)

tenants = Table(
    "tenants",
    metadata,
    Column("domain", String(255), primary_key=True),
    to("organisation_id", "organisations"),
    to("order_id", "orders", required=False),
    Column("is_new", Boolean, nullable=False),
    Column("account", Text, nullable=False),
    moment("claimed_at"),
    Index("ix_tenants_organisation_id", "organisation_id"),
)

approvals = Table(
    "approvals",
    metadata,
    key(),
    to("order_id", "orders"),
    to("organisation_id", "organisations"),
    Column("fingerprint", String(64), nullable=False),
    Column("state", Word(ApprovalState), nullable=False),
    moment("asked_at"),
    moment("expires_at"),
    to("decided_by", "people", required=False),
    moment("decided_at", required=False),
    text("reason", required=False),
    UniqueConstraint("order_id"),
    Index("ix_approvals_organisation_id", "organisation_id", "state"),
    Index("ix_approvals_state", "state", "expires_at"),
)

thresholds = Table(
    "thresholds",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    Column("amount", Micros),
    Column("currency", String(3)),
    Column("seats", Integer),
    Column("kinds", String(200), nullable=False, server_default=""),
    Column("break_glass", Boolean, nullable=False),
    to("set_by", "people"),
    moment("set_at"),
)

product_changes = Table(
    "product_changes",
    metadata,
    to("product_id", "products", primary_key=True),
    to("target_id", "products", primary_key=True),
    Column("direction", Word(Direction), nullable=False),
)

mutes = Table(
    "mutes",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    to("subscription_id", "subscriptions", primary_key=True),
    Column("advice", String(40), primary_key=True),
    text("reason"),
    moment("until"),
    to("muted_by", "people"),
    moment("muted_at"),
)
