"""A wholesale customer from its first day to its first leaver, on each engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from handlers import sample
from handlers.policy.user_plans import Equipped, Planned
from handlers.wholesale import applying, planning
from store import webex_locations, wholesale_users
from store.database import Database
from store.schema import organisations
from store.values import OrganisationId, Scope
from store.values.webex import LocationId, Package, RowAction, UserRunId
from store.webex_locations import Details, Location
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.jobs.waiting import eventually


def provisions(alice):
    form = alice.submits(alice.asks("wholesale add"), called="Northwind", country="FR", contact="it@northwind.example")
    where = {"street": "1 rue Haute", "postal_code": "75002", "city": "Paris", "site": "northwind"}
    return alice.presses(alice.submits(alice.submits(form, **where), webex_suite="1"), "Make it a wholesale customer")


def gets_a_location(office):
    with office.database.transaction() as db:
        named = select(organisations.c.id).where(organisations.c.name == "Northwind")
        owner = OrganisationId(db.scalars(named).one())
        paris = ("Paris", "paris", "FR", "1 rue Haute", "75002", "Paris", None, None, "Europe/Paris", "fr_FR")
        new = Location(LocationId(uuid4()), owner, is_main=True, details=Details(*paris))
        webex_locations.add(db, Scope(owner), new, office.now)


def test_a_customer_is_provisioned_and_its_users_come_change_and_go(alice, office):
    card = provisions(alice)
    gets_a_location(office)
    people = "Ann Ax <ann@n.example>; Suite; 01 42 68 53 00; Paris\nBo By <bo@n.example>; Voice; 101; Paris"
    added = alice.presses(alice.submits(alice.presses(card, "Add users"), people=people), "Add 2 users")
    assert "2 users were added" in added.text
    full = alice.submits(alice.asks("wholesale package bo@n.example"), package="webex_suite", extension="101")
    assert "Webex Suite: the limit of 1 is reached" in full.text
    mended = alice.presses(alice.asks("wholesale repair ann@n.example"), "Unassign and assign again")
    assert "Webex Suite was unassigned from Ann Ax and assigned again." in mended.text
    alice.presses(alice.asks("wholesale remove ann@n.example"), "Delete")
    said = alice.asks("wholesale Northwind").text
    assert "Webex Suite 0 / 1 · Webex Voice 1" in said
    left = office.rows("SELECT login FROM users WHERE login LIKE '%@n.example'")
    assert left == [("bo@n.example",)]


def test_every_write_is_recorded_with_the_customer(alice, office):
    provisions(alice)
    done = office.rows("SELECT command, subject FROM audit WHERE command LIKE 'wholesale.%' AND outcome = 'done'")
    (number,) = {subject for command, subject in done if command == "wholesale.add.confirm"}
    assert str(number).startswith("O-")


def test_two_lists_at_once_do_not_go_over_a_limit_together(alice, office):
    """Two of five users of Calling are there; each list would bring two more."""
    with office.database.transaction() as db:
        sample.load_wholesale(db, office.now)
    form = alice.asks("wholesale users add Fabrikam")
    lines = ([f"A B <{list}{n}@f.example>; Calling; 6{list}{n}; Lyon" for n in range(2)] for list in (1, 2))
    checked = [alice.submits(form, people="\n".join(two)) for two in lines]
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda one: alice.presses(one, "Add 2 users"), checked))
    assert sorted(one.refused for one in said) == [False, True]
    assert office.one("SELECT count(*) FROM wholesale_users WHERE package = 'webex_calling'") == 4


def adds_ann(db):
    """To Contoso, with a number."""
    contoso = OrganisationId(db.execute(text("SELECT id FROM organisations WHERE name = 'Contoso'")).scalar_one())
    ann = Equipped("Ann", "Ax", "ann@n.example", Package.VOICE, number="+33142685300")
    line = planning.line(UserRunId(UUID(int=0)), Planned(1, RowAction.ADD, ann.login, ann))
    assert applying.apply(db, contoso, [line], NOW) == [(1, applying.DONE)]


def closes_grenoble(db):
    wholesale_users.alone(db)
    db.execute(text("UPDATE wholesale_users SET location_id = NULL"))
    db.execute(text("DELETE FROM locations WHERE name = 'Grenoble'"))


@pytest.mark.parametrize(
    ("happens", "line", "why"),
    [
        (
            adds_ann,
            "Bo By <bo@f.example>; Voice; +33142685300; Lyon",
            "Number: is used by another organisation already",
        ),
        (adds_ann, "Ann Ax <ann@n.example>; Meetings", "E-mail: ann@n.example is a user of another organisation"),
        (closes_grenoble, "Bo By <bo@f.example>; Voice; 190; Grenoble", "Location: was removed meanwhile"),
    ],
)
def test_of_two_who_want_the_same_at_once_the_second_is_refused(postgresql_url, happens, line, why):
    """PostgreSQL alone: on SQLite nobody adds while another transaction writes."""
    with closing(Database.open(postgresql_url)) as database, ThreadPoolExecutor(1) as pool:
        office = Office(database, NOW)
        with database.transaction() as db:
            sample.load_wholesale(db, NOW)
        alice = office.person(sample.ATELIER_ADMIN)
        checked = alice.submits(alice.asks("wholesale users add Fabrikam"), people=line)
        with database.transaction() as db:
            happens(db)
            second = pool.submit(alice.presses, checked, "Add 1 user")
            eventually(lambda: office.one("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        assert f"Somebody was quicker: {why}. Nothing was changed." in second.result().text
        assert office.one("SELECT count(*) FROM users WHERE login = 'bo@f.example'") == 0
