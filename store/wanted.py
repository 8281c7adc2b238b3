"""Many pairs to look for at once: a temporary table, which either engine joins faster than it reads a long list."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, MetaData, Table, Text, Uuid, delete

from store.bulk import put

wanted: Final = Table("wanted", MetaData(), Column("owner", Uuid), Column("word", Text), prefixes=["TEMPORARY"])


def want(db: Connection, pairs: Collection[tuple[UUID, str]]) -> None:
    """What `wanted` holds from now on; it is this connection's own."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("CREATE TEMPORARY TABLE IF NOT EXISTS wanted (owner uuid, word text) ON COMMIT DROP")
    else:
        db.exec_driver_sql("CREATE TEMPORARY TABLE IF NOT EXISTS wanted (owner char(32), word text)")
    db.execute(delete(wanted))
    put(db, wanted, ("owner", "word"), list(pairs))
