"""A bot on a real database with the sample data, and the people who talk to it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handlers import sample
from store.database import Database
from tests.databases import TEMPLATE, Postgresql, settled, sqlite_address
from tests.handlers.conversation import Conversation, Office

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def furnished_sqlite(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with the sample data, loaded once, to be copied."""
    file = tmp_path_factory.mktemp("office") / "comptoir.db"
    file.touch(0o600)
    file.write_bytes(sqlite_template)
    furnish(sqlite_address(file))
    return settled(file).read_bytes()


@pytest.fixture(scope="session")
def furnished_postgresql(migrated_postgresql: Postgresql) -> str:
    """The name of a database with the sample data, loaded once, to be copied."""
    furnish(migrated_postgresql.add_copy("office"))
    return "office"


@pytest.fixture
def furnished() -> None:
    """Asked for by whoever wants the sample data in the test's database."""


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    if "furnished" in request.fixturenames:
        Path(sqlite_url.removeprefix("sqlite:///")).write_bytes(request.getfixturevalue("furnished_sqlite"))
    return sqlite_url


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, migrated_postgresql: Postgresql) -> Iterator[str]:
    wanted = "furnished" in request.fixturenames
    template = request.getfixturevalue("furnished_postgresql") if wanted else TEMPLATE
    with migrated_postgresql.fresh(template) as address:
        yield address


def furnish(url: str) -> None:
    with closing(Database.open(url)) as database:
        Office(database, NOW)


@pytest.fixture
def office(furnished, database_url):
    """The sample data on each engine, loaded on 20 November 2026 at 13:05 UTC."""
    database = Database.open(database_url)
    yield Office(database, NOW, loaded=True)
    database.close()


@pytest.fixture
def alice(office) -> Conversation:
    """Admin of the partner Atelier Cloud."""
    return office.person(sample.ATELIER_ADMIN)


@pytest.fixture
def bruno(office) -> Conversation:
    """Reader of the partner Atelier Cloud."""
    return office.person(sample.ATELIER_READER)


@pytest.fixture
def chloe(office) -> Conversation:
    """Admin of the customer Contoso."""
    return office.person(sample.CONTOSO_ADMIN)


@pytest.fixture
def david(office) -> Conversation:
    """Reader of the customer Contoso."""
    return office.person(sample.CONTOSO_READER)


@pytest.fixture
def adam(office) -> Conversation:
    """Admin of Adventure Works, a customer of another partner."""
    return office.person(sample.ADVENTURE_ADMIN)


@pytest.fixture
def ole(office) -> Conversation:
    """Admin of the distributor Nordlicht."""
    return office.person(sample.NORDLICHT_ADMIN)


@pytest.fixture
def hanna(office) -> Conversation:
    """Admin of the house."""
    return office.person(sample.HOUSE_OPERATOR)


@pytest.fixture
def brigid(office) -> Conversation:
    """Admin of the partner Blue Harbour."""
    return office.person(sample.BLUE_HARBOUR_ADMIN)
