"""What one request says to its database, written down while it does, and said again by the bare driver."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Self
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import Dialect, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from store.database import Database
from store.libpq import PreparingConnection, Teller
from store.prepared import TELLER

Parameters = dict[int, object]
"""By their places."""
Said = tuple[str, Parameters]
Hear = Callable[[str, Sequence[object]], None]
_FRAME = ("BEGIN", "SAVEPOINT turn", "RELEASE turn", "COMMIT", "PRAGMA")


@dataclass(frozen=True)
class Line:
    """A statement with its parameters; `fresh` says which of them are another one each time, by number."""

    sql: str
    parameters: Parameters
    fresh: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Tape:
    """`samples` are the values that were fresh when it was written: what takes their places is like them."""

    lines: tuple[Line, ...]
    samples: tuple[object, ...]


def tape(database: Database, request: Callable[[], object]) -> Tape:
    """Do it twice, once it is connected: what differs is what is fresh."""
    said = _listened(database)
    request()
    first, second = _heard(said, request), _heard(said, request)
    if [sql for sql, _given in first] != [sql for sql, _given in second]:
        raise RuntimeError("the same request does not say the same")
    samples: dict[object, int] = {}
    lines = [_line(sql, one, other, samples) for (sql, one), (_sql, other) in zip(first, second, strict=True)]
    return Tape(tuple(lines), tuple(samples))


def _listened(database: Database) -> list[Said]:
    """What its drivers are told from now on, on new connections; not where a transaction begins and ends."""
    said: list[Said] = []

    def hear(sql: str, given: Sequence[object]) -> None:
        if not sql.startswith(_FRAME):
            said.append((sql, dict(enumerate(given))))

    if database.is_sqlite:
        _listen_to_sqlite(database, hear)
    else:
        _listen_to_postgresql(database, hear)
    return said


def _listen_to_sqlite(database: Database, hear: Hear) -> None:
    class Sqlite(sqlite3.Connection):
        def cursor(self, *_kind: object) -> SqliteCursor:  # type: ignore[override] # there is one kind here
            return super().cursor(SqliteCursor)

        def execute(self, sql: str, given: Sequence[Any] = (), /) -> sqlite3.Cursor:  # type: ignore[override]
            return self.cursor().execute(sql, given)

    class SqliteCursor(sqlite3.Cursor):
        def execute(self, sql: str, given: Sequence[Any] = (), /) -> Self:  # type: ignore[override]
            hear(sql, given)
            return super().execute(sql, given)

    @event.listens_for(database.engine, "do_connect")
    def connect(_dialect: Dialect, _entry: object, _where: object, options: dict[str, object]) -> None:
        options["factory"] = Sqlite


def _listen_to_postgresql(database: Database, hear: Hear) -> None:
    class Listener(Teller):
        def execute(self, sql: str, given: Sequence[object] = (), /) -> None:
            hear(sql, given)
            super().execute(sql, given)

    @event.listens_for(database.engine, "connect")
    def connect(connection: PreparingConnection, entry: ConnectionPoolEntry) -> None:
        entry.info[TELLER] = Listener(connection)

    @event.listens_for(database.engine, "before_cursor_execute")
    def refuse(_db: object, _cursor: object, sql: str, *_more: object) -> None:
        raise RuntimeError(f"not prepared: {sql}")


def _heard(said: list[Said], request: Callable[[], object]) -> list[Said]:
    said.clear()
    request()
    return list(said)


def _line(sql: str, one: Parameters, other: Parameters, samples: dict[object, int]) -> Line:
    changing = [at for at, value in one.items() if value != other[at] and _is_id(value)]
    return Line(sql, one, tuple((at, samples.setdefault(one[at], len(samples))) for at in changing))


def _is_id(value: object) -> bool:
    return isinstance(value, UUID | bytes) or (isinstance(value, str) and len(value) in {32, 64})


def _another(sample: object) -> object:
    match sample:
        case UUID():
            return uuid4()
        case bytes():
            return uuid4().bytes
        case _:
            return token_hex(len(str(sample)) // 2)


def replayer(address: str, tape: Tape) -> Callable[[], None]:
    """Says it all in one transaction, as durably, without anything in between."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _on_sqlite(str(url.database), tape)
    return _on_postgresql(url.set(drivername="postgresql").render_as_string(hide_password=False), tape)


def _on_sqlite(file: str, tape: Tape) -> Callable[[], None]:
    """One writer, as SQLite has it; each transaction is on disk by itself."""
    db = sqlite3.connect(file, isolation_level=None, check_same_thread=False, cached_statements=256)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        db.execute(f"PRAGMA {pragma}")
    turn = threading.Lock()

    def replay() -> None:
        lines = _lines(tape)
        with turn:
            db.execute("BEGIN IMMEDIATE")
            for sql, parameters in lines:
                db.execute(sql, tuple(parameters.values())).fetchall()
            db.execute("COMMIT")

    return replay


def _on_postgresql(address: str, tape: Tape) -> Callable[[], None]:
    here = threading.local()

    def replay() -> None:
        if not hasattr(here, "db"):
            here.db = psycopg.connect(address, cursor_factory=psycopg.RawCursor)
        for sql, parameters in _lines(tape):
            found = here.db.execute(sql, tuple(parameters.values()))
            if found.description:
                found.fetchall()
        here.db.commit()

    return replay


def _lines(tape: Tape) -> list[Said]:
    values = [_another(sample) for sample in tape.samples]
    return [(line.sql, _filled(line, values)) for line in tape.lines]


def _filled(line: Line, values: list[object]) -> Parameters:
    return line.parameters | {at: values[number] for at, number in line.fresh} if line.fresh else line.parameters
