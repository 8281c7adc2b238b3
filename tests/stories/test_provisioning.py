"""A Webex order from the file it came in to the paper it leaves; begun here, ended there, and on every surface."""

from __future__ import annotations

import pytest

from handlers import sample
from handlers.book import MENU
from handlers.dispatch import Dispatcher
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.stories import provisioning
from tests.stories.buying import Shop
from tests.stories.deployment import Deployment
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_buying import ALICE, in_slack
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex


@pytest.fixture
def shop(database, said):
    return Shop(Deployment(database, said.language), said.language)


def test_what_is_begun_in_slack_is_set_up_in_webex_after_a_restart(slack, webex, shop, said, tmp_path):
    """The bot ends at the fourth step: all that it knows of the order is in its tables."""
    work = shop.work
    with wired(slack, work) as wire, over_http(slack, wire):
        alice = in_slack(slack, said)
        provisioning.an_order_comes_in(alice, shop, tmp_path)
        provisioning.is_mapped(alice, shop)
    work.dispatch = Dispatcher(work.database, MENU, work.clock, work.defaults)
    with at_webex(webex, work):
        alice = WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin"))
        provisioning.gets_its_services(alice, shop)
        provisioning.is_made_and_put_on_paper(alice, shop)


@pytest.mark.browser
def test_an_order_is_set_up_at_the_console(chromium, shop, said, tmp_path):  # noqa: F811 - the fixture
    with at_the_console(shop.work, ALICE) as address:
        page = chromium.new_page(locale=said.locale)
        alice = ConsoleAdmin(page, address, said.language, ALICE)
        provisioning.an_order_comes_in(alice, shop, tmp_path)
        provisioning.is_mapped(alice, shop)
        provisioning.gets_its_services(alice, shop)
        provisioning.is_made_and_put_on_paper(alice, shop)
        page.close()
