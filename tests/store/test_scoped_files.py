"""What goes in and out by files stays within the scope that it was given."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from handlers import sample
from handlers.sample.loading import sample_id
from store import corrections, exports, matching
from store.additions import NewAssignment, NewBatch
from store.database import Database
from store.values import BatchOrigin, OrganisationId, OrganisationKind, Scope

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINE = Scope(OrganisationId(sample_id("organisation", "Blue Harbour")))
OWN, FOREIGN = sample_id("organisation", "Adventure Works"), sample_id("organisation", "Contoso")
E5, E3 = (
    sample_id("subscription", "Adventure Works", "Microsoft 365 E5"),
    sample_id("subscription", "Contoso", "Microsoft 365 E3"),
)
EMMA = "emma.lefevre@contoso.example"


@pytest.fixture
def db(database_url):
    with closing(Database.open(database_url)) as database, database.transaction() as db:
        sample.load(db, NOON)
        yield db


def test_an_export_holds_what_is_within_the_scope_alone(db):
    assert [one.name for one in exports.all_organisations(db, MINE)] == ["Blue Harbour", "Adventure Works"]
    assert set(exports.all_domains(db, MINE)) == {MINE.root, OWN}
    assert {one.email for one in exports.all_operators(db, MINE)} == {sample.BLUE_HARBOUR_ADMIN, sample.ADVENTURE_ADMIN}
    assert [one.id for one, _batches in exports.all_subscriptions(db, MINE)] == [E5]
    assert {one.seller_id for one in exports.all_prices(db, MINE)} == {MINE.root}
    assert list(exports.all_users(db, MINE)) == []


def test_what_is_outside_is_not_found_by_any_name(db):
    found = matching.organisations_answering(
        db,
        MINE,
        numbers=[5, 7],
        names=["contoso"],
        tenants=["00000000-0000-4000-8000-00000000c070"],
        domains=["contoso.example"],
    )
    assert [one.id for one in found] == [OWN]
    assert matching.organisations_of_kind(db, MINE, OrganisationKind.DISTRIBUTOR) == []
    assert matching.domains_of(db, MINE, [FOREIGN]) == {}


def test_what_is_outside_is_not_found_by_any_number_reference_or_login(db):
    reference = str(sample_id("reference", "Contoso", "Microsoft 365 E3"))
    assert [one.id for one in matching.subscriptions_numbered(db, MINE, [1, 7])] == [E5]
    assert matching.subscriptions_referred(db, MINE, [(FOREIGN, reference)]) == []
    assert matching.subscriptions_called(db, MINE, [(FOREIGN, "microsoft 365 e3")]) == []
    assert matching.subscriptions_unreferred(db, MINE, [FOREIGN]) == []
    assert set(matching.batches_of(db, MINE, [E3, E5])) == {E5}
    assert matching.users_of(db, MINE, [(FOREIGN, EMMA)]) == []
    assert matching.seats_taken(db, MINE, [E3]) == {}
    assert matching.seats_of(db, MINE, [sample_id("user", EMMA)]) == {}
    assert matching.people_answering(db, MINE, [sample.CONTOSO_ADMIN])[1] == {}


def test_what_is_outside_can_not_be_put_right(db):
    before = state(db)
    corrections.organisation(db, MINE, FOREIGN, {"name": "Mine"})
    corrections.has_domains(db, MINE, FOREIGN, {"mine.example": True})
    corrections.subscription(db, MINE, E3, {"seats": 1})
    corrections.holds_seats(db, MINE, [NewAssignment(E3, sample_id("user", "eva.nicolas@contoso.example"), NOON)])
    corrections.user(db, MINE, sample_id("user", EMMA), {"first_name": "Mine"})
    corrections.person_named(db, MINE, sample_id("person", sample.CONTOSO_ADMIN), "Mine")
    assert state(db) == before


def test_the_batches_of_a_subscription_outside_can_not_be_replaced(db):
    batch = NewBatch(uuid4(), E3, 1, 1, BatchOrigin.PURCHASE, NOON)
    before = state(db)
    corrections.holds_batches(db, MINE, E3, [batch])
    assert state(db) == before


def state(db):
    """Everything that somebody outside could have changed."""
    tables = ("organisations", "domains", "subscriptions", "batches", "assignments", "users", "people")
    return {table: sorted(map(str, db.execute(text(f"SELECT * FROM {table}")).all())) for table in tables}
