"""A secret in Slack: over what is on the screen, where nothing stays; else for the asker's eyes alone; never twice."""

from __future__ import annotations

import pytest

from bot.ask import Answer, Ask
from bot.cards import Button, Buttons, Card, Secret
from bot.errand import direct
from bot.phrases import Tongue, plain
from store.database import Database
from tests.bot.slack_bot import Bot
from tests.fakes.slack_world import View

KEY = "XXXXX-XXXXX-XXXXX-XXXXX-WV22X"
SECRET = Card(title=plain("Key"), elements=(Secret(label=plain("Product key"), value=KEY),), private=True)
SHOW = '["keys.get",{}]'
BUTTON = Card(title=plain("Due"), elements=(Buttons(buttons=(Button(label=plain("Show"), press=SHOW),)),))


class Telling(Bot):
    """Tells everybody the same key, whatever they ask."""

    def answer(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        return Answer(SECRET, Tongue())


@pytest.fixture
def bot(slack, sqlite_url):
    database = Database.open(sqlite_url)
    with Telling(database, slack) as running:
        yield running
    database.close()


@pytest.fixture
def chloe(slack):
    return slack.person("chloe.dubois@contoso.example", "Chloé Dubois")


@pytest.fixture
def room(slack, chloe):
    return slack.channel("licences", chloe, slack.person("david.roux@contoso.example"))


def test_a_command_is_answered_over_the_channel_and_nothing_stays_in_it(bot, chloe, room):
    shown = chloe.slash("/licence", "keys", room)
    assert isinstance(shown, View)
    assert KEY in chloe.text(shown)
    assert chloe.messages(room) == []


def test_a_button_of_a_message_is_answered_over_it_and_the_message_stays_as_it_is(bot, chloe):
    bot.wire.sender.post(bot.wire.team, direct(chloe.id), BUTTON, Tongue())
    due = chloe.last_card()
    assert KEY in chloe.text(chloe.press(due, "Show"))
    assert [KEY in chloe.text(message) for message in chloe.messages()] == [False]


def test_where_slack_opens_nothing_the_asker_alone_sees_it_beside(slack, bot, chloe, room):
    slack.fail("views.open", error="expired_trigger_id")
    shown = chloe.slash("/licence", "keys", room)
    assert shown.only_for == chloe.id
    assert KEY in chloe.text(shown)


def test_where_slack_does_not_say_whether_it_was_shown_it_is_not_told_again(slack, bot, chloe, room):
    slack.fail("views.open", drop_request=True)
    chloe.slash("/licence", "keys", room)
    assert chloe.messages(room) == []


def test_nothing_of_it_goes_along_with_the_modal(bot, chloe, room):
    shown = chloe.slash("/licence", "keys", room)
    assert KEY not in shown.body["private_metadata"]
