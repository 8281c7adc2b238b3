"""What one request says to its database, written down while it does, and said again by the bare driver."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import event, make_url

from store.database import Database

Said = tuple[str, Any]
"""A statement and its parameters as the driver gets them."""


@dataclass(frozen=True)
class Line:
    """A statement with its parameters; `fresh` says which of them are another one each time, by number."""

    sql: str
    parameters: Any
    fresh: tuple[tuple[Any, int], ...]


@dataclass(frozen=True)
class Tape:
    lines: tuple[Line, ...]
    samples: tuple[Any, ...]
    """The values that were fresh when this was written down: what is put in their places is like them."""


def tape(database: Database, request: Callable[[], object]) -> Tape:
    """Do it twice: what differs is what is fresh."""
    first, second = _heard(database, request), _heard(database, request)
    if [sql for sql, _given in first] != [sql for sql, _given in second]:
        raise RuntimeError("the same request does not say the same")
    samples: dict[Any, int] = {}
    lines = [_line(sql, one, other, samples) for (sql, one), (_sql, other) in zip(first, second, strict=True)]
    return Tape(tuple(lines), tuple(samples))


def _heard(database: Database, request: Callable[[], object]) -> list[Said]:
    said: list[Said] = []

    def listen(_db: object, _cursor: object, sql: str, parameters: Any, *_rest: object) -> None:
        said.append((sql, parameters))

    event.listen(database.engine, "before_cursor_execute", listen)
    request()
    event.remove(database.engine, "before_cursor_execute", listen)
    return said


def _line(sql: str, one: Any, other: Any, samples: dict[Any, int]) -> Line:
    places = one if isinstance(one, dict) else range(len(one))
    fresh = [(at, samples.setdefault(one[at], len(samples))) for at in places if one[at] != other[at] and _is_id(one[at])]
    return Line(sql, one if isinstance(one, dict) else list(one), tuple(fresh))


def _is_id(value: object) -> bool:
    return isinstance(value, UUID | bytes) or (isinstance(value, str) and len(value) in {32, 36, 64})


def _another(sample: Any) -> Any:
    match sample:
        case UUID():
            return uuid4()
        case bytes():
            return uuid4().bytes
        case str() if len(sample) == 36:
            return str(uuid4())
        case _:
            return token_hex(len(sample) // 2)


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
                db.execute(sql, parameters).fetchall()
            db.execute("COMMIT")

    return replay


def _on_postgresql(address: str, tape: Tape) -> Callable[[], None]:
    here = threading.local()

    def replay() -> None:
        if not hasattr(here, "db"):
            here.db = psycopg.connect(address)
        for sql, parameters in _lines(tape):
            found = here.db.execute(sql, parameters)
            if found.description:
                found.fetchall()
        here.db.commit()

    return replay


def _lines(tape: Tape) -> list[Said]:
    values = [_another(sample) for sample in tape.samples]
    return [(line.sql, _filled(line, values)) for line in tape.lines]


def _filled(line: Line, values: list[Any]) -> Any:
    if not line.fresh:
        return line.parameters
    filled = line.parameters.copy()
    for at, number in line.fresh:
        filled[at] = values[number]
    return filled
