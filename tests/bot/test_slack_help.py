"""One's services, a user's view and a question to the supplier, as they look in Slack."""

from __future__ import annotations

from tests.bot.slack_bot import bot, channel, chloe, david

__all__ = ["bot", "channel", "chloe", "david"]

EMMA = "emma.lefevre@contoso.example"
MARK = "You see this as Emma Lefèvre"


def test_a_users_view_is_marked_in_slack_and_ends_by_its_button(bot, chloe, channel):
    card = chloe.slash("/licence", f"log in as {EMMA}", channel)
    card = chloe.press(card, "See it as Emma Lefèvre")
    assert MARK in chloe.text(card)
    assert "Change seats" not in chloe.text(card)
    listed = chloe.press(card, "Subscriptions")
    assert MARK in chloe.text(listed)
    assert "You are yourself again" in chloe.text(chloe.press(listed, "Be myself again"))
    assert bot.rows("select * from guises") == []


def test_a_users_view_is_for_the_admin_alone(bot, chloe, david, channel):
    chloe.press(chloe.slash("/licence", f"log in as {EMMA}", channel), "See it as Emma Lefèvre")
    assert not david.texts(channel)


def test_services_open_by_a_link_and_only_for_whose_they_are(bot, chloe, david, channel):
    card = chloe.slash("/licence", "my services", channel)
    (opening,) = [block["elements"][0] for block in card.blocks if block["type"] == "actions"]
    assert opening["url"] == "https://m365.cloud.microsoft/"
    assert not david.texts(channel)


def test_a_question_is_asked_by_a_modal_and_posted_to_the_suppliers_channel(bot, slack, chloe):
    alice = slack.person("alice.martin@atelier-cloud.example", "Alice Martin")
    desk = slack.channel("desk", alice)
    alice.slash("/licence", "remind here", desk)
    form = chloe.press(chloe.slash("/licence", "support"), "Ask Atelier Cloud")
    chloe.submit(form, {"What about": "Presales help", "Your question": "Which plan\nfor <!channel>?"})
    assert chloe.sees("Your question is", "Q-000001", "in 1 channel of theirs")
    bot.hears()
    told = alice.last_card(desk)
    assert "Q-000001 · Contoso" in alice.text(told)
    assert "for <!channel>?" in alice.text(told)
    assert "Chlo" not in alice.text(told)
    assert "Chloé Dubois" in alice.text(alice.press(told, "Open Q-000001"))


def test_direct_messages_are_turned_on_in_the_settings_modal(bot, david):
    form = david.press(david.slash("/licence", "settings"), "Change mine")
    david.submit(form, {"Reminders of Contoso in direct messages, once a day": True})
    assert bot.rows("select channel, kind from bindings") == [(f"@{david.id}", "direct")]


def test_a_channel_is_listed_as_slack_shows_it_and_recorded_by_its_name(bot, slack, chloe, channel):
    chloe.slash("/licence", "remind here", channel)
    channel.name = "licences-and-keys"
    listed = chloe.slash("/licence", "reminders")
    assert f"<#{channel.id}>" in str(listed.blocks)
    assert "#licences-and-keys" in chloe.text(listed)
    assert "[Stop #licences]" in chloe.text(listed)
    assert f"channel told: #licences ({channel.id})" in chloe.text(chloe.slash("/licence", "audit"))
