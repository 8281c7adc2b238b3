from __future__ import annotations

import csv
import json
import re
from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from store import audit
from store.database import Database
from tests.bot.cli.conftest import KEY

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHANGE = "UPDATE audit SET outcome = 'refused' WHERE position = 2"
CUT = "DELETE FROM audit WHERE position = 3"
MISSING = "DELETE FROM audit WHERE position = 1"


@pytest.fixture
def sealed(shell, database_url, tmp_path):
    """Three imports, recorded and sealed; gives what changes the rows behind everybody's back."""
    for name in ("A", "B", "C"):
        (tmp_path / f"{name}.csv").write_text(f"name,parent\n{name},Atelier Cloud\n")
        shell.does("import", "organisations", f"{name}.csv")

    def change(sql=None):
        with closing(Database.open(database_url)) as database, database.transaction() as db:
            db.execute(text(sql)) if sql else audit.seal(db, KEY.encode())

    change()
    return change


def test_a_record_that_nobody_touched_is_sound(shell, sealed):
    assert "All 3 sealed rows are as they were written; 0 wait for their seal.\n" in shell.does("audit", "verify")
    assert re.fullmatch(r"3:[0-9a-f]{64}\n", shell.prints("audit", "verify"))


@pytest.mark.parametrize(("deed", "row", "why"), [(CHANGE, 2, "changed"), (MISSING, 1, "missing")])
def test_the_first_row_that_is_not_as_it_was_is_named(shell, sealed, deed, row, why):
    sealed(deed)
    assert shell.fails(1, "audit", "verify").startswith(f"Row {row} of the record is {why}; the {row - 1} before it")
    verdict = json.loads(shell.fails(1, "audit", "verify", "--json").splitlines()[0])
    assert (verdict["broken_at"], verdict["why"]) == (row, why)


def test_a_cut_end_is_seen_by_the_end_that_was_kept_elsewhere(shell, sealed, tmp_path):
    head = shell.prints("audit", "verify")
    (tmp_path / "head.txt").write_text(head)
    shell.does("audit", "verify", "--head", "head.txt")
    sealed(CUT)
    shell.does("audit", "verify")
    for kept in ("head.txt", head.strip()):
        assert shell.fails(1, "audit", "verify", "--head", kept).startswith("Row 3 of the record is missing")
    assert json.loads(shell.fails(1, "audit", "verify", "--json", "--head", "head.txt").splitlines()[0])["head"] is None


def test_an_empty_chain_has_an_end_that_any_chain_continues(sqlite_shell):
    end = sqlite_shell.prints("audit", "verify")
    assert end == "0:\n"
    assert sqlite_shell.prints("audit", "verify", "--head", end.strip()) == end


def test_the_record_is_exported_as_csv_and_as_json(shell, sealed):
    rows = list(csv.DictReader(shell.prints("audit", "export").splitlines()))
    lines = [json.loads(line) for line in shell.prints("audit", "export", "--json").splitlines()]
    assert [row["subject"] for row in rows] == [line["subject"] for line in lines] == ["A.csv", "B.csv", "C.csv"]
    assert [line["position"] for line in lines] == [1, 2, 3]
    assert {line["actor"].partition(":")[0] for line in lines} == {"shell"}


def test_everything_is_exported_those_whom_nobody_knows_included(shell, database_url):
    stranger = audit.Entry(NOON, None, None, '=HYPERLINK("x")', "slack:T1:D1", "seats", "@E3", "refused")
    with closing(Database.open(database_url)) as database, database.transaction() as db:
        audit.record(db, uuid4(), stranger)
    (row,) = csv.DictReader(shell.prints("audit", "export").splitlines())
    (line,) = map(json.loads, shell.prints("audit", "export", "--json").splitlines())
    assert (line["actor"], row["actor"]) == (stranger.actor, f"'{stranger.actor}")
    assert (row["subject"], row["position"], row["organisation"], row["at"]) == ("'@E3", "", "", "2026-11-21T12:00:00Z")


def test_an_empty_record_is_exported_as_a_header_alone(sqlite_shell):
    assert sqlite_shell.prints("audit", "export").startswith("position,at,organisation,actor,")
    assert sqlite_shell.prints("audit", "export", "--json") == ""


def test_without_the_key_nothing_can_be_verified(sqlite_shell):
    told = sqlite_shell.fails(1, "audit", "verify", COMPTOIR_AUDIT_KEY=None)
    assert told.startswith("COMPTOIR_AUDIT_KEY is not set")


def test_a_head_that_is_none_is_a_wrong_use(sqlite_shell):
    assert "nor 123:ab12" in sqlite_shell.fails(2, "audit", "verify", "--head", "yesterday")
