from __future__ import annotations

import pytest
from sqlalchemy import NullPool, create_engine, inspect, text


def tables(url: str) -> list[str]:
    return inspect(create_engine(url, poolclass=NullPool)).get_table_names()


def run(url: str, *statements: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as db:
        for statement in statements:
            db.execute(text(statement))


@pytest.mark.parametrize("visit", [1, 2])
def test_each_test_finds_an_unmigrated_database_empty(empty_database_url, visit):
    assert tables(empty_database_url) == []
    run(empty_database_url, "CREATE TABLE left_behind (visit INTEGER)", f"INSERT INTO left_behind VALUES ({visit})")
    assert tables(empty_database_url) == ["left_behind"]


@pytest.mark.parametrize("visit", [1, 2])
def test_each_test_finds_a_migrated_database_with_its_tables_alone(database_url, visit):
    assert "organisations" in tables(database_url)
    assert "left_behind" not in tables(database_url)
    run(database_url, "CREATE TABLE left_behind (visit INTEGER)")
