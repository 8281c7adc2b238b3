from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from handlers import founding, sample
from handlers.exporting import write_csv, write_json
from handlers.importing import (
    keys,
    operators,
    organisations,
    prices,
    product_changes,
    provisionings,
    running,
    subscriptions,
    users,
)
from handlers.importing.problems import BadFile
from handlers.importing.work import Origin
from store import installing, migrate
from store.database import Database, savepoint
from store.values import OrganisationKind, Scope
from store.vault import Vault
from tests.furnishing import NOON

VAULT = Vault(["the newest key of the ring " + "x" * 16])
FORMS: dict[str, Any] = {
    form.noun: form
    for form in (
        *(organisations.FORM, operators.FORM, users.FORM, subscriptions.FORM, prices.FORM, product_changes.FORM),
        keys.form(VAULT),
        provisionings.FORM,
    )
}


class Shelf:
    """A database and the files that go in and out of it; each import is a minute later than the one before."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self.now = database, folder, NOON
        self.unused: list[str] = []
        self.skipped: list[str] = []

    def takes(self, kind: str, content: str | bytes, *, keep: bool = True, name: str = "file.csv", form: Any = None):
        """What the import counted; `BadFile` if it was refused."""
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        self.now = self.now.replace(minute=self.now.minute + 1)
        with running.checked(file, form or FORMS[kind], lambda _more: None) as found:
            self.unused, self.skipped = found.unused, found.skipped.told
            with self.database.transaction() as db, savepoint(db, keep=keep):
                origin = Origin("shell:alice", name)
                return running.write(db, self.scope(db), found, origin, self.now, lambda _more: None)

    def refuses(self, kind: str, content: str | bytes, *, name: str = "file.csv", form: Any = None) -> list[str]:
        """What is wrong with the file."""
        with pytest.raises(BadFile) as bad:
            self.takes(kind, content, name=name, form=form)
        return [str(problem) for problem in bad.value.problems]

    def gives(self, kind: str, *, as_json: bool = False) -> str:
        file = self.folder / "out"
        with file.open("w", encoding="utf-8") as to, self.database.reading() as db:
            (write_json if as_json else write_csv)(db, self.scope(db), kind, to)
        return file.read_text(encoding="utf-8")

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        with self.database.reading() as db:
            return [tuple(row) for row in db.execute(text(sql), values)]

    def one(self, sql: str, **values: object) -> tuple[object, ...]:
        (row,) = self.rows(sql, **values)
        return row

    def corrections(self) -> list[tuple[object, ...]]:
        """Subject and detail of what the record says was put right."""
        sql = "SELECT subject, detail FROM audit WHERE detail LIKE '%→%' ORDER BY at, id"
        return self.rows(sql)

    @staticmethod
    def scope(db) -> Scope:
        house = installing.house(db)
        assert house is not None
        return Scope(house)


@pytest.fixture
def shelf(sampled, database_url, tmp_path):
    """The sample data, to import into, on each engine."""
    database = Database.open(database_url)
    yield Shelf(database, tmp_path)
    database.close()


@pytest.fixture
def sqlite_shelf(sampled, sqlite_url, tmp_path):
    """The same on SQLite alone, for what does not touch the tables."""
    database = Database.open(sqlite_url)
    yield Shelf(database, tmp_path)
    database.close()


@pytest.fixture
def founded_shelf(empty_sqlite_url, tmp_path):
    """A database in which there is nothing yet but the distributor."""
    migrate.upgrade(empty_sqlite_url)
    database = Database.open(empty_sqlite_url)
    with database.transaction() as db:
        founding.found(db, "Nordlicht", OrganisationKind.DISTRIBUTOR, sample.NORDLICHT_ADMIN, NOON)
    yield Shelf(database, tmp_path)
    database.close()
