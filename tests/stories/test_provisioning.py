"""Webex orders from the files they came in to the paper they leave, on every surface; begun here, ended there."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from http import HTTPStatus

import pytest
import requests

from bot.phrases import plain
from bot.web.console import ConsolePerson
from handlers import sample
from tests.bot.cli.process import free_port
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.jobs.waiting import eventually
from tests.kill.conftest import nursery  # noqa: F401 - a fixture
from tests.stories import handing, provisioning
from tests.stories.buying import Shop
from tests.stories.deployment import Deployment, Today
from tests.stories.provisioning import Order
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex
from tests.stories.words import LANGUAGES

ORDERS = {
    "Alice Martin": Order("WBX-2001", "Atelier Cloud", sample.ATELIER_ADMIN, "Fabrikam", "fabrikam"),
    "Brigid Moore": Order("WBX-2002", "Blue Harbour", sample.BLUE_HARBOUR_ADMIN, "Adventure Works", "adventure"),
}


@pytest.fixture
def shop(database, said):
    return Shop(Deployment(database, said.language), said.language)


def test_orders_are_completed_by_others_in_slack(slack, shop, said, tmp_path):
    channel = slack.channel("licences")

    def meets(email, name):
        return SlackAdmin(slack, slack.person(email, name, locale=said.locale), channel)

    with wired(slack, shop.work) as wire, over_http(slack, wire):
        handing.play(handing.come_together(meets, shop, tmp_path), shop, tmp_path)


def test_orders_are_completed_by_others_in_webex(webex, shop, tmp_path):
    def meets(email, name):
        return WebexAdmin(webex, webex.person(email, name))

    with at_webex(webex, shop.work):
        handing.play(handing.come_together(meets, shop, tmp_path), shop, tmp_path)


@pytest.mark.browser
def test_orders_are_completed_by_others_at_the_console(chromium, shop, said, tmp_path):  # noqa: F811 - the fixture
    people = {email: ConsolePerson(email, name, plain("")) for email, name in handing.NAMES.items()}
    page = chromium.new_page(locale=said.locale)
    with at_the_console(shop.work, *people.values()) as address:

        def meets(email, _name):
            return ConsoleAdmin(page, address, said.language, people[email])

        handing.play(handing.come_together(meets, shop, tmp_path), shop, tmp_path)
    page.close()


@contextmanager
def serving(forks, port, database_url, slack, webex, folder):
    """`comptoir serve` in a process of its own, for Slack and Webex; gives its id."""
    address = f"http://127.0.0.1:{port}"
    slack.app_url = f"{address}/slack/events"
    for_slack = {"SLACK_BOT_TOKEN": slack.token, "SLACK_SIGNING_SECRET": slack.signing_secret}
    here = {"COMPTOIR_PORT": str(port), "COMPTOIR_PUBLIC_URL": address, "DATABASE_URL": database_url}
    platforms = {"SLACK_API_URL": slack.api_url, **for_slack, **webex.environment}
    pid = forks.runs("serve", folder=folder, settings=here | platforms, output=folder / "output")
    try:
        eventually(lambda: is_ready(address), 30)
        webex.until(lambda: len(webex.world.webhooks) == 3, 20)
        yield pid
    except BaseException:
        with suppress(ProcessLookupError):
            forks.kill(pid)
        raise


def is_ready(address):
    with requests.Session() as session, suppress(requests.ConnectionError):
        session.trust_env = False
        return session.get(f"{address}/readyz", timeout=5).status_code == HTTPStatus.OK


def begins_in_slack(slack, said, shop, name, order, folder):
    person = slack.person(order.contact, name, locale=said.locale)
    admin = SlackAdmin(slack, person, slack.channel("licences", person))
    provisioning.speaks(admin, shop)
    provisioning.an_order_comes_in(order, shop, folder)
    provisioning.is_mapped(admin, shop, order)


def ends_in_webex(webex, shop, name, order):
    admin = WebexAdmin(webex, webex.person(order.contact, name))
    provisioning.goes_on_where_it_stopped(admin, shop, order)
    provisioning.gets_two_sites(admin, shop, order)
    provisioning.gets_a_location(admin, shop)
    provisioning.is_made_and_put_on_paper(admin, shop, order)
    webex.settle()


def test_what_is_begun_in_slack_goes_on_in_webex_though_the_bot_is_killed(
    nursery,  # noqa: F811 - the fixture
    database,
    sqlite_url,
    slack,
    webex,
    tmp_path,
):
    """At the fourth step: Alice's order in English, and Brigid's in French."""
    work, port = Deployment(database, clock=Today()), free_port()
    told = [(said, Shop(work, said.language), *one) for said, one in zip(LANGUAGES, ORDERS.items(), strict=True)]
    with serving(nursery, port, sqlite_url, slack, webex, tmp_path) as bot:
        for said, shop, name, order in told:
            begins_in_slack(slack, said, shop, name, order, tmp_path)
        assert nursery.kill(bot) == -signal.SIGKILL
    with serving(nursery, port, sqlite_url, slack, webex, tmp_path) as bot:
        for _said, shop, name, order in told:
            ends_in_webex(webex, shop, name, order)
        assert nursery.end(bot) == 0
