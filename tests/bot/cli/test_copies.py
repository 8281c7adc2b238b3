from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from stat import S_IMODE

from store.database import Database


def rows(file, sql="SELECT count(*) FROM organisations"):
    with closing(sqlite3.connect(file)) as db:
        return db.execute(sql).fetchone()


def test_a_backup_is_a_whole_private_copy_in_one_file(sqlite_shell, tmp_path):
    assert sqlite_shell.does("backup", "copy.db").startswith("copy.db is a whole copy of")
    assert rows(tmp_path / "copy.db") == (7,)
    assert S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.glob("*copy*")) == ["copy.db"]


def test_a_backup_replaces_nothing_unasked(sqlite_shell, tmp_path):
    (tmp_path / "copy.db").write_text("mine")
    assert "is there already" in sqlite_shell.fails(1, "backup", "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"
    sqlite_shell.does("backup", "copy.db", "--force")
    assert rows(tmp_path / "copy.db") == (7,)


def test_a_backup_taken_while_others_write_is_of_one_moment(sqlite_shell, sqlite_url, tmp_path):
    stop = threading.Event()
    with closing(Database.open(sqlite_url)) as database:
        writer = threading.Thread(target=count_up, args=(database, stop))
        writer.start()
        for number in range(5):
            sqlite_shell.does("backup", f"copy{number}.db")
        stop.set()
        writer.join()
    sql = "SELECT sum(value), count(DISTINCT value) FROM counters WHERE name IN ('organisations', 'subscriptions')"
    counted = [rows(tmp_path / f"copy{number}.db", sql) for number in range(5)]
    assert [distinct for _sum, distinct in counted] == [1] * 5
    assert counted[-1][0] > counted[0][0]


def count_up(database, stop):
    """Two counters that are always equal between transactions."""
    while not stop.is_set():
        with database.transaction() as db:
            for name in ("organisations", "subscriptions"):
                db.exec_driver_sql(f"UPDATE counters SET value = value + 1 WHERE name = '{name}'")


def test_what_was_backed_up_comes_back_and_what_it_replaces_is_kept(sqlite_shell, tmp_path):
    sqlite_shell.does("backup", "copy.db")
    (tmp_path / "zoo.csv").write_text("name,parent\nZebra,Atelier Cloud\n")
    sqlite_shell.does("import", "organisations", "zoo.csv")
    assert "With --force it is replaced" in sqlite_shell.fails(1, "restore", "copy.db")
    sqlite_shell.does("restore", "copy.db", "--force")
    assert "Zebra" not in sqlite_shell.prints("export", "organisations")
    (before,) = tmp_path.glob("comptoir.db.before-*Z")
    assert rows(before) == (8,)


def test_a_damaged_database_is_put_aside_as_it_is(sqlite_shell, tmp_path):
    sqlite_shell.does("backup", "copy.db")
    (tmp_path / "comptoir.db").write_bytes(b"no database" * 1000)
    sqlite_shell.does("restore", "copy.db", "--force")
    (before,) = tmp_path.glob("comptoir.db.before-*Z")
    assert before.read_bytes() == b"no database" * 1000
    assert "Contoso" in sqlite_shell.prints("export", "organisations")


def test_nothing_is_restored_while_somebody_has_the_database_open(sqlite_shell, sqlite_url, tmp_path):
    sqlite_shell.does("backup", "copy.db")
    with closing(Database.open(sqlite_url)) as database:
        with database.transaction() as db:
            db.exec_driver_sql("UPDATE counters SET value = 77")
        told = sqlite_shell.fails(1, "restore", "copy.db", "--force")
    assert told.endswith("comptoir.db is in use. Stop the bot first. Nothing was replaced.\n")
    assert rows(tmp_path / "comptoir.db", "SELECT DISTINCT value FROM counters") == (77,)
    assert not [*tmp_path.glob("*.before-*"), *tmp_path.glob(".*")]


def test_a_copy_of_a_newer_version_is_not_restored(sqlite_shell, tmp_path):
    sqlite_shell.does("backup", "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    told = sqlite_shell.fails(1, "restore", "copy.db", "--force")
    assert told == "The database was migrated by a newer version of Comptoir (to 9999). Install that version.\n"
    assert rows(tmp_path / "comptoir.db", "SELECT version_num FROM alembic_version") != ("9999",)


def test_the_database_is_no_copy_of_itself(sqlite_shell, tmp_path):
    for command in ("backup", "restore"):
        assert "is the database itself" in sqlite_shell.fails(1, command, "comptoir.db", "--force")
    assert rows(tmp_path / "comptoir.db") == (7,)


def test_a_backup_that_has_nowhere_to_go_says_so(sqlite_shell):
    assert sqlite_shell.fails(1, "backup", "nowhere/copy.db").endswith(
        "No such file or directory. Nothing was changed.\n"
    )


def test_a_restore_into_nothing_makes_a_private_database(sqlite_shell, tmp_path):
    sqlite_shell.does("backup", "copy.db")
    sqlite_shell.does("restore", "copy.db", DATABASE_URL="sqlite:///new.db")
    assert rows(tmp_path / "new.db") == (7,)
    assert S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


def test_a_file_that_is_no_sound_copy_replaces_nothing(sqlite_shell, tmp_path):
    sqlite_shell.does("backup", "copy.db")
    whole = (tmp_path / "copy.db").read_bytes()
    for name, content in {"letter": b"Dear Sir", "cut": whole[: len(whole) // 2], "other": foreign(tmp_path)}.items():
        (tmp_path / name).write_bytes(content)
        assert "so nothing was replaced." in sqlite_shell.fails(1, "restore", name, "--force")
    assert rows(tmp_path / "comptoir.db") == (7,)


def foreign(folder):
    """A sound database of some other program."""
    with closing(sqlite3.connect(folder / "foreign.db")) as db:
        db.execute("CREATE TABLE alembic_version (version_num TEXT)")
    return (folder / "foreign.db").read_bytes()


def test_there_is_nothing_to_back_up_where_there_is_no_database(sqlite_shell):
    assert "There is no database at" in sqlite_shell.fails(1, "backup", "copy.db", DATABASE_URL="sqlite:///new.db")


def test_postgresql_is_copied_by_its_own_tools_and_no_password_is_told(sqlite_shell, tmp_path):
    (tmp_path / "copy").touch()
    address = "postgresql+psycopg://me:hush@db:5433/comptoir"
    told = sqlite_shell.does("backup", "my copy", DATABASE_URL=address)
    assert told.startswith("pg_dump --format=custom --file='my copy' postgresql://me@db:5433/comptoir\n")
    assert "Nothing was copied" in told
    told = sqlite_shell.does("restore", "copy", DATABASE_URL=address)
    assert told.startswith("pg_restore --clean --if-exists --dbname=postgresql://me@db:5433/comptoir copy\n")
