from __future__ import annotations

from handlers import sample
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin, SlackHand
from tests.stories.slack_bot import over_http, wired
from tests.stories.story import play
from tests.stories.words import ENGLISH


def chloe(slack, said, surface=SlackAdmin):
    person = slack.person(sample.CONTOSO_ADMIN, "Chloé Dubois", locale=said.locale)
    return surface(slack, person, slack.channel("licences", person))


def test_the_story_over_http(slack, database, said):
    work = Deployment(database, said.language)
    with wired(slack, work) as wire, over_http(slack, wire):
        play(chloe(slack, said), work, said)


def test_the_story_over_http_on_postgresql(slack, postgresql_database):
    work = Deployment(postgresql_database)
    with wired(slack, work) as wire, over_http(slack, wire):
        play(chloe(slack, ENGLISH), work, ENGLISH)


def test_the_story_in_direct_messages(slack, database, said):
    work = Deployment(database, said.language)
    with wired(slack, work) as wire, over_http(slack, wire):
        play(chloe(slack, said, SlackHand), work, said)
