"""How the cards of the services read, and that every platform takes them, also at their longest."""

from __future__ import annotations

import re

import pytest

from bot.phrases import Tongue
from bot.slack_blocks import message as slack_message
from bot.slack_blocks import modal
from bot.webex_cards import message as webex_message
from handlers.provisioning.calling_commands import DescribeLocation, PickLocation
from handlers.provisioning.meetings_commands import DescribeSite, PickSite, ShareLicences
from handlers.provisioning.own_sites_commands import AddSite, EditSite, ShareSites, ShowSite
from handlers.provisioning.service_cards import LeaveService
from store.database import Database
from tests.bot.goldens import golden
from tests.fakes import slack_checks
from tests.fakes.adaptive_schema import problems
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.handlers.provisioning.serviced import Order


@pytest.fixture
def office(furnished, sqlite_url):
    """On one engine; both are tried where rows are made."""
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


def meetings(office, person):
    order = Order(office, meetings=25)
    said = {"begin": order.shows(person, "meetings"), "site": person.sends(order.ask(DescribeSite))}
    said["no-site"] = order.describes(person, "con toso")
    said["zones"] = order.describes(person, "fabrikam", zone_words="Indiana")
    said["one-more"] = order.describes(person, "fabrikam", more="yes")
    said["second-site"] = person.sends(order.ask(DescribeSite))
    said["licences"] = order.describes(person, "fabrikam-lab", zone="Asia/Tokyo", early="yes")
    said["too-few"] = order.shares(person, 20, 1)
    said["unbalanced"] = order.shows(person, "meetings")
    said["sites"] = order.shares(person, 20, 5)
    said["pick-site"] = person.sends(order.ask(PickSite))
    return said | {"taken": Order(office, meetings=5, customer="Contoso").describes(person, "fabrikam")}


def calling(office, person):
    order = Order(office, calling=10, step="calling")
    said = {"begin-calling": order.shows(person, "calling"), "location": person.sends(order.ask(DescribeLocation))}
    for country in ("FR", "US", "JP"):
        asked = order.ask(DescribeLocation, part=1)
        said[f"address-{country}"] = person.sends(asked, called="Siège", country=country)
    said["no-code"] = order.locates(person, "Siège", postal_code="7500")
    said["main"] = order.locates(person, "Siège")
    said["locations"] = order.locates(person, "Lyon", postal_code="69001", city="Lyon")
    said["pick-location"] = person.sends(order.ask(PickLocation))
    said["later"] = person.sends(order.ask(LeaveService))
    order.sets_up(person)
    said["list"] = person.asks("locations Fabrikam")
    return said | {
        "one": person.presses(said["list"], "Siège"),
        "add": person.presses(said["list"], ADD[person.language]),
    }


FIRST, SPREAD = "fabrikam.webex.com", {"licences_1": "5", "licences_2": "15", "licences_3": "5"}


def own_sites(office, person):
    """Once they are set up."""
    said = {"no-sites": person.asks("sites Fabrikam")}
    order = Order(office, meetings=25)
    order.describes(person, "fabrikam", more="yes")
    order.describes(person, "fabrikam-lab", zone="Asia/Tokyo", early="yes")
    order.shares(person, 20, 5)
    order.sets_up(person)
    said |= {"own-sites": person.asks("sites Fabrikam"), "own-site": person.asks(f"sites {FIRST}")}
    said["edit"] = person.sends(EditSite(site=FIRST).token)
    said["change"] = person.submits(said["edit"], zone="Europe/London", early="yes")
    said["share"] = person.sends(ShareSites(site=FIRST).token)
    said["wrong-share"] = person.submits(said["share"], licences_1="5", licences_2="19")
    said["distribution"] = person.submits(said["share"], licences_1="10", licences_2="15")
    said |= {name: person.presses(said["distribution"], SAVE[person.language]) for name in ("shared", "shared-already")}
    said["add-site"] = person.sends(AddSite(site=FIRST).token)
    said["taken-site"] = person.submits(said["add-site"], host="fabrikam", zone="Europe/Paris", early="no")
    said["share-new"] = person.submits(said["add-site"], host="fabrikam-fr", zone="Europe/Paris", early="yes")
    said["with-new"] = person.submits(said["share-new"], **SPREAD)
    said["added"] = person.presses(said["with-new"], SAVE[person.language])
    return said | {"late": person.submits(said["edit"], zone="Europe/London", early="yes")}


