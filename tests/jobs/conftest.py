from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.database import Database
from tests.jobs.office import Clock, Office
from tests.jobs.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(sampled: None, database: Database, clock: Clock) -> Office:
    return Office(database, clock, loaded=True)


@pytest.fixture
def wire() -> Wire:
    return Wire()
