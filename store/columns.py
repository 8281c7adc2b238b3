"""Column types that lose nothing: aware UTC moments, exact decimals, JSON text, words of an enumeration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Dialect, String, TypeDecorator, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_SCALE: Final = Decimal(1_000_000)


class NaiveMoment(ValueError):
    """A moment without a zone was about to be stored."""


class TooFine(ValueError):
    """An amount with more than six decimals was about to be stored."""


def microseconds(moment: datetime) -> int:
    """An aware moment as whole microseconds since 1970 (UTC), as SQLite stores it."""
    if moment.tzinfo is None:
        raise NaiveMoment(moment.isoformat())
    return (moment - _EPOCH) // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware moment, always UTC: microseconds on SQLite, `timestamptz` on PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[int]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        if value is None:
            return None
        since = microseconds(value)
        return value if dialect.name == "postgresql" else since

    def process_result_value(self, value: datetime | int | None, dialect: Dialect) -> datetime | None:
        if isinstance(value, int):
            return _EPOCH + timedelta(microseconds=value)
        return None if value is None else value.astimezone(UTC)


class Micros(TypeDecorator[Decimal]):
    """An exact amount with up to six decimals, stored as whole millionths (SQLite's NUMERIC loses the sixth)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value * _SCALE
        if scaled != int(scaled):
            raise TooFine(str(value))
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else (Decimal(value) / _SCALE)


class Word(TypeDecorator[StrEnum]):
    """One word of an enumeration, stored as that word."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


class new_id(FunctionElement[UUID]):  # noqa: N801 - a function of SQL
    """A random id that the database makes, for rows that it makes itself."""

    type = Uuid()
    inherit_cache = True


@compiles(new_id, "postgresql")
def _on_postgresql(_element: new_id, _compiler: SQLCompiler, **_options: object) -> str:
    return "gen_random_uuid()"


@compiles(new_id, "sqlite")
def _on_sqlite(_element: new_id, _compiler: SQLCompiler, **_options: object) -> str:
    return "lower(hex(randomblob(16)))"


class first_second(FunctionElement[datetime]):  # noqa: N801 - a function of SQL
    """The moment at which a day begins, UTC."""

    type = Moment()
    inherit_cache = True


@compiles(first_second, "postgresql")
def _day_on_postgresql(element: first_second, compiler: SQLCompiler, **options: object) -> str:
    return f"(CAST({compiler.process(element.clauses, **options)} AS timestamp) AT TIME ZONE 'UTC')"


@compiles(first_second, "sqlite")
def _day_on_sqlite(element: first_second, compiler: SQLCompiler, **options: object) -> str:
    return f"(CAST(strftime('%s', {compiler.process(element.clauses, **options)}) AS INTEGER) * 1000000)"


class later_by(FunctionElement[datetime]):  # noqa: N801 - a function of SQL
    """A moment and whole seconds: the moment that is so much later."""

    type = Moment()
    inherit_cache = True


@compiles(later_by, "postgresql")
def _later_on_postgresql(element: later_by, compiler: SQLCompiler, **options: object) -> str:
    moment, seconds = (compiler.process(one, **options) for one in element.clauses)
    return f"({moment} + {seconds} * interval '1 second')"


@compiles(later_by, "sqlite")
def _later_on_sqlite(element: later_by, compiler: SQLCompiler, **options: object) -> str:
    moment, seconds = (compiler.process(one, **options) for one in element.clauses)
    return f"({moment} + {seconds} * 1000000)"
