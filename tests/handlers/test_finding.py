"""An organisation that only looks alike, or is one of several, is offered by buttons that ask the same again."""

from __future__ import annotations

import pytest

from handlers import sample
from tests.handlers.approvals.conftest import E3
from tests.handlers.test_dispatch import appoint

IRIS = "iris.meyer@contoso.example"
FABRIKAM = "select id from organisations where name = 'Fabrikam'"


def number(office, name):
    return f"O-{office.one('select number from organisations where name = :name', name=name):06}"


def test_a_near_name_is_offered_by_a_button_that_asks_the_same_there(alice, office):
    said = alice.asks("remind here in Contosso")
    assert set(said.buttons) == {f"Contoso · {number(office, 'Contoso')}"}
    done = alice.presses(said, f"Contoso · {number(office, 'Contoso')}")
    assert "This channel is told what is due in Contoso." in done.text


def test_in_french_as_well(alice, office):
    said = alice.speaking("fr").asks("abonnements dans Contosso")
    assert "Vouliez-vous dire Contoso" in said.text
    assert "Contoso" in alice.speaking("fr").presses(said, f"Contoso · {number(office, 'Contoso')}").text


def test_what_was_asked_goes_with_the_button(alice, office):
    said = alice.asks(f"seats {E3} 30 in Contosso")
    assert "Order 5 seats" in alice.presses(said, f"Contoso · {number(office, 'Contoso')}").buttons


def test_of_several_of_one_name_one_is_chosen_by_a_button(alice, office):
    office.write("update organisations set name = 'Contoso', folded = 'contoso' where name = 'Fabrikam'")
    said = alice.asks("subscriptions in Contoso")
    assert "Several organisations fit" in said.text
    first, second = sorted(said.buttons)
    assert alice.presses(said, first).text != alice.presses(said, second).text
    assert "Subscriptions of Contoso" in alice.presses(said, second).text


@pytest.mark.parametrize("words", ["wholesale view Fabrikm", "users import Fabrikm"])
def test_a_wholesale_customer_that_only_looks_alike_is_offered(alice, office, words):
    said = alice.asks(words)
    assert "Fabrikam" in alice.presses(said, f"Fabrikam · {number(office, 'Fabrikam')}").text


def test_no_button_leads_to_another_partners_customer(alice):
    assert alice.asks("subscriptions in Adventure Worcs").buttons == {}


@pytest.fixture
def both(office):
    """Chloé is Admin of Contoso, and of Fabrikam."""
    appoint(office, sample.CONTOSO_ADMIN, "Fabrikam")
    return office.person(sample.CONTOSO_ADMIN)


def renamed(office, was, name):
    folded = name.casefold()
    office.write(f"update organisations set name = '{name}', folded = '{folded}' where name = '{was}'")


def test_near_names_are_looked_for_under_every_grant(both, office):
    said = both.asks("subscriptions in Fabrikm")
    assert "Subscriptions of Fabrikam" in both.presses(said, f"Fabrikam · {number(office, 'Fabrikam')}").text


def test_near_names_under_several_grants_are_all_offered(both, office):
    renamed(office, "Fabrikam", "Contosa")
    said = both.asks("subscriptions in Contosq")
    assert "Did you mean Contosa, Contoso?" in said.text
    assert set(said.buttons) == {f"{name} · {number(office, name)}" for name in ("Contosa", "Contoso")}


def test_the_whole_name_wins_over_a_longer_one_of_another_grant(both, office):
    renamed(office, "Fabrikam", "A Contoso")
    assert "Subscriptions of Contoso" in both.asks("subscriptions in Contoso").text


def test_of_two_of_one_name_under_two_grants_one_is_chosen(both, office):
    renamed(office, "Fabrikam", "Contoso")
    said = both.asks("subscriptions in Contoso")
    assert "Several organisations fit" in said.text
    first, second = said.buttons
    assert both.presses(said, first).text != both.presses(said, second).text


def test_what_two_grants_hold_is_one_organisation(office):
    appoint(office, sample.CONTOSO_ADMIN, "Atelier Cloud")
    chloe = office.person(sample.CONTOSO_ADMIN)
    assert set(chloe.asks("subscriptions in Contosso").buttons) == {f"Contoso · {number(office, 'Contoso')}"}
    assert "Subscriptions of Contoso" in chloe.asks("subscriptions in Contoso").text


def test_only_grants_that_allow_it_are_looked_under(both, office):
    office.write(f"update grants set role = 'reader' where organisation_id = ({FABRIKAM})")
    assert both.asks("remind here in Fabrikm").buttons == {}
    assert both.asks("subscriptions in Fabrikm").buttons


def called(office, name):
    """What Fabrikam holds has another name now."""
    office.write(f"update subscriptions set name = '{name}', folded = '{name.casefold()}' where name = 'Webex Suite'")


def test_of_two_of_one_name_in_two_organisations_of_mine_one_is_chosen(both, office):
    called(office, E3)
    said = both.asks(f"seats {E3} 30")
    assert set(said.buttons) == {f"{E3} · Contoso", f"{E3} · Fabrikam"}
    assert "Order 5 seats" in both.presses(said, f"{E3} · Contoso").buttons


def test_of_two_of_one_name_the_one_of_the_narrower_grant_is_meant(office):
    called(office, E3)
    appoint(office, sample.CONTOSO_ADMIN, "Atelier Cloud")
    assert "Order 5 seats" in office.person(sample.CONTOSO_ADMIN).asks(f"seats {E3} 30").buttons


@pytest.mark.parametrize(("name", "customer"), [("Visio", "Fabrikam"), ("Visio Plan 2", "Contoso")])
def test_a_whole_name_under_one_grant_wins_over_a_part_of_one_under_another(both, office, name, customer):
    called(office, "Visio")
    said = both.asks(f"holders {name}")
    assert customer in said.text
    assert not said.refused


def test_what_only_looks_alike_under_one_grant_is_found_under_the_other(both, office):
    called(office, "Visio Plan 3")
    assert "Seats of Visio Plan 2" in both.asks("holders Visio Plan 2").text


def test_no_subscription_is_offered_where_the_grant_allows_only_looking(both, office):
    called(office, E3)
    office.write(f"update grants set role = 'reader' where organisation_id = ({FABRIKAM})")
    assert "Order 5 seats" in both.asks(f"seats {E3} 30").buttons


@pytest.mark.parametrize(
    "words", ["renewal windows server 2022 off", "cancel windows server 2022", "keys sql server 2022"]
)
def test_a_year_is_part_of_a_name_where_no_number_is_asked_for(alice, words):
    said = alice.asks(words)
    assert "Which subscription?" not in said.text
    assert "2022 Standard" in said.text


@pytest.mark.parametrize("place", ["Fabrikam", "Atelier Cloud"])
def test_who_gets_a_seat_tells_whose_subscription_of_that_name_is_meant(office, place):
    called(office, E3)
    appoint(office, sample.CONTOSO_ADMIN, place)
    office.write(f"update users set organisation_id = ({FABRIKAM}) where login = '{IRIS}'")
    said = office.person(sample.CONTOSO_ADMIN).asks(f"assign {IRIS} {E3}")
    assert f"Can use {E3} now: Iris Meyer." in said.text
