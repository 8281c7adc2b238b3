"""How the cards read on which an order gets its organisations, and that every platform takes them."""

from __future__ import annotations

import re

import pytest

from bot.phrases import Tongue
from bot.slack_blocks import message as slack_message
from bot.slack_blocks import modal
from bot.webex_cards import message as webex_message
from tests.bot.goldens import golden
from tests.fakes import slack_checks
from tests.fakes.adaptive_schema import problems
from tests.handlers.provisioning.mapped import ATELIER, Order
from tests.handlers.provisioning.test_mapping import dead


@pytest.fixture
def cards(office, alice):
    """Gives the cards of one order in a language, each by its name."""

    def draw(language):
        dead(office)
        person = alice.speaking(language)
        order = Order(office, "new.one@contoso.example", customer="Fabrikam", step="customer", partner=ATELIER)
        other = Order(office, "someone@gmail.com", customer="Zebra", step="customer", partner=ATELIER)
        alone = Order(office, "chloe.dubois@contoso.example", step="customer", partner=ATELIER)
        company = Order(office, "x@nowhere.example", step="customer", partner=ATELIER, whom="company")
        nothing, several = other.offers(person), order.offers(person)
        said = {"several": several, "nothing": nothing, "one": alone.offers(person), "company": company.offers(person)}
        said["search"] = person.presses(nothing, next(iter(nothing.buttons)))
        said["found"] = order.looks(person, "contoso.example")
        said["not-found"] = order.looks(person, "Adventure Works")
        said["form"] = person.presses(nothing, list(nothing.buttons)[1])
        said["alike"] = order.describes(person, called="Contoso SA")
        said["review"] = other.describes(person)
        return said

    return draw


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_card_reads_as_it_was_approved(cards, language):
    for name, said in cards(language).items():
        written = re.sub(r"WBX-\d+", "WBX-1000", said.text) + "\n"
        assert written == golden(f"mapping/{language}/{name}.txt", written), name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_platform_takes_every_card(cards, language):
    tongue = Tongue(language, "Europe/Paris")
    for name, said in cards(language).items():
        assert problems(webex_message(said.card, tongue)["attachments"][0]["content"]) == [], name
        assert slack_checks.message_errors(slack_message(said.card, tongue, {})["blocks"]) == [], name
        assert slack_checks.view_errors(modal(said.card, tongue, metadata="42", pictures={})) == [], name
