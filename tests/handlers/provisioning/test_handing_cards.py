"""How the cards of an order in other hands read, and that every platform takes them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.phrases import Tongue
from bot.slack_blocks import message as slack_message
from bot.slack_blocks import modal
from bot.text_cards import text
from bot.webex_cards import message as webex_message
from handlers import tasks
from handlers.provisioning.commands import ReopenProvisioning, WithdrawProvisioning
from handlers.provisioning.handing_commands import HandOver, LetCustomerSetUp, TakeBack
from handlers.provisioning.rights_request import AskFullRights, GrantRights
from handlers.sample.loading import sample_id
from store.values import Scope
from tests.bot.goldens import golden
from tests.fakes import slack_checks
from tests.fakes.adaptive_schema import problems
from tests.handlers.provisioning.mapped import ATELIER, Order, ident
from tests.handlers.provisioning.outside import CONTACT, NADIA, hands, mapped

HOUSE = Scope(sample_id("organisation", "Comptoir"))
IDS = {"customer": ident("Contoso"), "partner": ident(ATELIER)}
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def cards(office, alice, chloe, ole):
    """Gives the cards in a language, each by its name."""

    def draw(language):
        person = alice.speaking(language)
        order, told = Order(office, CONTACT, customer="Contoso", step="who"), Order(office, CONTACT, step="who")
        found = {"handed": hands(order, person, NADIA).card, "in-chat": hands(told, person, ole.account.user).card}
        found["withdraw"] = person.sends(order.ask(WithdrawProvisioning)).card
        found["withdrawn"] = person.sends(order.ask(WithdrawProvisioning, sure=True)).card
        found["over"] = person.sends(order.ask(TakeBack)).card
        found["not-reopened"] = person.sends(told.ask(ReopenProvisioning)).card
        found["reopened"] = person.sends(order.ask(ReopenProvisioning)).card
        found["nothing-back"] = person.sends(mapped(office).ask(TakeBack)).card
        set_up = mapped(office)
        found["customer-form"] = person.sends(set_up.ask(LetCustomerSetUp)).card
        found["customer"] = person.sends(set_up.ask(LetCustomerSetUp), email="admin@contoso.example").card
        found["form"] = person.sends(Order(office, CONTACT, step="who").ask(HandOver)).card
        office.write("UPDATE provisionings SET state = 'done' WHERE reference = :it", it=set_up.reference)
        found["asked"] = person.sends(AskFullRights(**IDS).token).card
        found["request"] = chloe.speaking(language).asks("rights").card
        found["granted"] = chloe.speaking(language).sends(GrantRights(**IDS).token).card
        return found | {name: drawn(office, told, *task) for name, task in TASKS.items()}

    return draw


TASKS = {"task": ("handed:{handing}", 0), "due": ("due:{order}:-", 23), "overdue": ("due:{order}:-", 31)}
"""What is drawn, and how many days later."""


def drawn(office, order, name, days):
    """What somebody is told in the chat."""
    handings = "SELECT h.id FROM provisioning_handings h JOIN provisionings p ON p.id = h.provisioning_id"
    handing = office.one(f"{handings} WHERE reference = :it", it=order.reference)
    name = f"provisioning-{name.format(handing=handing, order=order.id)}"
    with office.database.reading() as db:
        return tasks.drawn(db, HOUSE, name, office.now + timedelta(days=days))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_card_reads_as_it_was_approved_and_every_platform_takes_it(cards, language):
    tongue = Tongue(language, "Europe/Paris")
    for name, card in cards(language).items():
        written = (
            re.sub(r"WBX-\d+", "WBX-1000", text(card, tongue)).replace("\u202f", " ").replace("\u00a0", " ") + "\n"
        )
        assert written == golden(f"handing/{language}/{name}.txt", written), name
        assert problems(webex_message(card, tongue)["attachments"][0]["content"]) == [], name
        assert slack_checks.message_errors(slack_message(card, tongue, {})["blocks"]) == [], name
        assert slack_checks.view_errors(modal(card, tongue, metadata="42", pictures={})) == [], name
