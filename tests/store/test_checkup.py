from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url

from store.checkup import complaints
from store.database import Database


@pytest.fixture
def latin(empty_postgresql_url):
    """The address of a database that knows Western Europe's letters alone."""
    here = make_url(empty_postgresql_url)
    name = f"{here.database}_latin"
    with psycopg.connect(here.set(drivername="postgresql").render_as_string(hide_password=False)) as db:
        db.autocommit = True
        db.execute(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        yield here.set(database=name).render_as_string(hide_password=False)
        db.execute(f"DROP DATABASE {name} WITH (FORCE)")


def complaints_about(address):
    database = Database.open(address)
    with database.reading() as db:
        found = complaints(db)
    database.close()
    return found


def test_nothing_is_wrong_with_a_new_database(database_url):
    assert complaints_about(database_url) == []


def test_a_database_that_can_not_keep_every_name_is_told_of(latin):
    assert complaints_about(latin) == ["its encoding is LATIN1, not UTF8: it can't keep every name"]
