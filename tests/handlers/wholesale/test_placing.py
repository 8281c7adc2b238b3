"""For which customer a file is, where nothing beside it says so."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from bot.cards import Choice
from handlers.sample import ATELIER_ADMIN
from handlers.wholesale.run_commands import PlaceRun, SearchPlaces, ShowRun
from store.database import Database
from store.schema import lineage, organisations
from store.values import OrganisationId
from tests.handlers.test_searching import glances
from tests.handlers.wholesale.test_runs import FILE


def add_customers(database: Database, count: int, like: str = "Fabrikam") -> None:
    """`Client 000`, `Client 001` … of the same partner."""
    with database.transaction() as db:
        given = dict(db.execute(select(organisations).where(organisations.c.name == like)).mappings().one())
        above = db.execute(select(lineage).where(lineage.c.descendant == given["id"])).mappings().all()
        for number in range(count):
            own = {"id": uuid4(), "number": 5000 + number, "name": f"Client {number:03}"}
            db.execute(insert(organisations), given | own | {"folded": f"client {number:03}"})
            lines = [dict(one) | {"descendant": own["id"]} for one in above]
            lines = [one | {"ancestor": own["id"]} if one["depth"] == 0 else one for one in lines]
            db.execute(insert(lineage), lines)


@pytest.fixture
def many(office) -> None:
    add_customers(office.database, 120)


def test_the_customer_of_whom_one_was_told_how_is_that_of_the_next_file_alone(desk, alice):
    assert "within the hour: it is then planned for Fabrikam" in alice.asks("users import fabrikam").text
    assert "users of Fabrikam" in alice.sends(desk.take(FILE).token).text
    assert "to" in alice.sends(desk.take(FILE).token).fields


def test_what_was_told_is_forgotten_after_an_hour(desk, alice):
    alice.asks("users import fabrikam")
    desk.office.later(minutes=61)
    assert "to" in alice.sends(desk.take(FILE).token).fields


def test_what_one_was_told_is_nobody_elses(desk, alice, ole):
    alice.asks("users import fabrikam")
    assert "to" in ole.sends(desk.take(FILE, who=ole).token).fields


def test_a_name_beside_the_file_counts_before_what_was_told(desk, alice):
    alice.asks("users import fabrikam")
    assert "users of Contoso" in alice.sends(desk.take(FILE, words="contoso").token).text
    asked = alice.sends(desk.take(FILE, words="here is the list").token)
    assert asked.card.inputs[0].chosen == str(desk.fabrikam)


def test_where_there_are_many_customers_others_are_looked_for(desk, alice, many):
    asked = alice.sends(desk.take(FILE).token)
    choice = asked.card.inputs[0]
    assert isinstance(choice, Choice)
    assert (len(choice.options), choice.typed, "users.run.customers" in choice.search) == (100, "typed", True)
    found = glances(alice, SearchPlaces(), words="clie 119").options("to")
    assert list(found) == ["Client 119"]
    assert "users of Client 119" in alice.submits(asked, to=found["Client 119"], replaces="yes").text


@pytest.mark.parametrize("typed", ["Client 117", "client 117", "O-005117"])
def test_on_surfaces_that_can_not_search_the_name_is_typed(desk, alice, many, typed):
    asked = alice.sends(desk.take(FILE).token)
    assert "users of Client 117" in alice.submits(asked, to="", typed=typed, replaces="yes").text


def test_a_typed_name_that_nobody_bears_is_told_beside_its_field(desk, alice, many):
    refused = alice.submits(alice.sends(desk.take(FILE).token), to="", typed="Klient 9999", replaces="yes")
    assert (refused.refused, "No organisation is called" in refused.text, "to" in refused.fields) == (True, True, True)


def test_nothing_of_another_partner_is_found(desk, alice, ole):
    assert glances(alice, SearchPlaces(), words="adventure").options("to") == {}
    assert list(glances(ole, SearchPlaces(), words="adventure").options("to")) == ["Adventure Works"]


def test_two_customers_of_one_name_are_told_apart(desk, alice):
    add_customers(desk.office.database, 1)
    desk.office.write("UPDATE organisations SET name = 'Fabrikam' WHERE number = 5000")
    options = alice.sends(desk.take(FILE).token).card.inputs[0].options
    labels = {str(one.description.values) for one in options if one.description}
    assert len(labels) == 2


def test_an_admin_of_two_partners_sends_files_for_the_customers_of_both(desk, alice):
    desk.office.write(GRANT, who=ATELIER_ADMIN)
    asked = alice.sends(desk.take(FILE).token)
    assert {"Fabrikam", "Adventure Works"} <= set(asked.options("to"))
    waits = alice.submits(asked, to=asked.options("to")["Adventure Works"], replaces="yes")
    assert "users of Adventure Works" in waits.text
    desk.jobs.act(desk.jobs.take())
    assert "This is the plan" in alice.presses(waits, "Refresh").text


GRANT = """INSERT INTO grants (person_id, organisation_id, role, granted_at)
SELECT g.person_id, o.id, g.role, g.granted_at FROM grants g JOIN people p ON p.id = g.person_id
CROSS JOIN organisations o WHERE p.email = :who AND o.name = 'Blue Harbour'"""


def test_a_file_whose_bytes_are_gone_is_to_be_sent_again(desk, alice):
    id = desk.plan_file(FILE)
    shown = alice.sends(ShowRun(run=str(id)).token)
    desk.office.write("DELETE FROM user_run_pieces")
    refused = alice.presses(shown, "With the base licences instead")
    assert (refused.refused, "is not kept any more. Send it again" in refused.text) == (True, True)
    assert "This is the plan" in alice.sends(ShowRun(run=str(id)).token).text


def test_a_forged_customer_is_refused(desk, alice):
    theirs = desk.office.one("SELECT id FROM organisations WHERE name = 'Adventure Works'")
    for id in (str(theirs), "x", str(OrganisationId(uuid4()))):
        assert alice.sends(PlaceRun(run=str(desk.send(FILE)), to=id).token).refused
