"""The one writing connection of SQLite: transactions take turns on it, and those that wait together commit together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from sqlalchemy import Connection, Engine

_LARGEST_GROUP: Final = 32


class GroupLost(sqlite3.OperationalError):
    """The commit that this transaction shared with others failed; nothing of it was kept."""


class _Group:
    """Transactions that share one commit."""

    __slots__ = ("done", "error", "size")

    def __init__(self) -> None:
        self.size = 0
        self.done = threading.Event()
        self.error: Exception | None = None


class Writer:
    """`BEGIN IMMEDIATE`, a savepoint for each transaction, one commit for as many as are waiting for their turn.

    A transaction's block runs alone; it is left only when the commit that holds it is on disk. One that raises undoes
    its own savepoint and nothing else.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0
        self._group: _Group | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        self._take_turn()
        try:
            db, raw, group = self._join()
            with _undone_alone(raw):
                yield db
        except BaseException:
            self._pass_turn()
            raise
        self._pass_turn()
        group.done.wait()
        if group.error is not None:
            raise GroupLost(str(group.error)) from group.error

    def close(self) -> None:
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _take_turn(self) -> None:
        with self._count:
            self._waiting += 1
        self._turn.acquire()
        with self._count:
            self._waiting -= 1

    def _pass_turn(self) -> None:
        """Whoever waits goes on with the group; the last one commits it."""
        group = self._group
        try:
            if group is not None and (not self._waiting or group.size >= _LARGEST_GROUP or group.error is not None):
                self._commit(group)
        finally:
            self._turn.release()

    def _join(self) -> tuple[Connection, sqlite3.Connection, _Group]:
        db = self._connection or self._connect()
        raw = _raw(db)
        if self._group is None:
            raw.execute("BEGIN IMMEDIATE")
            self._group = _Group()
        elif not raw.in_transaction:
            self._fail(self._group, GroupLost("the database ended the transaction"))
            return self._join()
        self._group.size += 1
        return db, raw, self._group

    def _connect(self) -> Connection:
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _commit(self, group: _Group) -> None:
        raw = _raw(self._connection) if self._connection is not None else None
        try:
            if raw is None or not raw.in_transaction:
                raise GroupLost("the database ended the transaction")
            raw.execute("COMMIT")
        except sqlite3.Error as error:
            self._fail(group, error)
        else:
            self._group = None
            group.done.set()

    def _fail(self, group: _Group, error: Exception) -> None:
        """Give up on the group and on the connection; the next transaction starts with a fresh one."""
        group.error = error
        self._group = None
        if self._connection is not None:
            with suppress(sqlite3.Error):
                _raw(self._connection).rollback()
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        group.done.set()


def _raw(db: Connection) -> sqlite3.Connection:
    raw = db.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError("the writer is for SQLite")
    return raw


@contextmanager
def _undone_alone(raw: sqlite3.Connection) -> Iterator[None]:
    raw.execute("SAVEPOINT turn")
    try:
        yield
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK TO turn")
            raw.execute("RELEASE turn")
        raise
    raw.execute("RELEASE turn")
