"""The first purchase on every surface and in both languages; and one that is begun here and bought there."""

from __future__ import annotations

import pytest

from bot.phrases import _
from bot.web.console import ConsolePerson
from handlers import sample
from handlers.book import MENU
from handlers.dispatch import Dispatcher
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.stories import buying
from tests.stories.buying import Shop
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex

ALICE = ConsolePerson(sample.ATELIER_ADMIN, "Alice Martin", _("Admin of {organisation}", organisation="Atelier Cloud"))


@pytest.fixture
def shop(database, said):
    return Shop(Deployment(database, said.language), said.language)


def in_slack(slack, said):
    person = slack.person(sample.ATELIER_ADMIN, "Alice Martin", locale=said.locale)
    return SlackAdmin(slack, person, slack.channel("licences", person))


def first_purchase(alice, shop):
    buying.fills_the_cart(alice, shop)
    buying.makes_an_account(alice, shop)
    buying.buys(alice, shop)


@pytest.mark.browser
def test_a_first_purchase_at_the_console(chromium, shop, said):  # noqa: F811 - the fixture
    with at_the_console(shop.work, ALICE) as address:
        page = chromium.new_page(locale=said.locale)
        first_purchase(ConsoleAdmin(page, address, said.language, ALICE), shop)
        page.close()


def test_a_first_purchase_in_slack(slack, shop, said):
    with wired(slack, shop.work) as wire, over_http(slack, wire):
        first_purchase(in_slack(slack, said), shop)


def test_a_first_purchase_in_webex(webex, shop):
    with at_webex(webex, shop.work):
        first_purchase(WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin")), shop)


def test_what_is_begun_in_slack_is_bought_in_webex_after_a_restart(slack, webex, shop, said):
    """The bot ends in between: all that it knows of the checkout is in its tables."""
    work = shop.work
    with wired(slack, work) as wire, over_http(slack, wire):
        alice = in_slack(slack, said)
        buying.fills_the_cart(alice, shop)
        buying.uses_the_account(alice, shop)
    work.dispatch = Dispatcher(work.database, MENU, work.clock, work.defaults)
    with at_webex(webex, work):
        alice = WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin"))
        buying.goes_on(alice, shop)
        buying.buys(alice, shop)
