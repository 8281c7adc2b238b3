"""An order that people carry out: Chloé orders and waits, Alice says that it is done; everywhere, in both languages."""

from __future__ import annotations

from functools import partial

import pytest

from bot.phrases import Phrase, Speaker, Tongue, _
from bot.web.console import ConsolePerson
from handlers import sample
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import CHLOE, ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex

E3 = "Microsoft 365 E3"
ALICE = ConsolePerson(sample.ATELIER_ADMIN, "Alice Martin", _("Admin of {organisation}", organisation="Atelier Cloud"))


@pytest.fixture
def work(database, said):
    return Deployment(database, said.language)


def spoken(language: str, phrase: Phrase) -> str:
    return " ".join(Speaker(Tongue(language)).say(phrase).replace("**", "").split())


def play(chloe, alice, work, said):
    words = partial(spoken, said.language)
    chooses_to_carry_out_by_hand(alice, words)
    chloe.asks(said.more)
    chloe.presses(said.order)
    chloe.sees(
        "C-000001",
        words(
            _(
                "Wait until {seller} has processed it. You are told here as soon as that is done.",
                seller="Atelier Cloud",
            )
        ),
    )
    says_that_it_is_done(alice, words)
    chloe.sees("C-000001", said.completed, "Alice Martin")
    assert work.held(E3) == (30, None, "renew")
    assert work.orders() == ["completed"]


def chooses_to_carry_out_by_hand(alice, words):
    alice.asks(words(_("settings")))
    alice.presses(words(_("How orders are carried out")))
    alice.fills(words(_("Save")), supplier="manual")
    alice.sees(words(_("By your Admins, who order from your supplier and say when it is done")))
    alice.asks("fulfil")
    alice.sees(words(_("No order waits for you.")))


def says_that_it_is_done(alice, words):
    """On the card that came by itself, which then says who has said so."""
    alice.sees("C-000001", "25 → 30", words(_("Waits since")))
    alice.presses(words(_("It is done")))
    alice.sees("C-000001", words(_("Done")), "Alice Martin")


def test_people_carry_it_out_in_slack(slack, work, said):
    with wired(slack, work) as wire, over_http(slack, wire):
        chloe = slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois", locale=said.locale)
        alice = slack.person(sample.ATELIER_ADMIN, "Alice Martin", locale=said.locale)
        channel = slack.channel("licences", chloe, alice)
        play(SlackAdmin(slack, chloe, channel), SlackAdmin(slack, alice, channel), work, said)


def test_people_carry_it_out_in_webex(webex, work, said):
    with at_webex(webex, work):
        chloe, alice = (
            webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois"),
            webex.person(sample.ATELIER_ADMIN, "Alice Martin"),
        )
        play(WebexAdmin(webex, chloe), WebexAdmin(webex, alice), work, said)


@pytest.mark.browser
def test_people_carry_it_out_at_the_console(chromium, work, said):  # noqa: F811 - the fixture
    with at_the_console(work, CHLOE, ALICE) as address:
        pages = [chromium.new_page(locale=said.locale) for _person in range(2)]
        chloe, alice = (
            ConsoleAdmin(page, address, said.language, person)
            for page, person in zip(pages, (CHLOE, ALICE), strict=True)
        )
        play(chloe, alice, work, said)
        for page in pages:
            page.close()
