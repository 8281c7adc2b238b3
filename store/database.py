"""One database behind one `transaction()`: SQLite with grouped commits, PostgreSQL with a connection each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    PendingRollbackError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import ConnectionPoolEntry

from store.prepared import Unkeepable, say, touched
from store.writer import Writer

Listener = Callable[[str], None]
_PATIENCE_S: Final = 5.0
_POOLED: Final = {"pool_size": 24, "max_overflow": 8, "pool_timeout": _PATIENCE_S, "pool_use_lifo": True}
"""A connection for each request that is dispatched at once, and for the jobs beside them."""
_WOKEN: Final = "woken"
_FAILURES: Final = (DBAPIError, PendingRollbackError, sqlite3.Error, NoneFree)
_BUGS: Final = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


class Unavailable(Exception):
    """The database did not take the work: locked, full, read-only or gone. Nothing of it was kept."""


class Uncertain(Unavailable):
    """The database was lost while it took the work. All of it was kept, or nothing."""


def failed(error: Exception) -> bool:
    """Whether the database failed; what it rightly refuses, like a second row with a key, is a bug of whoever asked."""
    return isinstance(error, _FAILURES) and not isinstance(error, _BUGS)


@contextmanager
def _or_unavailable() -> Iterator[None]:
    try:
        yield
    except _FAILURES as error:
        if failed(error):
            raise Unavailable(str(error.orig if isinstance(error, DBAPIError) else error)) from error
        raise


class Database:
    """`transaction()` commits when its block ends, durably; whoever listens is told then which queue got work."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writer = Writer(engine) if self.is_sqlite else None
        self._listeners: list[Listener] = []

    @classmethod
    def open(cls, url: str) -> Database:
        """`sqlite:///file.db` or `postgresql+psycopg://…`; the schema must be there already."""
        return cls(engine_of(url))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing, and on disk when the block is left. `Unavailable` if the database refused."""
        woken: set[str] = set()
        with _or_unavailable(), self._begin() as db:
            db.info[_WOKEN] = woken
            yield db
        for queue in woken:
            for listener in self._listeners:
                listener(queue)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Nothing is written; each statement sees what is kept by then."""
        with _or_unavailable(), self.engine.connect() as db:
            db.begin()
            yield db

    def listen(self, listener: Listener) -> None:
        """Call `listener(queue)` after each commit that put something into that queue."""
        self._listeners.append(listener)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self.engine.dispose()

    def _begin(self) -> AbstractContextManager[Connection]:
        return self._writer.transaction() if self._writer is not None else _committed(self.engine)


@contextmanager
def _committed(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as db, db.begin() as whole:
        yield db
        try:
            whole.commit()
        except DBAPIError as error:
            if error.connection_invalidated:
                raise Uncertain(str(error.orig)) from error
            raise


def wake(db: Connection, queue: str) -> None:
    """Tell the listeners, once this transaction is on disk, that `queue` has work."""
    db.info.setdefault(_WOKEN, set()).add(queue)


@contextmanager
def savepoint(db: Connection, *, keep: bool = True) -> Iterator[None]:
    """What happens in the block is undone if it raises, or if it is not to be kept; the transaction goes on."""
    say(db, "SAVEPOINT inner_block", (), touched)
    try:
        yield
    except BaseException:
        _undo(db)
        raise
    if keep:
        say(db, "RELEASE SAVEPOINT inner_block", (), touched)
    else:
        _undo(db)


@contextmanager
def without_nul(db: Connection) -> Iterator[None]:
    """No statement in the block is said with a NUL, on neither engine: `Unkeepable`, as of prepared ones anywhere."""
    event.listen(db, "before_cursor_execute", _refuse_nul)
    try:
        yield
    finally:
        event.remove(db, "before_cursor_execute", _refuse_nul)


def _refuse_nul(_db: object, _cursor: object, _sql: str, given: object, _context: object, _many: bool) -> None:  # noqa: FBT001 - as SQLAlchemy calls it
    if _has_nul(given):
        raise Unkeepable


def _has_nul(given: object) -> bool:
    match given:
        case str():
            return "\0" in given
        case Mapping():
            return any(_has_nul(value) for value in given.values())
        case list() | tuple():
            return any(_has_nul(value) for value in given)
        case _:
            return False


def _undo(db: Connection) -> None:
    say(db, "ROLLBACK TO SAVEPOINT inner_block", (), touched)
    say(db, "RELEASE SAVEPOINT inner_block", (), touched)


def engine_of(url: str) -> Engine:
    """The engine with the settings that each kind of database needs."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql(parsed)
    if parsed.database:
        _create_private(Path(parsed.database))
    engine = create_engine(parsed, connect_args={"timeout": _PATIENCE_S, "check_same_thread": False}, **_POOLED)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _postgresql(url: URL) -> Engine:
    from store import libpq  # noqa: PLC0415 - only where PostgreSQL is used

    engine = create_engine(url, **_POOLED)
    event.listen(engine, "do_connect", libpq.connect)
    return engine


def _create_private(path: Path) -> None:
    path.touch(mode=0o600, exist_ok=True)


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
