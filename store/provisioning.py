"""The tables of Webex provisioning: orders to be set up, their sites and locations, rights that were asked for."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy import text as sql

from store.columns import Word
from store.schema import key, metadata, moment, text, to
from store.values.webex import ForWhom, HandedTo, ProvisioningState, WebexService

provisionings = Table(
    "provisionings",
    metadata,
    key(),
    Column("number", Integer, nullable=False, unique=True),
    to("organisation_id", "organisations"),
    Column("reference", String(120), nullable=False),
    Column("contact", String(320), nullable=False),
    text("customer_name", required=False),
    moment("received_at"),
    Column("due_on", Date, nullable=False),
    Column("state", Word(ProvisioningState), nullable=False),
    Column("for_whom", Word(ForWhom)),
    Column("delegate", String(320)),
    to("partner_id", "organisations", required=False),
    to("customer_id", "organisations", required=False),
    Column("step", String(20), nullable=False),
    Column("draft", Text, nullable=False, server_default="{}"),
    Column("version", Integer, nullable=False),
    to("held_by", "people", required=False),
    moment("changed_at"),
    moment("closed_at", required=False),
    UniqueConstraint("organisation_id", "reference"),
    Index("ix_provisionings_state", "state", "due_on"),
    Index("ix_provisionings_delegate", "delegate"),
)

provisioning_lines = Table(
    "provisioning_lines",
    metadata,
    to("provisioning_id", "provisionings", primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("service", Word(WebexService), nullable=False),
    text("name"),
    Column("licences", Integer, nullable=False),
    CheckConstraint("licences > 0", "licences"),
)

sites = Table(
    "sites",
    metadata,
    Column("host", String(255), primary_key=True),
    to("organisation_id", "organisations"),
    to("provisioning_id", "provisionings", required=False),
    Column("zone", String(64), nullable=False),
    Column("early", Boolean, nullable=False),
    Column("licences", Integer, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    moment("made_at"),
    Index("ix_sites_organisation_id", "organisation_id"),
)

locations = Table(
    "locations",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    to("provisioning_id", "provisionings", required=False),
    text("name"),
    text("folded"),
    Column("country", String(2), nullable=False),
    Column("street", String(200), nullable=False),
    Column("postal_code", String(20)),
    Column("city", String(120), nullable=False),
    Column("district", String(120)),
    Column("region", String(120)),
    Column("zone", String(64), nullable=False),
    Column("language", String(20), nullable=False),
    Column("is_main", Boolean, nullable=False),
    moment("made_at"),
    UniqueConstraint("organisation_id", "folded"),
    Index(
        "ix_locations_main",
        "organisation_id",
        unique=True,
        sqlite_where=sql("is_main"),
        postgresql_where=sql("is_main"),
    ),
)

admin_requests = Table(
    "admin_requests",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    to("asked_for", "organisations", primary_key=True),
    to("asked_by", "people"),
    moment("asked_at"),
    to("decided_by", "people", required=False),
    moment("decided_at", required=False),
    Column("granted", Boolean),
)

provisioning_handings = Table(
    "provisioning_handings",
    metadata,
    key(),
    to("provisioning_id", "provisionings"),
    Column("handed_to", Word(HandedTo), nullable=False),
    Column("email", String(320), nullable=False),
    Column("in_chat", Boolean, nullable=False),
    to("handed_by", "people"),
    moment("handed_at"),
    moment("ended_at", required=False),
    Index("ix_provisioning_handings_provisioning_id", "provisioning_id", "handed_at"),
)

provisioning_visits = Table(
    "provisioning_visits",
    metadata,
    Column("key", String(64), primary_key=True),
    to("handing_id", "provisioning_handings"),
    Column("generation", Integer, nullable=False),
    to("person_id", "people"),
    Column("csrf", String(64), nullable=False),
    moment("seen_at"),
    moment("expires_at"),
    Index("ix_provisioning_visits_handing_id", "handing_id"),
    Index("ix_provisioning_visits_expires_at", "expires_at"),
)

provisioning_reminders = Table(
    "provisioning_reminders",
    metadata,
    to("provisioning_id", "provisionings", primary_key=True),
    Column("place", String(200), primary_key=True),
    Column("rule", String(40), primary_key=True),
    Column("digest", String(80)),
    moment("created_at"),
    Index("ix_provisioning_reminders_digest", "digest"),
)

provisioning_snoozes = Table(
    "provisioning_snoozes",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    to("provisioning_id", "provisionings", primary_key=True),
    Column("until", Date, nullable=False),
)
