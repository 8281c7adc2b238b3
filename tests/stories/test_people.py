"""The story of people on every surface and in both languages, with a real mail server and a real Chromium."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette

from bot.phrases import _
from bot.web.console import ConsolePerson
from bot.web.portal import portal
from handlers import sample
from handlers.portal.desk import Counter
from handlers.portal.hashing import Hasher
from tests.bot.web.conftest import chromium, served  # noqa: F401 - a fixture
from tests.fakes.smtp import MailServer
from tests.stories.deployment import Deployment
from tests.stories.people import Town, play
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex

pytestmark = pytest.mark.browser
ALICE = ConsolePerson(sample.ATELIER_ADMIN, "Alice Martin", _("Admin of {organisation}", organisation="Atelier Cloud"))


@pytest.fixture
def town(chromium, database, said, tmp_path):  # noqa: F811 - the fixture
    """A deployment with a post office and a portal, where the language is spoken."""
    with MailServer(tmp_path) as server, ThreadPoolExecutor(2) as pool:
        work = Deployment(database, said.language, post_office=server.url, public_url="https://bot.example")
        desk = Counter(database, work.clock, work.defaults, hasher=Hasher(rounds=1, kibibytes=64))
        page = chromium.new_page(locale=said.locale)
        with served(Starlette(routes=portal(desk, pool, pool, secure=False))) as address:
            yield Town(server.box, page, address.removesuffix("/console/"), said.language, work)
        page.close()


def test_the_story_of_people_at_the_console(chromium, town, said):  # noqa: F811 - the fixture
    with at_the_console(town.work, ALICE) as address:
        page = chromium.new_page(locale=said.locale)
        play(ConsoleAdmin(page, address, said.language, ALICE), town)
        page.close()


def test_the_story_of_people_in_slack(slack, town, said):
    with wired(slack, town.work) as wire, over_http(slack, wire):
        person = slack.person(sample.ATELIER_ADMIN, "Alice Martin", locale=said.locale)
        play(SlackAdmin(slack, person, slack.channel("licences", person)), town)


def test_the_story_of_people_in_webex(webex, town):
    with at_webex(webex, town.work):
        play(WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin")), town)
