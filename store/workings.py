"""The tables of the bot's own workings: what it has seen, what it must say or do, what it did, who holds the clock."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql

from store.columns import Word
from store.schema import key, metadata, moment, text, to
from store.values import QueueState

deliveries = Table(
    "deliveries", metadata, Column("key", String(64), primary_key=True), moment("at"), Index("ix_deliveries_at", "at")
)


def _where(name: str, *columns: str, only: str, unique: bool = False) -> Index:
    """An index of some rows of a table alone."""
    condition = sql(only)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def queue(name: str, *columns: Column[object] | Index) -> Table:
    """Rows with a unique key and a state, claimed by one worker at a time; open ones have no `settled_at`."""
    return Table(
        name,
        metadata,
        key(),
        Column("key", Text, nullable=False, unique=True),
        Column("state", Word(QueueState), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("breakdowns", Integer, nullable=False, server_default="0"),
        moment("created_at"),
        moment("not_before"),
        moment("claimed_until", required=False),
        moment("settled_at", required=False),
        Column("error", Text),
        *columns,
        _where(f"ix_{name}_open", "created_at", "key", only="settled_at IS NULL"),
    )


inbox = queue("inbox", to("installation_id", "installations"), text("body"))

outbox = queue(
    "outbox",
    to("installation_id", "installations"),
    Column("channel", String(160), nullable=False),
    Column("kind", String(20), nullable=False),
    text("body"),
    Column("sent_as", String(160)),
    Column("repeat", Boolean, nullable=False),
    Index("ix_outbox_channel", "installation_id", "channel", "settled_at", "created_at"),
    _where("ix_outbox_in_flight", "installation_id", "channel", only="state = 'claimed'", unique=True),
)

files = Table(
    "files",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    to("person_id", "people", required=False),
    text("name"),
    Column("media_type", String(120), nullable=False),
    Column("content", LargeBinary),
    Column("recipe", Text),
    Column("private", Boolean, nullable=False),
    moment("created_at"),
    moment("expires_at"),
    CheckConstraint("(content IS NULL) <> (recipe IS NULL)", name="content_or_recipe"),
    Index("ix_files_expires_at", "expires_at"),
)

audit = Table(
    "audit",
    metadata,
    key(),
    moment("at"),
    to("organisation_id", "organisations", required=False),
    to("person_id", "people", required=False),
    Column("actor", String(400), nullable=False),
    Column("origin", String(120), nullable=False),
    Column("command", String(60), nullable=False),
    text("subject"),
    Column("outcome", String(20), nullable=False),
    text("detail"),
    Column("position", BigInteger, unique=True),
    Column("seal", String(64)),
    Index("ix_audit_organisation_id", "organisation_id", "at"),
    Index("ix_audit_position", "position", "at"),
)

heads = Table(
    "heads",
    metadata,
    Column("on_date", Date, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("seal", String(64), nullable=False),
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("zone", String(64), primary_key=True),
    Column("digest_at", String(5), primary_key=True),
    Column("since", Date, nullable=False),
    Column("through", Date, nullable=False),
    Column("following", Date, nullable=False),
    Column("early", Integer, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("fence", BigInteger, nullable=False),
    moment("beat_at"),
)
