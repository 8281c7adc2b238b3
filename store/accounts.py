"""The tables of accounts: what a person set, was sent and did to sign in; who helps them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, Uuid

from store.columns import Word
from store.schema import key, metadata, moment, text, to
from store.values import ContactKind, LinkPurpose, SignInOutcome
from store.workings import queue

links = Table(
    "links",
    metadata,
    key(),
    Column("purpose", Word(LinkPurpose), nullable=False),
    Column("subject_id", Uuid, nullable=False),
    to("organisation_id", "organisations", required=False),
    Column("email", String(320), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    moment("issued_at"),
    moment("expires_at"),
    moment("used_at", required=False),
    UniqueConstraint("purpose", "subject_id"),
    Index("ix_links_expires_at", "expires_at"),
)

mails = queue(
    "mails",
    to("organisation_id", "organisations", required=False),
    Column("recipient", String(320), nullable=False),
    Column("template", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    text("body"),
    Column("repeat", Boolean, nullable=False),
)

passwords = Table(
    "passwords",
    metadata,
    to("person_id", "people", primary_key=True),
    Column("hash", String(255), nullable=False),
    moment("changed_at"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    key(),
    Column("email", String(320), nullable=False),
    to("person_id", "people", required=False),
    moment("at"),
    Column("address", String(64), nullable=False),
    Column("agent", String(400), nullable=False),
    Column("outcome", Word(SignInOutcome), nullable=False),
    Index("ix_sign_ins_email", "email", "at"),
)

throttles = Table(
    "throttles",
    metadata,
    Column("key", String(400), primary_key=True),
    Column("failures", Integer, nullable=False),
    moment("since"),
    Index("ix_throttles_since", "since"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", String(64), primary_key=True),
    to("person_id", "people"),
    Column("csrf", String(64), nullable=False),
    moment("created_at"),
    moment("seen_at"),
    moment("expires_at"),
    Index("ix_sessions_person_id", "person_id"),
    Index("ix_sessions_expires_at", "expires_at"),
)

plans = Table(
    "plans",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    to("asker_id", "people"),
    Column("kind", String(40), nullable=False),
    text("body"),
    moment("made_at"),
    moment("done_at", required=False),
    Index("ix_plans_made_at", "made_at"),
)

guises = Table(
    "guises",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False, unique=True),
    Column("user_id", Uuid, nullable=False),
    to("organisation_id", "organisations"),
    Column("login", String(320), nullable=False),
    moment("began_at"),
    moment("ends_at"),
    Index("ix_guises_ends_at", "ends_at"),
)

contacts = Table(
    "contacts",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    Column("kind", Word(ContactKind), primary_key=True),
    text("name"),
    Column("email", String(320), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("url", String(400), nullable=False),
)

questions = Table(
    "questions",
    metadata,
    key(),
    Column("number", Integer, nullable=False, unique=True),
    to("organisation_id", "organisations"),
    to("supplier_id", "organisations", required=False),
    to("asker_id", "people"),
    Column("kind", Word(ContactKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("context", Text, nullable=False),
    moment("asked_at"),
    moment("answered_at", required=False),
    Index("ix_questions_organisation_id", "organisation_id", "asked_at"),
    Index("ix_questions_supplier_id", "supplier_id", "answered_at", "asked_at"),
)
