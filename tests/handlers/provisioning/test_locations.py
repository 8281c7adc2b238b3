"""Locations of customers, once they are set up."""

from __future__ import annotations

import json

import pytest

from handlers.provisioning.locations_commands import EditLocation, MakeMain, RemoveLocation, ShowLocation
from tests.handlers.provisioning.serviced import HEADQUARTERS


def adds(who, name, **fields):
    """Both forms, filled in."""
    first = who.presses(who.asks("locations Contoso"), "Add a location")
    second = who.submits(first, called=name, country="France")
    return who.submits(second, **({"language": "fr_FR"} | HEADQUARTERS | fields))


@pytest.fixture
def lyon(alice, office):
    """The second one of Contoso, beside its main one."""
    adds(alice, "Siège")
    adds(alice, "Lyon", postal_code="69001", city="Lyon")
    return id_of(office, "Lyon")


def id_of(office, name):
    return str(office.one("SELECT id FROM locations WHERE name = :name", name=name))


def mains(office):
    return office.rows("SELECT name FROM locations WHERE is_main ORDER BY name")


def test_a_customer_without_locations_says_so_and_offers_to_add_one(alice):
    said = alice.asks("emplacements Contoso")
    assert "There is none yet." in said.text
    assert "Add a location" in said.buttons


def test_the_first_location_of_a_customer_is_its_main_one(alice, office):
    assert "The location Siège was added." in adds(alice, "Siège").text
    assert "The location Lyon was added." in adds(alice, "Lyon").text
    assert mains(office) == [("Siège",)]
    assert "Siège (main location)" in alice.asks("locations Contoso").text


def test_a_customer_s_own_admin_may_and_its_reader_only_looks(chloe, david, lyon):
    assert "Edit" in chloe.sends(ShowLocation(location=lyon).token).buttons
    assert "Edit" not in david.sends(ShowLocation(location=lyon).token).buttons
    assert david.sends(RemoveLocation(location=lyon).token).refused
    assert "Add a location" not in david.asks("locations").buttons


def test_a_location_is_changed_and_the_record_says_what(alice, office, lyon):
    first = alice.sends(EditLocation(location=lyon).token)
    second = alice.submits(first, called="Lyon", country="France")
    assert "1 rue de la Paix" in second.text
    said = alice.submits(second, **(HEADQUARTERS | {"street": "2 quai Y", "language": "fr_FR", "city": "Lyon"}))
    assert "2 quai Y, 75002 Lyon, France" in said.text
    (told,) = office.rows("SELECT detail FROM audit WHERE command = 'location.edit' AND outcome = 'done'")
    assert json.loads(told[0])["street"] == "1 rue de la Paix → 2 quai Y"


def test_another_country_asks_for_its_own_fields(alice, lyon):
    second = alice.submits(alice.sends(EditLocation(location=lyon).token), called="Lyon", country="US")
    assert "region" in second.fields
    assert "1 rue de la Paix" not in second.text


def test_one_location_stays_the_main_one(alice, office, lyon):
    assert "Lyon is the main location now." in alice.sends(MakeMain(location=lyon).token).text
    assert mains(office) == [("Lyon",)]
    assert "The main location stays" in alice.sends(RemoveLocation(location=lyon).token).text
    alice.sends(RemoveLocation(location=id_of(office, "Siège")).token)
    assert office.rows("SELECT name FROM locations") == [("Lyon",)]


def test_two_locations_of_a_customer_never_have_one_name(alice, office, lyon):
    assert "There is a location “LYON” already" in adds(alice, "LYON").text
    said = alice.sends(
        EditLocation(location=lyon, part=2, called="siege", country="FR").token, language="fr_FR", **HEADQUARTERS
    )
    assert said.refused
    assert office.one("SELECT count(*) FROM locations") == 2


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"postal_code": "7500"}, "is not a postal code of France"),
        ({"zone": "", "zone_words": "Atlantis"}, "No time zone is called"),
        ({"language": "xx"}, "Choose a language"),
        ({"street": " "}, "This is needed"),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(alice, office, fields, why):
    said = adds(alice, "Siège", **fields)
    assert said.refused
    assert why in said.text
    assert office.one("SELECT count(*) FROM locations") == 0


def test_a_location_from_which_somebody_calls_stays(alice, office, lyon):
    user = office.one("SELECT id FROM users WHERE organisation_id = :it LIMIT 1", it=office_id(office))
    office.write(
        "INSERT INTO wholesale_users (user_id, organisation_id, location_id, messaging, meeting, calling, changed_at) "
        "SELECT :user, organisation_id, id, false, false, true, made_at FROM locations WHERE name = 'Lyon'",
        user=user,
    )
    assert "1 user calls from Lyon" in alice.sends(RemoveLocation(location=lyon).token).text
    assert office.one("SELECT count(*) FROM locations") == 2


def office_id(office):
    return office.one("SELECT id FROM organisations WHERE name = 'Contoso'")


def test_a_partner_sees_those_of_its_customers_and_nobody_else_does(alice, adam, brigid, lyon):
    said = alice.asks("locations")
    assert "Contoso" in said.text
    assert "Lyon" in said.text
    for other in (adam, brigid):
        assert "Lyon" not in other.asks("locations").text
        assert other.sends(ShowLocation(location=lyon).token).text == other.sends(ShowLocation(location="x").token).text


def test_ten_at_a_time(alice):
    for number in range(11):
        adds(alice, f"Agence {number}")
    said = alice.asks("locations Contoso")
    assert "1–10 of 11" in said.text
    assert "Agence 9" in alice.presses(said, "Next").text
