from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest

from handlers.founding import NotFounded, found
from store import installing, organisations
from store.database import Database
from store.values import OrganisationKind, Scope

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def db(database_url):
    with closing(Database.open(database_url)) as database, database.transaction() as db:
        yield db


def test_the_first_organisation_stands_directly_below_the_house(db):
    found(db, "  Zebra \n SA ", OrganisationKind.CUSTOMER, "Me@Zebra.example", NOON)
    house = installing.house(db)
    assert house
    assert [(one.label, one.name) for one in organisations.below(db, Scope(house))] == [
        ("O-000001", "Comptoir"),
        ("O-000002", "Zebra SA"),
    ]


@pytest.mark.parametrize("name", ["", "…", "x" * 201])
def test_an_organisation_needs_a_name(db, name):
    with pytest.raises(NotFounded):
        found(db, name, OrganisationKind.PARTNER, "me@zebra.example", NOON)
    assert installing.house(db) is None


def test_an_admin_needs_an_address(db):
    with pytest.raises(NotFounded):
        found(db, "Zebra", OrganisationKind.PARTNER, "me@localhost", NOON)
    assert installing.house(db) is None
