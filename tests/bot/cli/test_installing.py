from __future__ import annotations

import json

import pytest

from store.migrate import newest


def test_init_makes_an_organisation_and_its_first_admin(new_shell):
    told = new_shell.does("init", "--organisation", "Zebra SA", "--kind", "partner", "--admin", "Me@Zebra.example")
    assert told.startswith("Zebra SA is ready, and Me@Zebra.example is its administrator.")
    (organisation,) = json.loads(new_shell.prints("export", "organisations", "--json"))
    (operator,) = json.loads(new_shell.prints("export", "operators", "--json"))
    assert (organisation["name"], organisation["kind"], organisation["parent"]) == ("Zebra SA", "partner", None)
    assert (operator["email"], operator["role"], operator["organisation"]) == ("me@zebra.example", "admin", "Zebra SA")


def test_init_happens_once(new_shell):
    words = ("init", "--organisation", "Zebra", "--kind", "customer", "--admin", "me@zebra.example")
    new_shell.does(*words)
    assert new_shell.fails(1, *words) == (
        "This database has its first organisation already; comptoir import adds others. Nothing was changed.\n"
    )


@pytest.mark.parametrize(
    ("organisation", "admin", "told"),
    [("Zebra", "me", "'me' is not an e-mail address"), ("…", "me@z.example", "An organisation has a name")],
)
def test_init_refuses_what_is_no_name_or_no_address(new_shell, organisation, admin, told):
    words = ("init", "--organisation", organisation, "--kind", "customer", "--admin", admin)
    assert told in new_shell.fails(1, *words)
    assert "no organisation yet" in new_shell.fails(1, "export", "organisations")


def test_sample_takes_more_operators(new_shell):
    new_shell.does(
        "sample", "--operator", "Me@Example.org:reader:Fabrikam", "--operator", "you@example.org:admin:Contoso"
    )
    operators = json.loads(new_shell.prints("export", "operators", "--json"))
    assert {
        "email": "me@example.org",
        "role": "reader",
        "organisation": "Fabrikam",
        "name": "Me@Example.org",
    } in operators


def test_sample_leaves_a_database_with_something_in_it_alone(shell):
    assert "The database is not empty" in shell.fails(1, "sample")


def test_sample_refuses_an_operator_of_nobody_and_one_without_a_role(new_shell):
    assert "has no organisation Northwind" in new_shell.fails(1, "sample", "--operator", "me@x.example:admin:Northwind")
    assert "is not like me@example.org:admin:Contoso" in new_shell.fails(2, "sample", "--operator", "me@x.example:king")


def test_migrate_brings_the_schema_and_says_so(new_shell):
    assert new_shell.does("migrate") == f"The schema is at {newest()}.\n"
    assert new_shell.does("migrate") == f"The schema is at {newest()}, as before.\n"


def test_a_command_on_an_empty_database_says_what_to_do(new_shell):
    assert new_shell.fails(1, "export", "users").startswith("The database is empty. Run `comptoir init`")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("sqlite:////nowhere/at/all.db", "/nowhere/at/all.db: No such file or directory"),
        ("postgresql://nobody@127.0.0.1:1/x", "The database does not answer: connection failed"),
        ("mysql://x", "DATABASE_URL: neither like"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_a_sentence(sqlite_shell, address, told):
    for command in ("migrate", "sample"):
        assert sqlite_shell.fails(1, command, DATABASE_URL=address).startswith(told)


def test_a_file_that_is_no_database_is_told_in_a_sentence(sqlite_shell, tmp_path):
    (tmp_path / "letter.db").write_text("Dear Sir or Madam,")
    told = sqlite_shell.fails(1, "migrate", DATABASE_URL="sqlite:///letter.db")
    assert told.startswith("The database does not answer: file is not a database")


def test_a_schema_of_a_newer_version_is_refused(sqlite_shell, tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "comptoir.db") as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    assert sqlite_shell.fails(1, "migrate").startswith(
        "The database was migrated by a newer version of Comptoir (to 9999)"
    )
    assert "Run `comptoir migrate`" in sqlite_shell.fails(1, "export", "users")
