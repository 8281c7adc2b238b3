from __future__ import annotations

import csv
import json
from contextlib import closing

import pytest
from sqlalchemy import text

from store import audit
from store.database import Database
from tests.bot.cli.conftest import KEY

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
    assert shell.does("audit", "verify").startswith("All 3 sealed rows are as they were written; 0 wait")


@pytest.mark.parametrize(("deed", "row", "why"), [(CHANGE, 2, "changed"), (MISSING, 1, "missing")])
def test_the_first_row_that_is_not_as_it_was_is_named(shell, sealed, deed, row, why):
    sealed(deed)
    assert shell.fails(1, "audit", "verify").startswith(f"Row {row} of the record is {why}; the {row - 1} before it")
    verdict = json.loads(shell.fails(1, "audit", "verify", "--json").splitlines()[0])
    assert (verdict["broken_at"], verdict["why"]) == (row, why)


def test_a_cut_end_is_seen_by_the_end_that_was_kept_elsewhere(shell, sealed):
    *_rows, end = shell.does("audit", "export").splitlines()
    head = end.removeprefix("The chain ends at ").split()[0]
    shell.does("audit", "verify", "--head", head)
    sealed(CUT)
    shell.does("audit", "verify")
    assert shell.fails(1, "audit", "verify", "--head", head).startswith("Row 3 of the record is missing")


def test_the_record_is_exported_as_csv_and_as_json(shell, sealed):
    rows = list(csv.DictReader(shell.prints("audit", "export").splitlines()))
    lines = [json.loads(line) for line in shell.prints("audit", "export", "--json").splitlines()]
    assert [row["subject"] for row in rows] == [line["subject"] for line in lines] == ["A.csv", "B.csv", "C.csv"]
    assert [line["position"] for line in lines] == [1, 2, 3]
    assert {line["actor"].partition(":")[0] for line in lines} == {"shell"}


def test_without_the_key_nothing_can_be_verified(sqlite_shell):
    told = sqlite_shell.fails(1, "audit", "verify", COMPTOIR_AUDIT_KEY=None)
    assert told.startswith("COMPTOIR_AUDIT_KEY is not set")


def test_a_head_that_is_none_is_a_wrong_use(sqlite_shell):
    assert "not like 123:ab12" in sqlite_shell.fails(2, "audit", "verify", "--head", "yesterday")
