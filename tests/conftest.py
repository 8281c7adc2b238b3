"""What every test may ask for: a fresh database on each engine, a stand-in for each platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.databases import ENGINES, TEMPLATE, Postgresql, migrated_sqlite, sqlite_address
from tests.fakes import slack_fixture, webex_fixture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

settings.register_profile("comptoir", parent=settings(), deadline=None)
settings.register_profile("long", parent=settings.get_profile("comptoir"), max_examples=4000)
settings.load_profile("comptoir")

slack = slack_fixture.slack
webex = webex_fixture.webex
webex_clock = webex_fixture.webex_clock


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """One server for all tests of this process."""
    with Postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: Postgresql) -> Postgresql:
    postgresql.add_template()
    return postgresql


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return migrated_sqlite(tmp_path_factory.mktemp("template") / "comptoir.db").read_bytes()


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: bytes) -> str:
    """A migrated, empty SQLite file."""
    file = tmp_path / "comptoir.db"
    file.touch(0o600)
    file.write_bytes(sqlite_template)
    return sqlite_address(file)


@pytest.fixture
def postgresql_url(migrated_postgresql: Postgresql) -> Iterator[str]:
    """A migrated, empty PostgreSQL database."""
    with migrated_postgresql.fresh(TEMPLATE) as address:
        yield address


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return sqlite_address(tmp_path / "empty.db")


@pytest.fixture
def empty_postgresql_url(postgresql: Postgresql) -> Iterator[str]:
    """A PostgreSQL database without a table."""
    with postgresql.fresh() as address:
        yield address


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database: each test that asks for it runs once per engine."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database without a table: each test that asks for it runs once per engine."""
    address: str = request.getfixturevalue(f"empty_{request.param}_url")
    return address
