"""Who is let in: those of this workspace whom Slack vouches for and their organisation has made operators."""

from __future__ import annotations

import pytest

from bot.ask import Account, Platform, Standing
from bot.slack_people import vouched
from handlers import sample
from tests.bot.slack_bot import bot, channel, chloe, david
from tests.fakes.slack_world import OTHER_TEAM, TEAM

__all__ = ["bot", "channel", "chloe", "david"]

ANNA = Account(Platform.SLACK, TEAM, "U1")
MEMBER = {"id": "U1", "team_id": TEAM, "profile": {"email": "anna@contoso.example"}, "tz": "Europe/Paris"}
UNKNOWN = "You are not known here"


def standing(**traits):
    return vouched(ANNA, MEMBER | traits).standing


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({}, Standing.MEMBER),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"deleted": True}, Standing.DEACTIVATED),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.STRANGER),
        ({"team_id": OTHER_TEAM}, Standing.STRANGER),
        ({"team_id": None}, Standing.STRANGER),
        ({"profile": {}}, Standing.MEMBER),
        ({"profile": None}, Standing.MEMBER),
        ({"profile": {"email": ""}}, Standing.MEMBER),
        ({"profile": {}, "is_restricted": True}, Standing.GUEST),
        ({"profile": {}, "is_email_confirmed": False}, Standing.UNVERIFIED),
        ({"is_email_confirmed": False}, Standing.UNVERIFIED),
        ({"team_id": OTHER_TEAM, "enterprise_user": {"teams": [TEAM]}}, Standing.MEMBER),
        ({"team_id": OTHER_TEAM, "enterprise_user": {"enterprise_id": TEAM}}, Standing.MEMBER),
        ({"team_id": OTHER_TEAM, "enterprise_user": {"teams": ["T0OTHER"]}}, Standing.STRANGER),
    ],
)
def test_what_slack_says_of_somebody_is_their_standing(traits, expected):
    assert standing(**traits) is expected


def test_language_and_zone_come_along_and_a_zone_of_nowhere_does_not():
    told = vouched(ANNA, MEMBER | {"locale": "fr-FR", "real_name": "Anna Berg"})
    assert (told.email, told.name, told.language, told.zone) == (
        "anna@contoso.example",
        "Anna Berg",
        "fr-FR",
        "Europe/Paris",
    )
    for zone in ("Europe/Nowhere", "../../etc/passwd", "", None, "\0", "x" * 5000):
        assert vouched(ANNA, MEMBER | {"tz": zone}).zone == ""


@pytest.mark.parametrize(
    "traits",
    [
        {"guest": True},
        {"single_channel_guest": True},
        {"bot": True},
        {"stranger": True},
        {"deleted": True},
        {"email_confirmed": False},
        {"email": ""},
        {"email": "nobody@contoso.example"},
    ],
)
def test_nobody_else_is_let_in_even_under_an_admins_name(slack, bot, traits):
    somebody = slack.person(**{"email": sample.CONTOSO_ADMIN} | traits)
    assert somebody.text(somebody.slash("/licence", "overview")).startswith(UNKNOWN)
    somebody.open_home()
    somebody.shortcut("overview")
    assert not somebody.sees("Visio")


@pytest.mark.parametrize("traits", [{"guest": True}, {"stranger": True}, {"email": "nobody@contoso.example"}])
def test_what_a_stranger_says_to_the_bot_shows_nothing(slack, bot, channel, traits):
    somebody = slack.person(**{"email": sample.CONTOSO_ADMIN} | traits)
    somebody.mention(channel, "overview")
    somebody.dm("overview")
    bot.hears()
    assert not somebody.sees("Visio")


def test_who_may_not_change_anything_is_told_so(bot, david):
    assert "lets you look at everything here" in david.text(david.slash("/licence", "seats Microsoft 365 E3 +5"))
    assert bot.rows("SELECT id FROM orders") == []


def test_somebody_elses_button_is_pressed_with_ones_own_rights(bot, chloe, david):
    card = chloe.slash("/licence", "seats Microsoft 365 E3 +5").snapshot()
    david.press(card, "Order 5 seats")
    assert bot.orders() == []


def test_slack_is_asked_once_about_a_person(slack, bot, chloe):
    for _time in range(3):
        chloe.slash("/licence", "overview")
    assert len(slack.calls("users.info")) == 1


def test_somebody_is_asked_about_again_after_a_day(slack, bot, chloe):
    chloe.slash("/licence", "overview")
    assert bot.dispatch.fresh(bot.asked[0].account)
    bot.later(hours=25)
    assert not bot.dispatch.fresh(bot.asked[0].account)


def test_who_leaves_is_out_at_once(bot, chloe):
    card = chloe.slash("/licence", "seats Microsoft 365 E3 +5")
    chloe.changed(deleted=True)
    chloe.press(card, "Order 5 seats")
    assert chloe.sees(UNKNOWN)
    assert bot.orders() == []


def test_a_new_address_carries_no_rights_over(bot, chloe):
    chloe.slash("/licence", "overview")
    chloe.changed(email="chloe@elsewhere.example")
    assert chloe.text(chloe.slash("/licence", "overview")).startswith(UNKNOWN)


def test_a_change_is_not_forgotten_because_slack_did_not_answer(slack, bot, chloe):
    chloe.slash("/licence", "overview")
    chloe.slash("/licence", "overview")
    slack.fail("users.info", status=500)
    chloe.changed(deleted=True)
    slack.pardon("answered 503")
    assert chloe.text(chloe.slash("/licence", "overview")).startswith(UNKNOWN)


def test_changes_of_people_who_never_asked_are_of_no_interest(slack, bot):
    slack.person("nobody@contoso.example").changed(name="Somebody Else")
    assert slack.calls("users.info") == []


def test_everybody_reads_their_own_language(slack, bot):
    claire = slack.person(sample.CONTOSO_ADMIN, locale="fr-FR")
    assert "Commander 5 licences" in claire.text(claire.slash("/licence", "sièges Microsoft 365 E3 +5"))


def test_two_workspaces_do_not_share_their_people(slack, bot, chloe):
    chloe.slash("/licence", "overview")
    chloe.deliveries[-1].payload |= {"team_id": OTHER_TEAM, "trigger_id": "1.2"}
    chloe.redeliver()
    assert {ask.account for ask in bot.asked} == {Account(Platform.SLACK, TEAM, chloe.id)}
