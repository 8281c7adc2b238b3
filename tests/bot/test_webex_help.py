"""One's services, a user's view and a question to the supplier, as they look in Webex."""

from __future__ import annotations

from tests.bot import webex_bot

bot, chloe, david = webex_bot.bot, webex_bot.chloe, webex_bot.david

EMMA = "emma.lefevre@contoso.example"
MARK = "You see this as Emma Lefèvre"


def pressed(bot, person, label, **inputs):
    """The card that answers."""
    person.presses(person.last_card(), label, **inputs)
    bot.hears()
    return person.last_card().words


def said(bot, person, words):
    person.says(words)
    bot.hears()
    return person.last_card().words


def test_a_users_view_is_marked_in_webex_and_ends_by_its_button(bot, chloe):
    said(bot, chloe, f"log in as {EMMA}")
    assert MARK in pressed(bot, chloe, "See it as Emma Lefèvre").replace("**", "")
    assert MARK in pressed(bot, chloe, "Subscriptions").replace("**", "")
    assert "You are yourself again" in pressed(bot, chloe, "Be myself again")
    assert bot.rows("select * from guises") == []


def test_help_leaves_no_word_out(bot, chloe):
    told = said(bot, chloe, "help")
    assert "overview" in told
    assert "Show what you can ask" in told
    assert "… and" not in told


def test_services_open_by_a_link(bot, chloe):
    said(bot, chloe, "my services")
    assert chloe.follows(chloe.last_card(), "Open Microsoft 365 E3") == "https://m365.cloud.microsoft/"


def test_a_question_is_asked_by_a_card(bot, chloe):
    said(bot, chloe, "support")
    pressed(bot, chloe, "Ask Atelier Cloud")
    answer = pressed(bot, chloe, "Send", kind="deployment", text="When?\nAnd who?")
    assert "Q-000001" in answer
    assert bot.rows("select kind, text from questions") == [("deployment", "When?\nAnd who?")]


def test_direct_messages_are_turned_on_by_the_settings_card(bot, david):
    said(bot, david, "settings")
    pressed(bot, david, "Change mine")
    pressed(bot, david, "Save", language="en", zone="Europe/Paris", digests="yes")
    ((channel, kind),) = bot.rows("select channel, kind from bindings")
    assert (channel[0], kind) == ("@", "direct")
