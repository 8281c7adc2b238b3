"""The story of giving back on every surface and in both languages."""

from __future__ import annotations

import pytest

from handlers import sample
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.stories.deployment import Deployment
from tests.stories.endings import play
from tests.stories.slack_admin import SlackAdmin
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import ConsoleAdmin, at_the_console
from tests.stories.test_webex import WebexAdmin, at_webex


@pytest.mark.browser
def test_the_story_of_giving_back_at_the_console(chromium, database, said):  # noqa: F811 - the fixture
    work = Deployment(database, said.language)
    with at_the_console(work) as address:
        page = chromium.new_page(locale=said.locale)
        play(ConsoleAdmin(page, address, said.language), work, said.language)
        page.close()


def test_the_story_of_giving_back_in_slack(slack, database, said):
    work = Deployment(database, said.language)
    with wired(slack, work) as wire, over_http(slack, wire):
        person = slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois", locale=said.locale)
        play(SlackAdmin(slack, person, slack.channel("licences", person)), work, said.language)


def test_the_story_of_giving_back_in_webex(webex, database, said):
    work = Deployment(database, said.language)
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.CONTOSO_ADMIN, "Chloé Dubois")), work, said.language)
