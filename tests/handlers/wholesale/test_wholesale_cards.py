"""How the cards of wholesale customers and their users read, and that every platform takes them."""

from __future__ import annotations

import json

import pytest

from bot.phrases import Tongue
from bot.slack_blocks import message as slack_message
from bot.slack_blocks import modal
from bot.webex_cards import message as webex_message
from handlers import sample
from store.database import Database
from tests.bot.goldens import golden
from tests.fakes import slack_checks
from tests.fakes.adaptive_schema import problems
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

ANN = "Ann Ax <ann@f.example>; Suite; +33465710090; Lyon"
LINES = f"{ANN}\nBo By <bo@f.example>; Suite\nEm Le <emma.lefevre@contoso.example>; Meetings\nCy <x>"
WORST = "\n".join(
    f"A{number} B <emma.lefevre@contoso.example>; Attendant Console; 1; {'Z' * 119}" for number in range(25)
)


@pytest.fixture
def office(furnished, sqlite_url):
    database = Database.open(sqlite_url)
    office = Office(database, NOW, loaded=True)
    with database.transaction() as db:
        sample.load_wholesale(db, office.now)
    yield office
    database.close()


@pytest.fixture
def cards(alice):
    """Gives the cards in a language, each by its name."""

    def draw(language):
        person = alice.speaking(language)
        said = {"customers": person.asks("wholesale"), "customer": person.asks("wholesale Fabrikam")}
        said["limits"] = person.asks("wholesale limits Fabrikam")
        said["limit-refused"] = person.submits(said["limits"], webex_suite="3")
        said["users"] = person.asks("wholesale users Fabrikam")
        said["user"] = person.asks("wholesale user ines.morel@fabrikam.example")
        said["package"] = person.asks("wholesale package ines.morel@fabrikam.example")
        said["repair"] = person.asks("wholesale repair ines.morel@fabrikam.example")
        said["remove"] = person.asks("wholesale remove ines.morel@fabrikam.example")
        return said | adding(person) | provisioning(person)

    return draw


def adding(person):
    form = person.asks("wholesale users add Fabrikam")
    many = "\n".join(f"A B <a{number}@f.example>; Voice" for number in range(26))
    checked, good = person.submits(form, people=LINES), person.submits(form, people=ANN)
    return {
        "add": form,
        "add-checked": checked,
        "add-too-many": person.submits(form, people=many),
        "add-in-order": good,
        "added": person.presses(good, next(iter(good.buttons))),
    }


def provisioning(person):
    form = person.asks("wholesale add")
    named = {"country": "US", "contact": "it@northwind.example"}
    alike = person.submits(form, called="Fabrikam", **named)
    address = person.submits(form, called="Northwind", **named)
    limits = person.submits(address, street="1 Main St", postal_code="10001", city="New York", region="NY")
    return {
        "new": form,
        "new-alike": alike,
        "new-address": address,
        "new-limits": limits,
        "new-review": person.submits(limits, webex_suite="20", webex_meetings="0"),
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_card_reads_as_it_was_approved(cards, language):
    for name, said in cards(language).items():
        assert said.text + "\n" == golden(f"wholesale/{language}/{name}.txt", said.text + "\n"), name


def taken(card, tongue):
    assert problems(webex_message(card, tongue)["attachments"][0]["content"]) == []
    assert slack_checks.message_errors(slack_message(card, tongue, {})["blocks"]) == []
    assert slack_checks.view_errors(modal(card, tongue, metadata="42", pictures={})) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_platform_takes_every_card(cards, language):
    for said in cards(language).values():
        taken(said.card, Tongue(language, "Europe/Paris"))


def test_every_platform_takes_25_lines_with_everything_wrong(alice):
    checked = alice.submits(alice.asks("wholesale users add Fabrikam"), people=WORST)
    assert "25 of 25 lines can't be added" in checked.text
    tongue = Tongue("en", "Europe/Paris")
    assert "Line 25" in json.dumps(webex_message(checked.card, tongue)["attachments"])
    taken(checked.card, tongue)
