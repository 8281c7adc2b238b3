"""Brings a database's schema to this version; a restart finishes what a crash interrupted."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from store.database import engine_of


class NewerSchema(Exception):
    """The database was migrated by a newer version of the program."""


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def revision(url: str) -> str | None:
    """The schema's revision in the database, None where there is none."""
    engine = engine_of(url)
    try:
        with engine.connect() as db:
            return MigrationContext.configure(db).get_current_revision()
    finally:
        engine.dispose()


def newest() -> str:
    """The revision that this version of the program works with."""
    return str(ScriptDirectory.from_config(_config("")).get_current_head())


def known() -> set[str]:
    """Every revision that this version can bring up to date."""
    return {script.revision for script in ScriptDirectory.from_config(_config("")).walk_revisions()}


def upgrade(url: str) -> None:
    """Apply what is missing. `NewerSchema` if the database is ahead of this program."""
    present = revision(url)
    if present is not None and present not in known():
        raise NewerSchema(present)
    command.upgrade(_config(url), "head")
