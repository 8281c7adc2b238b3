from __future__ import annotations

import random
import tracemalloc
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from handlers.sample import load
from store import audit
from store.audit import Entry, Head, Verdict
from store.database import Database
from store.workings import audit as rows

KEY = b"k" * 32
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(database_url):
    opened = Database.open(database_url)
    yield opened
    opened.close()


def entry(number, organisation=None):
    subject = f"S-{number:06} “é” \x7f"
    return Entry(NOON + timedelta(seconds=number), organisation, None, "a@x.example", "test", "seats", subject, "done")


def fill(database, count):
    with database.transaction() as db:
        for number in range(1, count + 1):
            audit.record(db, UUID(int=number), entry(number))
        while audit.seal(db, KEY):
            pass
        return audit.head(db)


def verdict(database, exported=None, key=KEY):
    with database.reading() as db:
        return audit.verify(db, key, exported)


def tamper(database, *statements):
    with database.transaction() as db:
        for statement in statements:
            db.exec_driver_sql(statement)


def test_an_untouched_record_verifies_and_an_empty_one_too(database):
    assert verdict(database) == Verdict(0, 0)
    fill(database, 7)
    assert verdict(database) == Verdict(7, 0)


def test_the_chain_goes_on_where_it_was_left(database):
    fill(database, 3)
    with database.transaction() as db:
        audit.record(db, uuid4(), entry(9))
    assert verdict(database) == Verdict(3, 1)
    with database.transaction() as db:
        assert audit.seal(db, KEY) == 1
    assert verdict(database) == Verdict(4, 0)


EDITS = [
    "actor = 'b@x.example'",
    "command = 'keys'",
    "subject = 'S-000099'",
    "outcome = 'refused'",
    "detail = '{\"after\": 1}'",
    "origin = 'elsewhere'",
    f"seal = '{'0' * 64}'",
    "organisation_id = (SELECT id FROM organisations LIMIT 1)",
    "person_id = (SELECT id FROM people LIMIT 1)",
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_row_is_named(database, edit):
    fill(database, 9)
    with database.transaction() as db:
        load(db, NOON)
    tamper(database, f"UPDATE audit SET {edit} WHERE position = 5")
    assert verdict(database) == Verdict(4, 0, 5, "changed")


def test_a_row_moved_in_time_is_named(database):
    fill(database, 9)
    with database.transaction() as db:
        db.execute(rows.update().where(rows.c.position == 5).values(at=NOON))
    assert verdict(database) == Verdict(4, 0, 5, "changed")


def test_a_deleted_row_is_named(database):
    fill(database, 9)
    tamper(database, "DELETE FROM audit WHERE position = 5")
    assert verdict(database) == Verdict(4, 0, 5, "missing")


def test_a_deleted_row_is_named_though_the_others_were_moved_up(database):
    fill(database, 9)
    moves = (f"UPDATE audit SET position = {n} WHERE position = {n + 1}" for n in range(5, 9))
    tamper(database, "DELETE FROM audit WHERE position = 5", *moves)
    assert verdict(database) == Verdict(4, 0, 5, "changed")


def test_swapped_rows_are_named(database):
    fill(database, 9)
    swap = ((4, 0), (7, 4), (0, 7))
    tamper(database, *(f"UPDATE audit SET position = {to} WHERE position = {was}" for was, to in swap))
    assert verdict(database) == Verdict(3, 0, 4, "changed")


def test_an_inserted_row_is_named(database):
    fill(database, 9)
    make_room = (f"UPDATE audit SET position = {n + 1} WHERE position = {n}" for n in range(9, 4, -1))
    tamper(database, *make_room)
    with database.transaction() as db:
        audit.record(db, uuid4(), entry(99))
    tamper(database, f"UPDATE audit SET position = 5, seal = '{'a' * 64}' WHERE position IS NULL")
    assert verdict(database) == Verdict(4, 0, 5, "changed")


def test_a_cut_end_is_seen_by_the_days_head(database):
    fill(database, 9)
    with database.transaction() as db:
        audit.keep_head(db, NOON.date())
    tamper(database, "DELETE FROM audit WHERE position > 6")
    assert verdict(database) == Verdict(6, 0, 7, "missing")


def test_a_cut_end_without_its_heads_is_seen_by_an_exported_one(database):
    head = fill(database, 9)
    tamper(database, "DELETE FROM audit WHERE position > 6")
    assert verdict(database) == Verdict(6, 0)
    assert verdict(database, head) == Verdict(6, 0, 7, "missing")


def test_a_record_that_was_written_anew_with_another_key_does_not_pass_the_exported_head(database):
    head = fill(database, 9)
    tamper(database, "UPDATE audit SET position = NULL, seal = NULL")
    with database.transaction() as db:
        audit.seal(db, b"other")
    assert verdict(database).broken_at == 1
    assert verdict(database, head, b"other") == Verdict(9, 0, 9, "changed")
    assert verdict(database, Head(9, "x")).broken_at == 1


def test_any_edit_of_any_row_is_found(database):
    fill(database, 40)
    chance = random.Random(7)
    for _ in range(60):
        position = chance.randint(1, 40)
        column, text = chance.choice([("subject", "x"), ("actor", "y"), ("detail", "{}x"), ("seal", "0" * 64)])
        with database.reading() as db:
            before = db.exec_driver_sql(f"SELECT {column} FROM audit WHERE position = {position}").scalar_one()
        tamper(database, f"UPDATE audit SET {column} = '{text}' WHERE position = {position}")
        assert verdict(database).broken_at == position
        with database.transaction() as db:
            row = rows.c[column]
            db.execute(rows.update().where(rows.c.position == position).values({row: before}))
    assert verdict(database) == Verdict(40, 0)


def test_a_long_record_is_followed_in_constant_memory(database):
    fill(database, 200)
    few = peak(lambda: verdict(database))
    with database.transaction() as db:
        for number in range(1000, 6000):
            audit.record(db, UUID(int=number), entry(number))
        while audit.seal(db, KEY):
            pass
    assert peak(lambda: verdict(database)) < few + 2_000_000


def peak(work) -> int:
    tracemalloc.start()
    work()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_an_export_holds_every_row_once_in_the_order_of_time(database):
    with database.transaction() as db:
        for number in range(1100, 0, -1):
            audit.record(db, uuid4(), entry(number))
        exported = list(audit.everything(db))
    assert [row.entry.at for row in exported] == [NOON + timedelta(seconds=number) for number in range(1, 1101)]
