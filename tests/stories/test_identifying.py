"""Members whose address the platform does not tell prove who they are by a code, in both languages."""

from __future__ import annotations

import re
from functools import partial

import pytest

from bot.phrases import Speaker, Tongue, _
from handlers import sample
from tests.fakes.smtp import MailServer
from tests.jobs.waiting import eventually
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin, spaced
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_webex import WebexAdmin, at_webex


@pytest.fixture
def post(tmp_path):
    with MailServer(tmp_path) as server:
        yield server


@pytest.fixture
def work(database, said, post):
    return Deployment(database, said.language, post_office=post.url, public_url="https://bot.example")


def slack_words(phrase, language):
    return Speaker(Tongue(language)).say(phrase).replace("**", "")


def webex_words(phrase, language):
    return " ".join(slack_words(phrase, language).split())


def proves_who_it_is(somebody, box, words):
    somebody.asks("overview")
    somebody.presses(words(_("I have an account: send me a code")))
    somebody.fills(words(_("Send me the code")), email=sample.CONTOSO_ADMIN)
    eventually(lambda: box.to(sample.CONTOSO_ADMIN), 10)
    (code,) = re.findall(r"\b\d{8}\b", box.to(sample.CONTOSO_ADMIN)[0].get_body(("plain",)).get_content())
    somebody.fills(words(_("That's me")), code=code)
    somebody.sees(spaced(words(_("Now I know you. Type **help** to see what you can ask."))))
    somebody.asks("overview")
    somebody.sees("Contoso", "Visio Plan 2")


def test_a_member_proves_who_they_are_in_slack(slack, post, work, said):
    with wired(slack, work) as wire, over_http(slack, wire):
        person = slack.person("", "Chloé Dubois", locale=said.locale)
        somebody = SlackAdmin(slack, person, slack.channel("licences", person))
        proves_who_it_is(somebody, post.box, partial(slack_words, language=said.language))


def test_a_member_proves_who_they_are_in_webex(webex, post, work, said):
    with at_webex(webex, work):
        person = webex.person("", "Chloé Dubois")
        proves_who_it_is(WebexAdmin(webex, person), post.box, partial(webex_words, language=said.language))
