"""What a round of the clock works with: each of its transactions asks first whether the lease is still ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from handlers.context import Defaults
from store.database import Database

Guard = Callable[[Connection], None]
"""Raises `Stale` where another process has the lease."""


@dataclass(frozen=True, slots=True)
class Shift:
    database: Database
    clock: Callable[[], datetime]
    guard: Guard
    defaults: Defaults = field(default_factory=Defaults)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self.database.transaction() as db:
            self.guard(db)
            yield db
