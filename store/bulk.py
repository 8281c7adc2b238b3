"""Many rows at once, as fast as the driver takes them: `executemany` on SQLite, `COPY` on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import psycopg
from sqlalchemy import Connection, Dialect, Table

from store.database import Unavailable

Row = tuple[object, ...]
Bind = Callable[[object], object]


def put(db: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert the rows, each a tuple in the order of `columns`."""
    if not rows:
        return
    raw = _bound(rows, _binds(table, columns, db.dialect))
    if db.dialect.name == "postgresql":
        _copy(db, f"COPY {table.name} ({', '.join(columns)}) FROM STDIN", raw)
    else:
        places = ", ".join("?" * len(columns))
        db.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places})", raw)  # noqa: S608 - our own names


@lru_cache(maxsize=64)
def _binds(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[Bind | None, ...]:
    """How each column's value is handed to the driver; None where it goes as it is."""
    return tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns)


def _bound(rows: Sequence[Row], binds: tuple[Bind | None, ...]) -> list[Row]:
    """The rows as the driver takes them: column by column, since most columns are handed over as they are."""
    columns = zip(*rows, strict=True)
    bound = (values if bind is None else map(bind, values) for bind, values in zip(binds, columns, strict=True))
    return list(zip(*bound, strict=True))


def _copy(db: Connection, statement: str, rows: Sequence[Row]) -> None:
    raw = db.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("COPY is PostgreSQL's")
    try:
        with raw.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.OperationalError as error:
        raise Unavailable(str(error)) from error
