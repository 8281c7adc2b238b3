"""Runs migrations in one transaction on either engine."""

from __future__ import annotations

from alembic import context

import store.accounts
import store.buying
import store.provisioning
import store.software
import store.wholesale
import store.workings  # noqa: F401 - their tables belong to the metadata
from store.database import engine_of
from store.schema import metadata

engine = engine_of(context.config.attributes["url"])
with engine.connect() as db:
    if engine.dialect.name == "sqlite":
        db.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(connection=db, target_metadata=metadata, render_as_batch=True, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()
    db.commit()
engine.dispose()
