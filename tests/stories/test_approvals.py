"""Asked in Slack, approved in Webex; and both at the console. In each language."""

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


def spoken(language: str, phrase: Phrase | str) -> str:
    said = Speaker(Tongue(language)).say(_(phrase) if isinstance(phrase, str) else phrase)
    return " ".join(said.replace("**", "").split())


def play(chloe, alice, work, said):
    words = partial(spoken, said.language)
    sets_a_limit(chloe, words)
    has_it_approved(chloe, alice, work, said, words)
    has_it_rejected(chloe, alice, work, said, words)


def sets_a_limit(chloe, words):
    chloe.asks(words("approvals settings"))
    chloe.fills(words("Save"), amount="500", currency="EUR")
    chloe.sees(words("Saved. All Admins are told."))


def has_it_approved(chloe, alice, work, said, words):
    chloe.asks(said.more)
    chloe.presses(said.order)
    chloe.sees("C-000001", "Alice Martin", words("Why an approval"))
    assert work.held(E3) == (25, None, "renew")
    asked = _("{name} asks for your approval. Nothing is ordered before.", name="Chloé Dubois")
    alice.sees(words(asked), "25 → 30")
    alice.presses(words("Approve"))
    alice.sees(words(_("Approved by {name}. The order is on its way.", name="Alice Martin")))
    chloe.sees("C-000001", said.completed)
    assert work.held(E3) == (30, None, "renew")


def has_it_rejected(chloe, alice, work, said, words):
    chloe.asks(said.more)
    chloe.presses(said.order)
    alice.sees(
        "C-000002",
        "30 → 35",
        words(_("{name} asks for your approval. Nothing is ordered before.", name="Chloé Dubois")),
    )
    alice.presses(words("Reject …"))
    alice.fills(words("Reject the request"), reason="Not this quarter")
    alice.sees(words(_("Rejected by {name}. Nothing was ordered.", name="Alice Martin")))
    chloe.sees("C-000002", words("Not approved. Nothing was ordered."), "Not this quarter")
    assert work.orders() == ["completed", "refused"]


def test_asked_in_slack_and_approved_in_webex(slack, webex, work, said):
    with wired(slack, work, jobs=False) as wire, over_http(slack, wire):
        work.besides["slack"] = wire.sender
        with at_webex(webex, work):
            person = slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois", locale=said.locale)
            chloe = SlackAdmin(slack, person, slack.channel("licences", person))
            alice = WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin"))
            alice.asks("help")
            play(chloe, alice, work, said)


@pytest.mark.browser
def test_asked_and_approved_at_the_console(chromium, work, said):  # noqa: F811 - the fixture
    with at_the_console(work, CHLOE, ALICE) as address:
        pages = [chromium.new_page(locale=said.locale) for _person in (CHLOE, ALICE)]
        alice = ConsoleAdmin(pages[1], address, said.language, ALICE)
        alice.asks("help")
        play(ConsoleAdmin(pages[0], address, said.language, CHLOE), alice, work, said)
        for page in pages:
            page.close()
