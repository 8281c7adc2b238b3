"""Copies of a SQLite database, taken while it is in use and put back while it is not; checked before they count."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from store.migrate import NewerSchema, known

_PAGES: Final = 500
_PATIENCE_S: Final = 10.0
_KIND: Final = 0xFF
Told = Callable[[int, int], None]
"""Is told how many pages are left, of how many."""


class BadCopy(Exception):
    """The file is not a whole database of this program, or there is no room for one; nothing was replaced."""


class InUse(Exception):
    """Somebody has the database open; nothing was replaced."""


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, None for any other."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def without_password(url: str) -> str:
    """The address as PostgreSQL's own tools take it."""
    parsed = make_url(url)
    query = {name: value for name, value in parsed.query.items() if name != "password"}
    plain = URL.create("postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database, query)
    return plain.render_as_string()


def copy(source: Path, target: Path, told: Told) -> None:
    """One consistent copy, in place under its name only once it is whole and on disk."""
    with _copied(source, target, told) as whole:
        whole.replace(target)


def put_back(copied: Path, target: Path, aside: Path, told: Told) -> None:
    """Make the database what the copy is; what was there is kept as `aside`. `InUse`, `BadCopy`, `NewerSchema`."""
    with _copied(copied, target, told) as whole:
        if (revision := _revision(whole)) not in known():
            raise NewerSchema(revision)
        if target.exists() and target.stat().st_size:
            _close_down(target)
            _put_aside(target, aside)
        whole.replace(target)


@contextmanager
def _copied(source: Path, target: Path, told: Told) -> Iterator[Path]:
    """A checked copy beside the target, which the block puts in its place."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with _reading(source) as there, closing(_created(unfinished)) as here:
            there.backup(here, pages=_PAGES, progress=lambda _status, left, of: told(left, of), sleep=0)
            here.execute("PRAGMA journal_mode=DELETE")
            check(here)
        _settle(unfinished)
        yield unfinished
        _settle(target.parent)
    except sqlite3.Error as error:
        raise BadCopy(f"{source}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


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


def _revision(file: Path) -> str:
    with closing(sqlite3.connect(file)) as db:
        return str(db.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _close_down(target: Path) -> None:
    """Write its journal back, which takes being alone with it; a damaged one stays as it is."""
    with closing(sqlite3.connect(target, timeout=0.5)) as db:
        try:
            db.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & _KIND == sqlite3.SQLITE_BUSY:
                raise InUse(str(target)) from error


def _put_aside(target: Path, aside: Path) -> None:
    for beside in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            target.with_name(target.name + beside).replace(aside.with_name(aside.name + beside))


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """One view of it, whatever is written meanwhile."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)) as db:
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM sqlite_master")
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
