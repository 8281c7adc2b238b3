"""What every test may ask for: a fresh database on each engine, a stand-in for each platform."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import engines  # noqa: F401 - for its effect
from tests.databases import (
    ENGINES,
    TEMPLATE,
    Postgresql,
    copied,
    migrated_sqlite,
    roomy_memory,
    settled,
    sqlite_address,
)
from tests.fakes import slack_fixture, webex_fixture
from tests.furnishing import FILLED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

settings.register_profile("comptoir", parent=settings(), deadline=None)
settings.register_profile("long", parent=settings.get_profile("comptoir"), max_examples=4000)
settings.load_profile("comptoir")

slack = slack_fixture.slack
webex = webex_fixture.webex
webex_clock = webex_fixture.webex_clock


COUNTED = "counted"
LONG = ("tests/kill", "tests/stories", "tests/machine", "tests/bot/cli", "tests/bot/web")


def pytest_configure() -> None:
    """The folders of the tests are in memory, where there is room: nothing in them must survive a loss of power."""
    if memory := roomy_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process of the tests ends long after the others."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """What a test has counted is printed at the end of the run, also of one in several processes."""
    return lambda line: request.node.user_properties.append((COUNTED, line))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [one for state in ("passed", "failed") for one in terminalreporter.getreports(state)]
    lines = {str(line) for one in reports for name, line in one.user_properties if name == COUNTED}
    if lines:
        terminalreporter.section("counted")
    for line in sorted(lines):
        terminalreporter.line(line)


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


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """A file with what that name promises, filled once, to be copied."""

    @cache
    def filled(name: str) -> bytes:
        file = tmp_path_factory.mktemp(name) / "comptoir.db"
        FILLED[name](copied(sqlite_template, file))
        return settled(file).read_bytes()

    return filled


@pytest.fixture(scope="session")
def filled_postgresql(migrated_postgresql: Postgresql) -> Callable[[str], str]:
    """The name of a database with what that name promises, filled once, to be copied."""

    @cache
    def filled(name: str) -> str:
        FILLED[name](migrated_postgresql.add_copy(name))
        return name

    return filled


@pytest.fixture
def furnished() -> None:
    """Asked for by whoever wants an office of the handlers in the test's database; else it is empty."""


@pytest.fixture
def sampled() -> None:
    """Asked for by whoever wants the sample data as of noon in the test's database; else it is empty."""


def wanted(request: pytest.FixtureRequest) -> str:
    return next((name for name in FILLED if name in request.fixturenames), "")


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, sqlite_template: bytes, tmp_path: Path) -> str:
    """A migrated SQLite file."""
    name = wanted(request)
    template = request.getfixturevalue("filled_sqlite")(name) if name else sqlite_template
    return copied(template, tmp_path / "comptoir.db")


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, migrated_postgresql: Postgresql) -> Iterator[str]:
    """A migrated PostgreSQL database."""
    name = wanted(request)
    template = request.getfixturevalue("filled_postgresql")(name) if name else TEMPLATE
    with migrated_postgresql.fresh(template) as address:
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
