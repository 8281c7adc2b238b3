"""The tables of software: keys under seal, who saw them, downloads, licence servers, the move away from KMS."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint
from sqlalchemy import text as sql

from store.columns import Word
from store.schema import key, metadata, moment, text, to
from store.values import KeyKind, KeyState

product_keys = Table(
    "product_keys",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    to("subscription_id", "subscriptions", required=False),
    to("product_id", "products"),
    Column("version", String(20), nullable=False),
    Column("language", String(8), nullable=False),
    Column("bits", Integer),
    Column("kind", Word(KeyKind), nullable=False),
    Column("state", Word(KeyState), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("hint", String(5), nullable=False),
    Column("blind", LargeBinary(16), nullable=False, unique=True),
    Column("activations", Integer),
    Column("link", LargeBinary),
    Column("link_kind", String(20)),
    moment("added_at"),
    moment("revoked_at", required=False),
    Index("ix_product_keys_organisation_id", "organisation_id", "product_id", "version"),
    Index("ix_product_keys_subscription_id", "subscription_id"),
)

reveals = Table(
    "reveals",
    metadata,
    key(),
    to("key_id", "product_keys"),
    to("organisation_id", "organisations"),
    to("person_id", "people"),
    Column("reason", Text, nullable=False),
    moment("granted_at"),
    moment("until"),
    moment("shown_at", required=False),
    Index("ix_reveals_key_id", "key_id", "granted_at"),
    Index("ix_reveals_person_id", "person_id", "granted_at"),
)

downloads = Table(
    "downloads",
    metadata,
    key(),
    to("key_id", "product_keys"),
    to("organisation_id", "organisations"),
    to("person_id", "people"),
    Column("generation", Integer, nullable=False),
    moment("made_at"),
    moment("first_used_at", required=False),
    moment("reminded_at", required=False),
    UniqueConstraint("key_id", "person_id"),
    Index("ix_downloads_first_used_at", "first_used_at"),
)

licence_servers = Table(
    "licence_servers",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    text("name"),
    text("folded"),
    Column("version", Integer, nullable=False),
    moment("activated_at", required=False),
    moment("created_at"),
    moment("removed_at", required=False),
    Index(
        "ix_licence_servers_organisation_id",
        "organisation_id",
        "folded",
        unique=True,
        sqlite_where=sql("removed_at IS NULL"),
        postgresql_where=sql("removed_at IS NULL"),
    ),
)

code_uses = Table(
    "code_uses",
    metadata,
    to("key_id", "product_keys", primary_key=True),
    to("server_id", "licence_servers"),
    to("person_id", "people"),
    moment("at"),
    Index("ix_code_uses_server_id", "server_id"),
)

kms_moves = Table(
    "kms_moves",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    to("subscription_id", "subscriptions"),
    Column("devices", Integer, nullable=False),
    Column("moved", Integer, nullable=False),
    Column("renewed_on", Date, nullable=False),
    moment("created_at"),
    UniqueConstraint("subscription_id"),
    Index("ix_kms_moves_organisation_id", "organisation_id"),
    Index("ix_kms_moves_renewed_on", "renewed_on"),
)

kms_snoozes = Table(
    "kms_snoozes",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    to("move_id", "kms_moves", primary_key=True),
    Column("until", Date, nullable=False),
    Index("ix_kms_snoozes_move_id", "move_id"),
)
