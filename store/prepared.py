"""Statements that every request says: compiled once for each engine, and run by the bare driver (decision 0011)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar, TypeVarTuple

from sqlalchemy import ClauseElement, ColumnElement, Connection, Dialect, Insert, IteratorResult, Result, Select
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")
_Values = Mapping[str, object]
_Turn = Callable[[object], object]
"""How a value is stored, or read."""
TELLER: Final = "teller"
"""What a connection is told prepared statements by, in its `info`."""


class Teller(Protocol):
    """SQLite's cursor, or libpq."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, sql: str, values: Sequence[object] = (), /) -> object: ...
    def fetchall(self) -> list[Sequence[object]]: ...


def _rows(teller: Teller) -> list[Sequence[object]]:
    return teller.fetchall()


def touched(teller: Teller) -> int:
    """How many rows a statement made or changed."""
    return teller.rowcount


def say(db: Connection, sql: str, values: Sequence[object], want: Callable[[Teller], _T]) -> _T:
    """What is wanted of the answer to a statement by the bare driver, in the connection's transaction."""
    teller = _teller(db)
    try:
        teller.execute(sql, values)
        return want(teller)
    except db.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(sql, None, error, db.dialect.loaded_dbapi.Error, dialect=db.dialect) from error


def _teller(db: Connection) -> Teller:
    """The one that a driver's connection keeps: what it learns of a statement it need not learn again."""
    kept = db.connection.info
    if TELLER not in kept:
        kept[TELLER] = db.connection.cursor()
    teller: Teller = kept[TELLER]
    return teller


class Unkeepable(Exception):
    """A text has the character NUL, which PostgreSQL keeps nowhere. Nothing of the statement was said."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement as one engine is told it: what it takes, its constants as they are stored, the order of both.

    `reads` is how columns of its rows are read, by their places; the others are what the driver gives.
    """

    sql: str
    takes: tuple[tuple[str, _Turn | None], ...]
    constants: dict[str, object]
    order: Sequence[str]
    reads: tuple[tuple[int, _Turn], ...]

    def to(self, db: Connection, values: _Values, want: Callable[[Teller], _T]) -> _T:
        given = self.constants.copy()
        for name, stored in self.takes:
            given[name] = _turned(values[name], stored)
        return say(db, self.sql, [given[name] for name in self.order], want)

    def row(self, raw: Sequence[object]) -> tuple[object, ...]:
        read = list(raw)
        for place, how in self.reads:
            read[place] = how(read[place])
        return tuple(read)


def _by_place(dialect: Dialect) -> Dialect:
    """The one whose statements take their values by place."""
    if dialect.positional or not isinstance(dialect, DefaultDialect):
        return dialect
    return type(dialect)(paramstyle="numeric_dollar")


def _turned(value: object, how: _Turn | None) -> object:
    said = value if how is None else how(value)
    if isinstance(said, str) and "\0" in said:
        raise Unkeepable
    return said


class _Prepared:
    """A constant statement. It takes no list: each length of one would be another statement."""

    def __init__(
        self, statement: ClauseElement, columns: Sequence[ColumnElement[object]], names: Sequence[str]
    ) -> None:
        self._statement = statement
        self._columns = columns
        self._names = names
        self._said: dict[str, _Said] = {}

    def _on(self, dialect: Dialect) -> _Said:
        """Compiled at its first use on that engine."""
        if said := self._said.get(dialect.name):
            return said
        compiled = self._statement.compile(dialect=_by_place(dialect), column_keys=self._names or None)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(compiled)
        binds = [(name, compiled.binds[name]) for name in compiled.bind_names.values()]
        stored = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds}
        reads = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in self._columns]
        return self._said.setdefault(
            dialect.name,
            _Said(
                str(compiled),
                tuple((name, stored[name]) for name, bind in binds if bind.required),
                {name: _turned(bind.value, stored[name]) for name, bind in binds if not bind.required},
                compiled.positiontup or (),
                tuple((place, how) for place, how in enumerate(reads) if how is not None),
            ),
        )


class Query(_Prepared, Generic[*_Ts]):
    """A constant `SELECT`."""

    def __init__(self, statement: Select[*_Ts]) -> None:
        columns = list(statement.selected_columns)
        super().__init__(statement, columns, ())
        self._shape = SimpleResultMetaData([column.key or "" for column in columns])

    def run(self, db: Connection, values: _Values) -> Result[*_Ts]:
        """All its rows at once, as `Connection.execute` gives them."""
        said = self._on(db.dialect)
        return IteratorResult(self._shape, map(said.row, said.to(db, values, _rows)))


class Insertion(_Prepared):
    """A constant `INSERT`; `names` are the columns that it fills, all of the table's where none is named."""

    def __init__(self, statement: Insert, names: Sequence[str] = ()) -> None:
        super().__init__(statement, (), names)

    def run(self, db: Connection, values: _Values) -> int:
        """How many rows it made."""
        return self._on(db.dialect).to(db, values, touched)
