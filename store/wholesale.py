"""The tables of Webex wholesale: what a customer may have, what its users have, files of users row by row."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from store.columns import Word
from store.schema import key, metadata, moment, text, to
from store.values.webex import Package, RowAction, RunState

wholesale_customers = Table(
    "wholesale_customers",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    Column("street", String(200)),
    Column("postal_code", String(20)),
    Column("city", String(120)),
    Column("region", String(120)),
    Column("country", String(2), nullable=False),
    Column("site", String(255)),
    moment("made_at"),
)

package_limits = Table(
    "package_limits",
    metadata,
    to("organisation_id", "organisations", primary_key=True),
    Column("package", Word(Package), primary_key=True),
    Column("most", Integer, nullable=False),
)

wholesale_users = Table(
    "wholesale_users",
    metadata,
    to("user_id", "users", primary_key=True),
    to("organisation_id", "organisations"),
    Column("package", Word(Package)),
    Column("number", String(20), unique=True),
    Column("extension", String(10)),
    to("location_id", "locations", required=False),
    Column("site", String(255)),
    Column("messaging", Boolean, nullable=False),
    Column("meeting", Boolean, nullable=False),
    Column("calling", Boolean, nullable=False),
    moment("changed_at"),
    UniqueConstraint("organisation_id", "extension", "location_id"),
    Index("ix_wholesale_users_organisation_id", "organisation_id", "package"),
)

user_runs = Table(
    "user_runs",
    metadata,
    key(),
    to("organisation_id", "organisations"),
    to("person_id", "people"),
    to("installation_id", "installations"),
    Column("number", Integer, unique=True),
    Column("account", String(120), nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("replaces", Boolean, nullable=False),
    Column("state", Word(RunState), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("removals", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    text("unread", required=False),
    text("trouble", required=False),
    text("tally", required=False),
    moment("planned_at"),
    moment("confirmed_at", required=False),
    moment("done_at", required=False),
    moment("claimed_until", required=False),
    moment("told_at", required=False),
    Index("ix_user_runs_organisation_id", "organisation_id", "state"),
    Index("ix_user_runs_state", "state", "claimed_until"),
)

user_run_pieces = Table(
    "user_run_pieces",
    metadata,
    to("run_id", "user_runs", primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

user_run_rows = Table(
    "user_run_rows",
    metadata,
    to("run_id", "user_runs", primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("action", Word(RowAction), nullable=False),
    Column("email", String(320), nullable=False),
    Column("wanted", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
    text("outcome", required=False),
    Column("turn", Integer, nullable=False),
    Index("ix_user_run_rows_settled", "run_id", "settled", "turn", "row"),
)
