"""Where an answer goes: in place of what was pressed, over it, beside it, or to the one who asked."""

from __future__ import annotations

import pytest

from bot.cards import Button, Buttons, Card
from bot.phrases import Tongue, plain
from handlers.seat_commands import ChangeSeats
from store.database import Database
from tests.bot.slack_bot import Bot, bot, channel, chloe, david
from tests.fakes.slack_world import View

__all__ = ["bot", "channel", "chloe", "david"]

E3 = "Microsoft 365 E3"
SEATS = f"seats {E3} +5"
OPENS = ChangeSeats().token


@pytest.fixture
def digest(bot, channel):
    """A message that everybody in the channel sees, with a button."""
    buttons = Buttons(
        buttons=(Button(label=plain("Change seats"), press=OPENS), Button(label=plain("Show"), press='["overview",{}]'))
    )
    bot.wire.sender.post(bot.wire.team, channel.id, Card(title=plain("Due"), elements=(buttons,)), Tongue())
    return bot.slack.posts(channel)[0]


def test_a_command_is_answered_on_the_spot_to_the_asker_alone(bot, chloe, david, channel):
    card = chloe.slash("/licence", SEATS, channel)
    assert (card.channel, card.only_for) == (channel, chloe.id)
    assert chloe.sees("25 → 30", "+ €1,785.21 now", "Order 5 seats")
    assert not david.texts(channel)


@pytest.mark.parametrize("name", ["/licence", "/licences", "/comptoir"])
def test_the_command_may_have_any_name(bot, chloe, name):
    assert chloe.text(chloe.slash(name)).startswith("Contoso")


def test_a_pressed_ephemeral_card_gives_way_to_the_outcome(bot, chloe, channel):
    card = chloe.slash("/licence", SEATS, channel)
    assert chloe.press(card, "Order 5 seats") is card
    assert "ordered for Contoso" in chloe.text(card)
    assert "Order 5 seats" not in chloe.text(card)
    assert bot.orders() == ["accepted"]


def test_a_pressed_card_in_direct_messages_gives_way_to_the_outcome(bot, chloe):
    chloe.dm(SEATS)
    bot.hears()
    card = chloe.last_card()
    assert chloe.press(card, "Order 5 seats") is card
    assert "ordered for Contoso" in chloe.text(card)


def test_a_card_that_everybody_sees_stays_and_the_presser_alone_is_answered(bot, chloe, david, channel, digest):
    chloe.press(digest, "Show")
    assert chloe.text(digest).startswith("Due")
    assert chloe.last_card(channel).only_for == chloe.id
    assert len(david.texts(channel)) == 1


def test_a_form_opens_over_the_card_whose_button_was_pressed(bot, chloe, digest):
    form = chloe.press(digest, "Change seats")
    assert isinstance(form, View)
    assert chloe.text(digest).startswith("Due")


def test_what_is_missing_is_asked_by_a_form_and_its_outcome_takes_its_place(bot, chloe, channel):
    form = chloe.slash("/licence", "seats", channel)
    outcome = chloe.submit(form, {"Subscription": E3, "Seats": "+5"})
    assert outcome is form
    assert "25 → 30" in chloe.text(outcome)
    assert chloe.messages(channel) == []


def test_an_error_stands_next_to_its_field_and_what_was_filled_in_stays(bot, chloe):
    form = chloe.slash("/licence", "seats")
    assert chloe.submit(form, {"Subscription": E3, "Seats": "many"}) is form
    assert form.complaints.keys() == {"Seats"}
    assert "Seats\nmany\n" in chloe.text(form)
    assert "“many” is not a number of seats. For example: 30, +5 or -2." in chloe.text(form)
    assert bot.audit()[-1] == ("seats", "refused")


def test_an_error_of_a_field_that_the_form_does_not_have_takes_its_place(bot, chloe):
    form = chloe.slash("/licence", "seats")
    chloe.fill(form, {"Subscription": E3, "Seats": "many"})
    form.body["blocks"] = [block for block in form.blocks if not block["block_id"].startswith("seats:")]
    chloe.submit(form)
    assert "“many” is not a number of seats" in chloe.text(form)
    assert not form.errors


def test_buttons_of_a_modal_lead_on_in_the_modal(bot, chloe):
    form = chloe.slash("/licence", "seats")
    card = chloe.submit(form, {"Subscription": E3, "Seats": "+5"})
    assert chloe.press(card, "Other number") is form
    assert chloe.submit(form, {"Seats": "+6"}) is form
    chloe.press(form, "Order 6 seats")
    assert chloe.sees("6 seats of Microsoft 365 E3 ordered for Contoso")
    assert len(chloe.views) == 1


