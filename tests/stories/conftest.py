"""What the stories are played on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.database import Database
from tests.stories.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=LANGUAGES, ids=lambda said: said.language)
def said(request: pytest.FixtureRequest) -> Words:
    words: Words = request.param
    return words


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    opened = Database.open(postgresql_url)
    yield opened
    opened.close()
