"""What every request says, told to PostgreSQL by libpq itself: one call and one wait for each (decision 0020)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Final, cast

from psycopg import Connection, abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import FeatureNotSupported, InFailedSqlTransaction, InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import TupleRow
from sqlalchemy import Dialect
from sqlalchemy.pool import ConnectionPoolEntry

from store.prepared import TELLER

_Known = tuple[bytes, abc.Transformer]
"""A statement's name at the server, and what turns its values and columns."""
_WELL: Final = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}
_OPEN: Final = {TransactionStatus.INTRANS, TransactionStatus.INERROR}
_PATIENCE: Final[dict[str, object]] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""Seconds (the last: milliseconds) after which a server that is gone without a word is taken to be so."""
_TONGUE: Final[dict[str, object]] = {"client_encoding": "utf8"}
_MANNERS: Final = b"""
SET timezone = 'UTC'; SET datestyle = 'ISO';
SELECT set_config('lock_timeout', '5s', false) WHERE current_setting('lock_timeout') = '0'
"""
"""Moments as the driver reads them whatever the server's own settings, the last ones of the year 9999 too."""


class PreparingConnection(Connection[TupleRow]):
    """Ends its transactions without the driver's `DEALLOCATE ALL`: what is prepared outlives them, as do all tables."""

    def commit(self) -> None:
        """PostgreSQL answers `ROLLBACK` to a `COMMIT`, and no error, where a statement before had failed."""
        if self._end(b"COMMIT", super().commit) == b"ROLLBACK":
            raise InFailedSqlTransaction("a statement had failed, so the transaction was undone")

    def rollback(self) -> None:
        self._end(b"ROLLBACK", super().rollback)

    def _end(self, sql: bytes, otherwise: Callable[[], None]) -> bytes | None:
        """What the server says it did, if there was anything to end."""
        if self.pgconn.transaction_status in _OPEN:
            return checked(self, self.pgconn.exec_(sql)).command_status
        otherwise()
        return None


class Teller:
    """Tells a connection constant statements, each prepared at its first time, their values by place (`$1`)."""

    def __init__(self, connection: Connection[TupleRow]) -> None:
        self._connection = connection
        self._libpq = connection.pgconn
        self._names = (b"comptoir_%d" % number for number in count())
        self._known: dict[str, _Known] = {}
        self._reader = Transformer(connection)
        self._answer: PGresult | None = None

    def execute(self, sql: str, values: Sequence[object] = (), /) -> None:
        """In the connection's transaction, which begins with its first statement."""
        if self._libpq.transaction_status == TransactionStatus.IDLE:
            checked(self._connection, self._libpq.exec_(b"BEGIN"))
        known = self._known.get(sql)
        name, self._reader = known or self._prepared(sql)
        given = cast("Sequence[bytes]", self._reader.dump_sequence(values, [PyFormat.TEXT] * len(values)))
        try:
            self._answer = checked(self._connection, self._libpq.exec_prepared(name, given))
        except (FeatureNotSupported, InvalidSqlStatementName):
            self._known.clear()  # a table was changed meanwhile, or somebody deallocated them
            raise
        self._reader.set_pgresult(self._answer, set_loaders=known is None)
        self._known[sql] = name, self._reader

    @property
    def rowcount(self) -> int:
        """How many rows the last statement made or changed."""
        return (self._answer and self._answer.command_tuples) or 0

    def fetchall(self) -> list[Sequence[object]]:
        """Once; the server's answer does not stay here."""
        rows: list[Sequence[object]] = [*self._reader.load_rows(0, self._answer.ntuples, tuple)] if self._answer else []
        self._reader.set_pgresult(None, set_loaders=False)
        self._answer = None
        return rows

    def _prepared(self, sql: str) -> _Known:
        """PostgreSQL takes the types of the values from the text."""
        name = next(self._names)
        checked(self._connection, self._libpq.prepare(name, sql.encode()))
        return name, Transformer(self._connection)


def connect(
    _dialect: Dialect, entry: ConnectionPoolEntry, given: Sequence[str], named: Mapping[str, object]
) -> PreparingConnection:
    """As SQLAlchemy's `do_connect` wants it. What the address says of waiting counts, else it is short."""
    opened = cast("Callable[..., PreparingConnection]", PreparingConnection.connect)
    connection = opened(*given, **(_PATIENCE | _TONGUE | dict(named)))
    checked(connection, connection.pgconn.exec_(_MANNERS))
    entry.info[TELLER] = Teller(connection)
    return connection


def checked(connection: Connection[TupleRow], answer: PGresult) -> PGresult:
    """The answer, or the driver's exception for what is wrong."""
    if answer.status not in _WELL:
        raise error_from_result(answer, connection.info.encoding)
    return answer
