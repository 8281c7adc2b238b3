"""An order finds its organisations, on every surface and in both languages."""

from __future__ import annotations

import pytest

from handlers import sample
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.stories import mapping
from tests.stories.buying import Shop
from tests.stories.deployment import Deployment
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_buying import ALICE, in_slack
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex


@pytest.fixture
def shop(database, said):
    work = Deployment(database, said.language)
    mapping.an_order_comes_in(work)
    return Shop(work, said.language)


@pytest.mark.browser
def test_an_order_is_mapped_at_the_console(chromium, shop, said):  # noqa: F811 - the fixture
    with at_the_console(shop.work, ALICE) as address:
        page = chromium.new_page(locale=said.locale)
        mapping.plays(ConsoleAdmin(page, address, said.language, ALICE), shop)
        page.close()


def test_an_order_is_mapped_in_slack(slack, shop, said):
    with wired(slack, shop.work) as wire, over_http(slack, wire):
        mapping.plays(in_slack(slack, said), shop)


def test_an_order_is_mapped_in_webex(webex, shop):
    with at_webex(webex, shop.work):
        mapping.plays(WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin")), shop)
