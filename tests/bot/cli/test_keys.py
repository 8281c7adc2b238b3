"""The vault on the command line: rotated, listed by the ends of its keys, and taken out whole by name and reason."""

from __future__ import annotations

import csv
import json
from contextlib import closing

import pytest

from store.database import Database

OLD, NEW = "o" * 40, "n" * 40
KEYS = ("BBBBB-CCCCC-DDDDD-FFFFF-GGGGG", "HHHHH-JJJJJ-KKKKK-MMMMM-NNNNN")
LINK = "https://downloads.example/server.iso"
FILE = "customer,product,kind,key,version,language,link\n" + "".join(
    f"Contoso,Windows Server 2022 Standard,mak,{key},2022,en,{LINK}\n" for key in KEYS
)
REVEAL = (
    "export",
    "keys",
    "--reveal",
    "--as",
    "alice.martin@atelier-cloud.example",
    "--reason",
    "Moving to a new machine",
)


@pytest.fixture
def vault(shell, tmp_path):
    """A shell with a vault and two keys in it."""
    shell.environment["COMPTOIR_VAULT_KEYS"] = OLD
    (tmp_path / "keys.csv").write_text(FILE)
    shell.does("import", "keys", "keys.csv")
    return shell


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_keys_are_exported_by_their_ends(vault):
    assert {row["key"] for row in rows(vault.prints("export", "keys"))} == {"…GGGGG", "…NNNNN"}
    said = vault.prints("export", "keys") + vault.prints("export", "keys", "--json")
    assert not any(key[:12] in said for key in KEYS)
    assert LINK not in said


def test_they_are_taken_out_whole_by_name_and_reason_and_recorded(vault):
    found = rows(vault.prints(*REVEAL))
    assert {row["key"] for row in found} == set(KEYS)
    assert {row["link"] for row in found} == {LINK}
    record = map(json.loads, vault.prints("audit", "export", "--json").splitlines())
    (row,) = [row for row in record if row["command"] == "keys.export"]
    assert (row["actor"], row["origin"]) == ("alice.martin@atelier-cloud.example", "shell")
    assert json.loads(row["detail"]) == {"keys": 2, "reason": "Moving to a new machine"}


def test_what_is_taken_out_goes_in_again_elsewhere(vault, tmp_path):
    (tmp_path / "again.csv").write_text(vault.prints(*REVEAL))
    assert "this key is in the vault already" in vault.fails(1, "import", "keys", "again.csv")


@pytest.mark.parametrize(
    "words",
    [
        ("--reveal",),
        ("--reveal", "--as", "alice.martin@atelier-cloud.example"),
        ("--reveal", "--reason", "Because"),
        ("--reveal", "--as", "alice.martin@atelier-cloud.example", "--reason", "  "),
        ("--as", "alice.martin@atelier-cloud.example", "--reason", "Because"),
    ],
)
def test_whole_keys_need_both_a_name_and_a_reason(vault, words):
    assert "--reveal needs --as EMAIL and --reason TEXT" in vault.fails(2, "export", "keys", *words)


def test_nobody_takes_them_out_who_is_not_known_here(vault):
    said = vault.fails(1, "export", "keys", "--reveal", "--as", "eve@evil.example", "--reason", "Because")
    assert "Nobody here has the address eve@evil.example" in said
    assert KEYS[0] not in said


def test_only_keys_are_revealed(vault):
    assert "for keys alone" in vault.fails(2, "export", "users", *REVEAL[2:])


def test_without_the_vaults_key_nothing_is_taken_out(vault):
    vault.environment["COMPTOIR_VAULT_KEYS"] = NEW
    said = vault.fails(1, *REVEAL)
    assert "COMPTOIR_VAULT_KEYS must hold the key that sealed it" in said
    assert not any(key in said for key in KEYS)


def test_a_rotation_leaves_nothing_under_the_older_key(vault):
    vault.environment["COMPTOIR_VAULT_KEYS"] = f"{NEW},{OLD}"
    assert "2 of 2 keys were sealed anew" in vault.does("keys", "rotate")
    assert "0 of 2 keys were sealed anew" in vault.does("keys", "rotate")
    vault.environment["COMPTOIR_VAULT_KEYS"] = NEW
    assert {row["key"] for row in rows(vault.prints(*REVEAL))} == set(KEYS)


def test_a_rotation_without_the_older_key_says_what_is_missing_and_loses_nothing(vault):
    vault.environment["COMPTOIR_VAULT_KEYS"] = NEW
    said = vault.fails(1, "keys", "rotate")
    assert "0 of 2 keys were sealed anew; not under the newest key: 2" in said
    assert "Add the older key behind the newest in COMPTOIR_VAULT_KEYS" in said
    vault.environment["COMPTOIR_VAULT_KEYS"] = f"{NEW},{OLD}"
    assert "2 of 2 keys were sealed anew" in vault.does("keys", "rotate")


def test_a_damaged_key_is_named_by_its_end_and_keeps_no_other_from_being_sealed_anew(vault, database_url):
    with closing(Database.open(database_url)) as database, database.transaction() as db:
        swap = "UPDATE product_keys SET sealed = link WHERE hint = 'GGGGG'"
        assert db.exec_driver_sql(swap).rowcount == 1
    vault.environment["COMPTOIR_VAULT_KEYS"] = f"{NEW},{OLD}"
    said = vault.fails(1, "keys", "rotate")
    assert "1 of 2 keys were sealed anew; not under the newest key: 1" in said
    assert "1, damaged in the database (…GGGGG)" in said