SAVE = {"en": "Save", "fr": "Enregistrer"}
ADD = {"en": "Add a location", "fr": "Ajouter un emplacement"}


@pytest.fixture(params=["en", "fr"])
def speaker(request, alice):
    return alice.speaking(request.param)


@pytest.fixture(params=[meetings, calling, own_sites], ids=["meetings", "calling", "sites"])
def cards(request, office, speaker):
    """By name; what is kept of an order's number is the same on every day."""
    return request.param(office, speaker)


def test_every_card_reads_as_it_was_approved(cards, speaker):
    for name, said in cards.items():
        written = re.sub(r"WBX-\w+", "WBX-1000", said.text) + "\n"
        assert written == golden(f"services/{speaker.language}/{name}.txt", written), name


def test_every_platform_takes_every_card(cards, speaker):
    tongue = Tongue(speaker.language, "Europe/Paris")
    for name, said in cards.items():
        taken_by_all(said.card, tongue, name)


def taken_by_all(card, tongue, name):
    assert problems(webex_message(card, tongue)["attachments"][0]["content"]) == [], name
    assert slack_checks.message_errors(slack_message(card, tongue, {})["blocks"]) == [], name
    assert slack_checks.view_errors(modal(card, tongue, metadata="42", pictures={})) == [], name


def test_as_many_sites_as_an_order_can_have_fit_on_every_platform(alice, office):
    order = Order(office, meetings=1000)
    for number in range(20):
        order.describes(alice, f"fabrikam-with-a-name-as-long-as-it-may-be-{number:08}")
    for said in (
        order.shows(alice, "meetings"),
        alice.sends(order.ask(ShareLicences)),
        alice.sends(order.ask(PickSite)),
    ):
        taken_by_all(said.card, Tongue("fr", "Europe/Paris"), said.text)


def test_as_many_sites_as_there_can_be_once_they_are_set_up_fit_on_every_platform(alice, office):
    """Of a customer with a name as long as it may be, in letters that mean something elsewhere."""
    order, long = Order(office, meetings=1000), "as-long-as-it-may-be-" * 2
    names = [f"{number:02}-{long}fabri" for number in range(20)]
    for name in names:
        order.describes(alice, name)
    order.shares(alice, *[50] * 20)
    order.sets_up(alice)
    office.write("UPDATE organisations SET name = :it WHERE name = 'Fabrikam'", it="<!channel> *F* & " + "W" * 183)
    form = alice.sends(ShareSites(site=f"{names[0]}.webex.com").token)
    fields = {f"licences_{place}": str(own) for place, own in enumerate([49, 51, *[50] * 18], 1)}
    cards = [alice.asks("sites"), form, alice.submits(form, **fields)]
    one = alice.sends(ShowSite(site=f"{names[0]}.webex.com").token)
    for said in (*cards, alice.presses(cards[-1], "Save"), one, alice.presses(one, "All sites")):
        assert not said.refused
        taken_by_all(said.card, Tongue("fr", "Europe/Paris"), said.text)


def test_as_many_locations_as_an_order_can_have_fit_on_every_platform(alice, office):
    order = Order(office, calling=1000, step="calling")
    for number in range(20):
        order.locates(alice, f"{number:02} " + "W" * 77, street="W" * 200, city="Y" * 120)
    assert len(order.locations) == 20
    for said in (order.shows(alice, "calling"), alice.sends(order.ask(PickLocation))):
        taken_by_all(said.card, Tongue("fr", "Europe/Paris"), said.text)
