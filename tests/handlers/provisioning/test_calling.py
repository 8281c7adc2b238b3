"""The step Calling: the main location by the rules of its country, further ones, one of them the main one."""

from __future__ import annotations

import pytest

from handlers.provisioning.calling_commands import DescribeLocation, PickLocation
from handlers.provisioning.service_cards import FinishService
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.handlers.provisioning.serviced import Order


@pytest.fixture
def office(furnished, sqlite_url):
    """On one engine; both are tried where rows are made."""
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


@pytest.fixture
def order(office):
    """10 licences for calling of Fabrikam."""
    return Order(office, calling=10, step="calling")


def begin(alice, order, **fields):
    form = alice.presses(order.shows(alice, "calling"), "Set up now")
    return alice.submits(form, **({"called": "Siège", "country": "France"} | fields))


def test_the_country_says_which_fields_its_addresses_have(alice, order):
    assert begin(alice, order).fields == {"street", "postal_code", "city", "zone", "language"}
    assert "region" in begin(alice, order, country="us").fields
    assert begin(alice, order, country="Singapour").fields == {"street", "postal_code", "zone", "language"}
    assert "ZIP code" in begin(alice, order, country="États-Unis").text


def test_a_main_location_is_kept_with_all_that_was_filled_in(alice, order):
    form = begin(alice, order)
    assert "Siège, France" in form.text
    said = alice.submits(
        form, street="1 rue de la Paix", postal_code="75 002", city="Paris", zone="Europe/Paris", language="fr_FR"
    )
    assert "Siège (main location)" in said.text
    assert "1 rue de la Paix, 75002 Paris, France" in said.text
    assert "Paris · France · UTC+01:00" in said.text
    assert "French (France)" in said.text
    assert order.locations[0]["postal_code"] == "75002"


def test_after_the_review_comes_what_follows(alice, order):
    alice.presses(order.locates(alice, "Siège"), "Next")
    assert order.step == "review"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"country": "Atlantis"}, "No country is called “Atlantis”"),
        ({"country": ""}, "This is needed"),
        ({"called": "   "}, "This is needed"),
        ({"called": "x" * 81}, "at most 80 characters"),
    ],
)
def test_a_location_has_a_name_and_a_country(alice, order, fields, why):
    said = begin(alice, order, **fields)
    assert said.refused
    assert why in said.text
    assert "Name of the location" in said.text


@pytest.mark.parametrize(
    ("country", "fields", "why"),
    [
        ("FR", {"postal_code": "7500"}, "“7500” is not a postal code of France. One looks like 33380"),
        ("FR", {"postal_code": ""}, "This is needed"),
        ("FR", {"street": ""}, "This is needed"),
        ("FR", {"city": "x" * 121}, "At most 120 characters"),
        ("US", {"region": "CA", "postal_code": "10001"}, "of another part of United States"),
        ("US", {"region": "Bavaria", "postal_code": "10001"}, "“Bavaria” is no state or region of United States"),
        ("US", {"region": "", "postal_code": "10001"}, "This is needed"),
        ("FR", {"zone": "Mars/Olympus"}, "No time zone is called"),
        ("FR", {"language": "tlh_XX"}, "Choose a language of the list"),
        ("FR", {"language": ""}, "Choose a language of the list"),
    ],
)
def test_what_does_not_fit_the_country_is_said_next_to_its_field(alice, order, country, fields, why):
    said = order.locates(alice, "Siège", country, **fields)
    assert said.refused
    assert why in said.text
    assert (order.version, order.locations) == (1, [])


def test_several_locations_have_one_main_one(alice, order):
    order.locates(alice, "Siège")
    said = order.locates(alice, "Lyon", postal_code="69001", city="Lyon")
    assert said.text.count("(main location)") == 1
    form = alice.presses(said, "Change or remove a location")
    alice.submits(form, place="2", doing="main")
    assert [one["name"] for one in order.locations] == ["Lyon", "Siège"]


def test_the_main_location_stays_until_another_one_is(alice, order):
    order.locates(alice, "Siège")
    order.locates(alice, "Lyon")
    said = alice.sends(order.ask(PickLocation, sent=True), place="1", doing="remove")
    assert "Make another one the main location first" in said.text
    alice.sends(order.ask(PickLocation, sent=True), place="2", doing="remove")
    assert [one["name"] for one in order.locations] == ["Siège"]


@pytest.mark.parametrize("place", ["0", "3", "-1", "", "x"])
def test_a_location_that_the_order_has_not_is_not_picked(alice, order, place):
    order.locates(alice, "Siège")
    order.locates(alice, "Lyon")
    assert alice.sends(order.ask(PickLocation, sent=True), place=place, doing="remove").refused
    assert len(order.locations) == 2


def test_a_location_is_changed_in_its_place(alice, order):
    order.locates(alice, "Siège")
    form = alice.presses(order.shows(alice, "calling"), "Edit")
    assert "Siège" in form.text
    second = alice.submits(form, called="Siège social", country="France")
    assert "1 rue de la Paix" in second.text
    alice.submits(
        second,
        street="2 rue Y",
        postal_code="75001",
        city="Paris",
        zone="Europe/Paris",
        language="fr_FR",
    )
    assert [(one["name"], one["street"]) for one in order.locations] == [("Siège social", "2 rue Y")]


def test_two_locations_never_have_one_name(alice, order):
    order.locates(alice, "Siège")
    assert "There is a location “SIEGE” already" in order.locates(alice, "SIEGE").text
    assert len(order.locations) == 1


def test_nobody_goes_on_without_a_main_location(alice, order):
    assert "A main location is missing" in alice.sends(order.ask(FinishService)).text


def test_a_stale_card_changes_nothing_and_shows_what_is(alice, order):
    order.locates(alice, "Siège")
    said = alice.sends(order.ask(DescribeLocation, version=1), called="Lyon", country="FR")
    assert "Siège (main location)" in said.text
    assert len(order.locations) == 1


def test_the_step_speaks_french(alice, order):
    said = order.locates(alice.speaking("fr"), "Siège")
    assert "français (France)" in said.text
    assert "1 rue de la Paix, 75002 Paris, France" in said.text
