from __future__ import annotations

from tests.stories.deployment import Deployment
from tests.stories.slack_bot import over_sockets, wired
from tests.stories.story import play
from tests.stories.test_slack_http import chloe


def test_the_story_over_web_sockets(slack, database, said):
    work = Deployment(database, said.language)
    with wired(slack, work) as wire, over_sockets(slack, wire):
        play(chloe(slack, said), work, said)
