"""A code is used once and refused after, devices are reminded of and moved; on every surface, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.ask import Way
from bot.phrases import Speaker, Tongue, _, n_
from handlers import sample
from handlers.book import MENU
from handlers.dispatch import Dispatcher
from handlers.keys.showing import Showing
from handlers.sample.loading import sample_id
from store.vault import Vault
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex

if TYPE_CHECKING:
    from bot.ask import Answer, Ask
    from bot.cards import Card
    from bot.phrases import Phrase
    from store.database import Database

CODE = "XXXXX-XXXXX-XXXXX-XXXXX-RD22X"
KEY, SERVER = str(sample_id("product key", CODE)), str(sample_id("licence server", "LIC-PARIS-01"))


class Revealing(Dispatcher):
    """Puts the secrets into what it answers."""

    def __init__(self, work: OnPremises) -> None:
        super().__init__(work.database, MENU, work.clock, work.defaults)
        self._work = work

    def __call__(self, ask: Ask) -> Answer:
        answer = super().__call__(ask)
        return answer if ask.way is Way.OUTBOX else replace(answer, card=self._work.unsealed(answer.card))


class OnPremises(Deployment):
    """With a vault, and the keys in it."""

    def __init__(self, database: Database, language: str) -> None:
        super().__init__(database, language)
        vault = Vault(["the key of the vault of the stories " + "x" * 16])
        self.defaults = replace(self.defaults, vault=vault)
        self.dispatch = Revealing(self)
        self._showing = Showing(database, vault, self.clock)
        with database.transaction() as db:
            sample.load_keys(db, self.clock(), vault)

    def unsealed(self, card: Card) -> Card:
        return self._showing(card)

    def said(self, phrase: Phrase | str) -> str:
        text = Speaker(Tongue(self.defaults.language)).say(_(phrase) if isinstance(phrase, str) else phrase)
        return " ".join(text.split())


@pytest.fixture
def work(database, said):
    return OnPremises(database, said.language)


def uses_a_code(admin, work):
    admin.asks(work.said("servers Contoso"))
    admin.presses("LIC-PARIS-01")
    admin.presses(work.said("Use a code"))
    admin.fills(work.said("Use the code"), server=SERVER, key=KEY, reason="Rollout")


def is_refused_it_afterwards(admin, work):
    """Recorded and shown once; the same server is no excuse."""
    uses_a_code(admin, work)
    admin.sees(CODE, work.said(_("Code …{hint} is recorded as used on {server}.", hint="RD22X", server="LIC-PARIS-01")))
    uses_a_code(admin, work)
    admin.sees("RD22X", "LIC-PARIS-01", "Chloé Dubois", work.said(_("Why do you need it?")))
    assert work.rows("select count(*) from code_uses") == work.rows("select count(*) from reveals") == [(1,)]


def is_reminded_and_moves_the_rest(admin, work):
    """Thirty days before the 180th the channel is told; with all devices moved there is nothing more to do."""
    admin.asks("kms")
    admin.sees("12 / 40")
    admin.asks_in_the_channel(work.said("remind here"))
    admin.sees(work.said(_("This channel is told what is due in {name}.", name="Contoso")))
    work.clock.later(days=50)
    admin.sees("Windows Server 2022 Standard", work.said(n_("{count} day left", "{count} days left", 30)))
    admin.presses(work.said("Update progress"))
    admin.fills(work.said("Save"), devices="40", moved="40")
    admin.sees(work.said("All devices have the new key. Nothing more to do."))


def play(admin, work):
    is_refused_it_afterwards(admin, work)
    is_reminded_and_moves_the_rest(admin, work)


def test_a_code_and_a_move_in_slack(slack, work, said):
    with wired(slack, work) as wire, over_http(slack, wire):
        person = slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois", locale=said.locale)
        play(SlackAdmin(slack, person, slack.channel("licences", person)), work)


def test_a_code_and_a_move_in_webex(webex, work):
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois")), work)


@pytest.mark.browser
def test_a_code_and_a_move_at_the_console(chromium, work, said):  # noqa: F811 - the fixture
    with at_the_console(work) as address:
        page = chromium.new_page(locale=said.locale)
        play(ConsoleAdmin(page, address, said.language), work)
        page.close()
