"""Many rows at once, as fast as the driver takes them: `executemany` on SQLite, `COPY` on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from sqlalchemy import Column, Connection, Dialect, Table, Uuid

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


class _Remembering(dict[object, object]):
    """Binds each value of a column once: dates, prices and words come again and again."""

    def __init__(self, bind: Bind) -> None:
        super().__init__()
        self._bind = bind

    def __missing__(self, value: object) -> object:
        bound = self[value] = self._bind(value)
        return bound


@lru_cache(maxsize=64)
def _binds(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[tuple[Bind | None, bool], ...]:
    """How each column's value is handed to the driver (None: as it is), and whether its values are often the same."""
    return tuple(_bind_of(table.c[name], dialect) for name in columns)


def _bind_of(column: Column[object], dialect: Dialect) -> tuple[Bind | None, bool]:
    """A row's own id comes once."""
    alone = column.primary_key and isinstance(column.type, Uuid)
    return column.type.dialect_impl(dialect).bind_processor(dialect), not alone


def _bound(rows: Sequence[Row], binds: tuple[tuple[Bind | None, bool], ...]) -> list[Row]:
    """The rows as the driver takes them, made column by column."""
    columns = zip(*rows, strict=True)
    return list(zip(*(_column(values, *bind) for values, bind in zip(columns, binds, strict=True)), strict=True))


def _column(values: Row, bind: Bind | None, again: bool) -> Iterable[object]:  # noqa: FBT001 - a pair of `_binds`
    if bind is None:
        return values
    return map(_Remembering(bind).__getitem__ if again else bind, values)


def _copy(db: Connection, statement: str, rows: Sequence[Row]) -> None:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    raw = db.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("COPY is PostgreSQL's")
    try:
        with raw.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.OperationalError as error:
        raise Unavailable(str(error)) from error
