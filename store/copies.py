"""Copies of a SQLite database, taken and put back while it is in use; checked before they count."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

_PAGES: Final = 500
_PATIENCE_S: Final = 10.0
Told = Callable[[int, int], None]
"""Is told how many pages are left, of how many."""


class BadCopy(Exception):
    """The file is not a whole database of this program; nothing was replaced."""


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, None for any other."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def without_password(url: str) -> str:
    """The address as PostgreSQL's own tools take it."""
    parsed = make_url(url)
    plain = URL.create("postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database, parsed.query)
    return plain.render_as_string()


def copy(source: Path, target: Path, told: Told) -> None:
    """One consistent copy, in place under its name only once it is whole and on disk."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with _reading(source) as there, closing(_created(unfinished)) as here:
            there.backup(here, pages=_PAGES, progress=lambda _status, left, of: told(left, of), sleep=0)
            here.execute("PRAGMA journal_mode=DELETE")
            check(here)
        _settle(unfinished)
        unfinished.replace(target)
        _settle(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def put_back(copied: Path, target: Path, told: Told) -> None:
    """Make the database what the copy is; who has it open sees all of it at once, or nothing."""
    with _reading(copied) as there:
        check(there)
        if not target.exists():
            _created(target).close()
        with closing(sqlite3.connect(target, timeout=_PATIENCE_S)) as here:
            there.backup(here, progress=lambda _status, left, of: told(left, of))
            here.execute("PRAGMA journal_mode=WAL")


def check(db: sqlite3.Connection) -> None:
    """`BadCopy` unless every page and every reference is sound and the schema is ours."""
    try:
        verdict = [row[0] for row in db.execute("PRAGMA integrity_check")]
        dangling = db.execute("PRAGMA foreign_key_check").fetchone()
        revision = db.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BadCopy(str(error)) from error
    if verdict != ["ok"] or dangling is not None:
        raise BadCopy("; ".join(verdict[:3]) if verdict != ["ok"] else f"a row of {dangling[0]} refers to nothing")
    if revision is None:
        raise BadCopy("the schema is not Comptoir's")


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """One view of it, whatever is written meanwhile."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)) as db:
        try:
            db.execute("BEGIN")
            db.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.DatabaseError as error:
            raise BadCopy(f"{file}: {error}") from error
        yield db


def _created(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600)
    return sqlite3.connect(file)


def _settle(path: Path) -> None:
    """Have the disk keep it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