def test_a_form_from_a_channel_is_asked_in_that_channel(bot, chloe, channel):
    chloe.submit(chloe.slash("/licence", "seats", channel), {"Subscription": E3, "Seats": "+5"})
    assert {ask.place.channel for ask in bot.asked} == {channel.id}


def test_the_home_tab_shows_the_overview_and_what_was_done_from_it(bot, chloe):
    home = chloe.open_home()
    assert "Orders none in progress" in " ".join(chloe.text(home).split())
    form = chloe.press(home, "Change seats", near="unused")
    chloe.press(chloe.submit(form, {"Seats": "+5"}), "Order 5 seats")
    chloe.waits_for("Orders 1 in progress")
    assert chloe.home is home


def test_what_is_only_shown_from_the_home_tab_lies_over_it(bot, chloe):
    assert isinstance(chloe.press(chloe.open_home(), "Subscriptions"), View)
    assert chloe.sees("Windows Server 2022 Standard")


@pytest.mark.parametrize(("shortcut", "title"), [("overview", "Contoso"), ("change_seats", "Change seats")])
def test_a_shortcut_opens_what_it_is_named_after(bot, chloe, shortcut, title):
    assert chloe.shortcut(shortcut).body["title"]["text"] == title


def test_an_unknown_shortcut_does_nothing(bot, chloe):
    assert chloe.shortcut("launch") is None
    assert bot.asked == []


def test_a_mention_is_answered_in_the_channel_to_the_asker_alone(bot, chloe, david, channel):
    assert chloe.mention(channel, SEATS) is None
    bot.hears()
    assert chloe.sees("25 → 30")
    assert not david.sees("25 → 30")


def test_a_mention_in_a_thread_is_answered_in_the_thread(slack, bot, chloe, channel, digest):
    chloe.mention(channel, SEATS, thread=digest)
    bot.hears()
    assert [said.args["thread_ts"] for said in slack.calls("chat.postEphemeral")] == [digest.ts]


def test_a_form_can_be_opened_from_an_answer_that_came_later(bot, chloe):
    chloe.dm("seats")
    bot.hears()
    assert isinstance(chloe.press(chloe.last_card(), "Continue"), View)


def test_an_address_that_somebody_writes_arrives_as_they_wrote_it(bot, chloe):
    chloe.dm("orders a&b <c> anna@contoso.example https://contoso.example/x?a=1&b=2")
    said = bot.asked[-1].said.text
    assert said == "orders a&b <c> anna@contoso.example https://contoso.example/x?a=1&b=2"


def test_what_the_bot_says_itself_and_what_people_change_is_not_heard(slack, bot, chloe):
    chloe.dm("overview")
    bot.hears()
    slack.echo(chloe.last_card())
    chloe.edit(chloe.messages()[0], "orders")
    assert len(bot.asked) == 1


def test_other_apps_are_not_heard(slack, bot, channel):
    other = slack.person("other@apps.example", bot=True)
    other.mention(channel, "overview")
    other.deliveries[-1].payload["event"]["bot_id"] = "B0OTHER"
    bot.asked.clear()
    other.redeliver()
    assert bot.asked == []


def test_words_with_a_file_are_heard(bot, chloe):
    chloe.dm("overview", file=("seats.png", b"a;b"))
    bot.hears()
    assert bot.asked[-1].said.text == "overview"


def test_others_of_another_company_read_along_in_a_shared_channel(slack, bot, chloe):
    shared = slack.channel("with-others", chloe, ext_shared=True)
    chloe.slash("/licence", "overview", shared)
    chloe.slash("/licence", "overview")
    assert [ask.place.shared for ask in bot.asked] == [True, False]


def test_a_channel_of_which_slack_says_nothing_may_be_shared(slack, bot, chloe):
    chloe.slash("/licence", "overview", slack.channel("secret", chloe, private=True, bot=False))
    assert bot.asked[-1].place.shared


def test_closing_a_form_is_acknowledged(bot, chloe):
    form = chloe.slash("/licence", "seats")
    form.body["notify_on_close"] = True
    chloe.close(form)
    assert chloe.last.status == 200


def test_one_asks_and_orders_on_postgresql_as_well(slack, postgresql_url, chloe):
    database = Database.open(postgresql_url)
    with Bot(database, slack) as bot:
        chloe.press(chloe.slash("/licence", SEATS), "Order 5 seats")
        chloe.redeliver(3, at_once=True)
        bot.hears()
        assert bot.orders() == ["completed"]
    database.close()
