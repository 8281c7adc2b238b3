from __future__ import annotations

import gc
import logging

import pytest
from typer.testing import CliRunner, Result

from bot.cli.app import app

KEY = "0123456789abcdef0123456789abcdef"


class Shell:
    """The command line with an environment of its own; `does` expects success, `fails` an exit code."""

    def __init__(self, address: str) -> None:
        self.environment: dict[str, str | None] = {"DATABASE_URL": address, "COMPTOIR_AUDIT_KEY": KEY}

    def runs(self, *words: object, **environment: str | None) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words], env=self.environment | environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def does(self, *words: object, **environment: str | None) -> str:
        """What it says, on both outputs."""
        result = self.runs(*words, **environment)
        assert result.exit_code == 0, result.output
        return result.output

    def prints(self, *words: object) -> str:
        """What it says on standard output, for the next program in a pipe."""
        result = self.runs(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def fails(self, code: int, *words: object, **environment: str | None) -> str:
        result = self.runs(*words, **environment)
        assert result.exit_code == code, result.output
        return result.output


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before, root = gc.get_threshold(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    gc.set_threshold(*before)
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def new_shell(empty_database_url) -> Shell:
    """A database without a table, on each engine."""
    return Shell(empty_database_url)


@pytest.fixture
def shell(database_url) -> Shell:
    """The sample data on each engine."""
    found = Shell(database_url)
    found.does("sample")
    return found


@pytest.fixture
def sqlite_shell(sqlite_url) -> Shell:
    """The sample data on SQLite, for what does not depend on the engine."""
    found = Shell(sqlite_url)
    found.does("sample")
    return found
