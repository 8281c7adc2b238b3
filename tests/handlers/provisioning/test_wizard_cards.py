"""How the cards of the set-up read, and that every platform takes them, also at their longest."""

from __future__ import annotations

from uuid import UUID

import pytest

from bot.phrases import Speaker, Tongue
from handlers import sample, tasks
from handlers.provisioning.commands import ChooseSetup, ChooseWho
from handlers.sample.loading import sample_id
from handlers.sample.provisioning import REFERENCE
from store.database import Database
from store.values import OrganisationId, Scope
from tests.bot.goldens import golden
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.handlers.provisioning.serviced import Order
from tests.handlers.provisioning.test_adding import GOOD
from tests.handlers.provisioning.test_service_cards import taken_by_all

ATELIER = Scope(OrganisationId(UUID(str(sample_id("organisation", "Atelier Cloud")))))
WORDS = {"en": ("provision", "provision add"), "fr": ("provisionner", "provisionner ajouter")}


@pytest.fixture
def office(furnished, sqlite_url):
    """On one engine; both are tried where rows are made. Fabrikam's order of the sample waits."""
    database = Database.open(sqlite_url)
    office = Office(database, NOW, loaded=True)
    with database.transaction() as db:
        sample.load_provisioning(db, office.now)
    yield office
    database.close()


@pytest.fixture(params=WORDS)
def cards(request, office, alice, ole):
    """By name, as Alice reads them in a language; and that language."""
    return played(office, alice.speaking(request.param), ole), request.param


def played(office, alice, ole):
    provision, add = WORDS[alice.language]
    said = {"list": alice.asks(provision), "who": alice.asks(f"{provision} 1"), "add": alice.asks(add)}
    said["no-address"] = alice.submits(said["who"], for_whom="someone", email="")
    said["unknown"] = alice.asks(f"{provision} W-000009")
    said["wrong"] = alice.submits(said["add"], **(GOOD | {"contact": "ops@", "meetings": "-3"}))
    ole.submits(ole.asks("provision 1"), for_whom="customer", email="")
    said["in-hand"] = alice.asks(f"{provision} 1")
    said["changed"] = alice.submits(said["who"], for_whom="company", email="")
    order = mapped(office)
    said["setup"] = alice.asks(f"{provision} W-2")
    said["later"] = alice.sends(order.ask(ChooseSetup, way="later"))
    filled(order, alice)
    said["review"] = order.shows(alice, "review")
    office.later(days=27)
    said["near"] = alice.asks(provision)
    said["out-of-date"] = alice.sends(order.ask(ChooseWho, version=1))
    said["summary"] = order.sets_up(alice)
    office.later(days=3)
    said["late"] = alice.asks(provision)
    return said


def mapped(office):
    order = Order(office, meetings=25, calling=10, step="setup")
    order._set(reference="WBX-7000001")
    order.reference = "WBX-7000001"
    return order


def filled(order, alice):
    order.describes(alice, "fabrikam", more="yes")
    order.describes(alice, "fabrikam-lab")
    order.shares(alice, 20, 5)
    order.shows(alice, "calling")
    order.locates(alice, "Siège")


def test_every_card_reads_as_it_was_approved(cards):
    found, language = cards
    for name, said in found.items():
        assert said.text + "\n" == golden(f"provisioning/{language}/{name}.txt", said.text + "\n"), name


def test_every_platform_takes_every_card(cards):
    found, language = cards
    for name, said in found.items():
        taken_by_all(said.card, Tongue(language, "Europe/Paris"), name)


def test_names_as_long_as_they_may_be_fit_on_every_platform(office, alice):
    long = GOOD | {"reference": "W" * 120, "customer": "F" * 200, "product": "P" * 200}
    said = alice.submits(alice.asks("provision add"), **long)
    task = f"provision-came:{office.one('SELECT id FROM provisionings WHERE number = 2')}:-"
    with office.database.reading() as db:
        arrival = tasks.drawn(db, ATELIER, task, office.now)
    for card in (said.card, arrival, alice.asks("provision").card):
        taken_by_all(card, Tongue("fr", "Europe/Paris"), Speaker(Tongue()).say(card.title))


def test_a_list_of_many_is_turned_over(office, alice):
    for _number in range(12):
        Order(office, meetings=1, step="who")
    first = alice.asks("provision")
    assert "1–10 of 13" in first.text
    second = alice.presses(first, "Next")
    assert "11–13 of 13" in second.text
    assert REFERENCE in first.text
    taken_by_all(first.card, Tongue("fr", "Europe/Paris"), "list")
