from __future__ import annotations

from uuid import uuid4

import orjson
import pytest

from handlers import sample
from handlers.sample.loading import sample_id
from tests.bot import webex_bot

bot, chloe, david = webex_bot.bot, webex_bot.chloe, webex_bot.david

UNKNOWN = "I can only help people whom their organisation has made operators. Nothing was done."
ASKED = "seats Microsoft 365 E3 +5"


def token(name: str, **fields: str) -> str:
    return orjson.dumps([name, fields]).decode()


def proposal(bot, person, words: str = ASKED, room=None):
    """The card that proposes what was asked."""
    person.mentions(room, words) if room else person.says(words)
    bot.hears()
    return person.last_card()


def orders(bot) -> int:
    return bot.rows("select count(*) from orders where state <> 'draft' and state <> 'withdrawn'")[0][0]


# who is served


def test_an_operator_is_answered_by_the_e_mail_that_webex_vouches_for(bot, chloe):
    assert "25 → 30" in proposal(bot, chloe).words
    assert bot.audit() == [(sample.CONTOSO_ADMIN, "seats", "done")]


@pytest.mark.parametrize(
    ("someone", "actor"),
    [
        ({"email": "nobody@contoso.example"}, "nobody@contoso.example"),
        ({"email": sample.CONTOSO_ADMIN, "org": "fabrikam"}, sample.CONTOSO_ADMIN),
        ({"email": sample.CONTOSO_ADMIN, "invite_pending": True}, sample.CONTOSO_ADMIN),
    ],
)
def test_whoever_is_not_vouched_for_hears_the_same_words(webex, bot, someone, actor):
    person = webex.person(**someone)
    person.says("overview")
    bot.hears()
    assert UNKNOWN in person.sees()[-1]
    assert bot.audit() == [(actor, "unknown", "refused")]


def test_who_is_gone_at_webex_is_not_served(webex, bot, chloe):
    webex.hold()
    chloe.says("overview")
    chloe.gone = True
    webex.release()
    bot.hears()
    assert len(chloe.sees()) == 1
    assert [row[2] for row in bot.audit()] == ["refused"]


def test_a_bot_is_never_answered_but_recorded(webex, bot):
    other = webex.person("deploy@webex.bot", kind="bot")
    room = webex.room("Licences", other, webex.bot)
    bot.hears()
    other.mentions(room, "overview")
    bot.hears()
    assert len(other.sees(room)) == 2  # the greeting, and what it said
    assert [row[1:] for row in bot.audit()] == [("unknown", "refused")]


def test_the_bot_does_not_listen_to_itself(bot, chloe):
    proposal(bot, chloe)
    assert len(bot.rows("select key from inbox")) == 2  # what she said, and that a 1:1 space was opened
    bot.wire.handle(f'{{"resource": "messages", "id": "{chloe.last_card().id}"}}')
    assert len(bot.audit()) == 1


def test_a_bot_with_an_address_like_a_persons_is_known_as_one(webex, bot):
    other = webex.person("deploy@contoso.example", kind="bot")
    with webex.expecting("can't write to a bot"):
        other.says("overview")
        bot.hears()
    assert bot.rows("select standing from identities") == [("bot",)]


def test_a_person_is_looked_up_once_a_day(webex, bot, chloe):
    looked_up = f"/people/{chloe.id}"
    for _ in range(2):
        proposal(bot, chloe, "overview")
    assert [call.path for call in webex.calls].count(looked_up) == 1
    bot.later(hours=25)
    proposal(bot, chloe, "overview")
    assert [call.path for call in webex.calls].count(looked_up) == 2


def test_an_operator_who_was_removed_can_no_longer_press(bot, chloe):
    card = proposal(bot, chloe)
    with bot.database.transaction() as db:
        db.exec_driver_sql("delete from grants where person_id in (select id from people where email like 'chloe%')")
    chloe.presses(card, "Order 5 seats")
    bot.hears()
    assert "an Admin does the rest" in chloe.sees()[-1]
    assert orders(bot) == 0


def test_a_right_that_was_taken_away_between_card_and_press_is_gone(bot, chloe):
    card = proposal(bot, chloe)
    with bot.database.transaction() as db:
        db.exec_driver_sql("update grants set role = 'reader'")
    chloe.presses(card, "Order 5 seats")
    bot.hears()
    assert "Reader" in chloe.sees()[-1]
    assert orders(bot) == 0


# once


def test_a_delivery_that_comes_four_times_has_one_effect(webex, bot, chloe):
    card = proposal(bot, chloe)
    chloe.presses(card, "Order 5 seats")
    for delivery in list(webex.deliveries):
        webex.redeliver(delivery, times=3)
    bot.hears(4)
    assert orders(bot) == 1
    assert len([row for row in bot.audit() if row[1] == "order.confirm"]) == 1
    assert len(chloe.messages()) == 3  # what she said, the outcome, the order


def test_a_delivery_that_was_handled_but_not_settled_is_not_handled_twice(bot, chloe):
    proposal(bot, chloe)
    with bot.database.transaction() as db:
        db.exec_driver_sql("update inbox set state = 'waiting', settled_at = null")
    bot.hears()
    assert len(chloe.messages()) == 2
    assert len(bot.audit()) == 1


def test_a_double_press_orders_once_and_says_so(webex, bot, chloe):
    card = proposal(bot, chloe)
    for _ in range(2):
        chloe.presses(card, "Order 5 seats")
    bot.hears(4)
    assert orders(bot) == 1
    assert any("This order was already confirmed." in words for words in chloe.sees())


def test_a_press_on_a_card_that_has_given_way_is_answered(webex, bot, chloe):
    card = proposal(bot, chloe)
    webex.hold()
    for _ in range(2):
        chloe.presses(card, "Order 5 seats")
    first, second = webex.courier.held
    webex.courier.held = []
    webex.courier.carry(first)
    bot.hears(4)
    webex.courier.carry(second)
    bot.hears(4)
    assert "This order was already confirmed." in chloe.sees()[-1]
    assert orders(bot) == 1


# what is there to be read


def test_a_message_that_was_deleted_before_it_was_read_is_nothing(webex, bot, chloe):
    webex.hold()
    chloe.deletes(chloe.says("overview"))
    webex.release()
    bot.hears()
    assert (chloe.sees(), bot.audit()) == ([], [])
    assert {row[0] for row in bot.rows("select state from inbox")} == {"done"}


def test_a_message_without_words_shows_the_overview(bot, chloe):
    chloe.says("")
    bot.hears()
    assert [row[1] for row in bot.audit()] == ["overview"]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503},
        {"status": 401},
        {"retry_after": "rand(2),add(2)"},
        {"html": True},
        {"truncated": True},
        {"lost": True},
    ],
)
def test_what_webex_does_not_tell_now_is_asked_again(webex, bot, chloe, fault):
    webex.fail("GET", "/(messages|people)/(?!me).*", times=2, **fault)
    chloe.says(ASKED)
    bot.hears(20)
    assert "25 → 30" in chloe.last_card().words
    assert len(bot.audit()) == 1


def test_while_nothing_can_be_stored_nothing_is_acknowledged(webex, bot, chloe):
    bot.broken = True
    with webex.expecting("answered 503"):
        chloe.says("overview")
        webex.settle()
    bot.broken = False
    webex.redeliver(webex.deliveries[-1])
    bot.hears()
    assert len(chloe.messages()) == 2


# presses that nobody offered


def test_another_persons_order_is_not_ones_own(webex, bot, chloe, david):
    card = proposal(bot, chloe)
    alice = webex.person(sample.ATELIER_ADMIN)
    proposal(bot, alice, "overview")
    data = next(action["data"] for action in card.card["actions"] if action["title"] == "Order 5 seats")
    bot.presses(alice, alice.last_card(), data["press"])
    assert "Only the person who asked for this can decide on it." in alice.sees()[-1]
    proposal(bot, david, "overview")
    bot.presses(david, david.last_card(), data["press"])
    assert orders(bot) == 0


@pytest.mark.parametrize("command", ["seats", "seats.schedule", "renewal"])
def test_another_organisations_subscription_is_as_unknown_as_any(bot, chloe, command):
    theirs = sample_id("subscription", "Adventure Works", "Microsoft 365 E5")
    heard = []
    for id in (theirs, uuid4()):
        proposal(bot, chloe, "overview")
        bot.presses(chloe, chloe.last_card(), token(command, subscription=str(id)), seats="50", to="off")
        heard.append(chloe.sees()[-1])
    assert heard[0] == heard[1]
    assert "Nothing was changed." in heard[0]


@pytest.mark.parametrize(
    "inputs", [{"press": 7}, {"press": None}, {"press": {"a": 1}}, {"press": "["}, {}, {"press": "x" * 9000}]
)
def test_a_press_that_makes_no_sense_does_nothing(webex, bot, chloe, inputs):
    card = proposal(bot, chloe, "overview")
    webex.world.press(card, chloe, inputs | {"space": ["x"], "seats": [1]})
    bot.hears()
    assert "This button no longer works. Nothing was done." in chloe.sees()[-1]


def test_a_card_that_somebody_else_posted_moves_nothing(webex, bot, chloe):
    mallory = webex.person("mallory@contoso.example")
    room = webex.room("Prizes", mallory, chloe, webex.bot)
    bait = mallory.mentions(room, "win a prize")
    webex.hold()
    bait.author = webex.bot  # only of its own cards a bot is told today
    webex.world.press(bait, chloe, {"press": token("overview")})
    bait.author = mallory
    webex.release()
    bot.hears()
    assert "This button no longer works. Nothing was done." in chloe.sees()[-1]


def test_a_form_that_is_sent_after_its_subscription_ended_changes_nothing(bot, chloe):
    form = proposal(bot, chloe, "seats Visio Plan 2")
    bot.later(days=30)
    chloe.presses(form, "Show what it costs", seats="9")
    bot.hears()
    assert "Nothing was changed." in chloe.sees()[-1]
    assert orders(bot) == 0


def test_what_was_wrong_stands_in_the_form_again(bot, chloe):
    form = proposal(bot, chloe, "seats Microsoft 365 E3")
    chloe.presses(form, "Show what it costs", seats="lots")
    bot.hears()
    assert "“lots” is not a number of seats." in chloe.sees()[-1]
    chloe.presses(chloe.last_card(), "Show what it costs", seats="30")
    bot.hears()
    assert "25 → 30" in chloe.sees()[-1]
    assert len(chloe.messages()) == 2  # what she said, and the one card that is left


# among others


@pytest.fixture
def room(webex, bot, chloe, david):
    room = webex.room("Licences", chloe, david, webex.bot)
    bot.hears()
    return room


def test_what_is_asked_among_others_is_answered_alone(bot, chloe, room):
    card = proposal(bot, chloe, ASKED, room)
    assert ("25 → 30" in card.words, card.room) == (True, chloe.space)
    assert chloe.sees(room)[-1] == "Chloé Dubois, I've answered you directly."
    assert not [words for words in chloe.sees(room) if "→" in words]


def test_whoever_presses_among_others_acts_for_themselves(bot, chloe, david, room):
    chloe.presses(chloe.last_card(room), "Show what you can ask")
    david.presses(chloe.last_card(room), "Show what you can ask")
    bot.hears(4)
    assert [person.last_card().words.split("\n")[0] for person in (chloe, david)] == ["Help", "Help"]
    assert sorted(row[0] for row in bot.audit()) == [sample.CONTOSO_ADMIN, sample.CONTOSO_READER]
    assert chloe.last_card(room).buttons == ["Show what you can ask"]


def test_an_answer_is_shared_with_the_space_it_was_asked_for_in(bot, chloe, david, room):
    card = proposal(bot, chloe, "subscriptions", room)
    chloe.presses(card, "Share with this channel")
    bot.hears(4)
    assert "Microsoft 365 E3" in david.last_card(room).words


def test_a_space_that_one_is_not_in_is_not_shared_with(webex, bot, chloe, david, room):
    other = webex.room("Board", david, webex.bot)
    card = proposal(bot, chloe, "subscriptions", room)
    share = next(node for node in card.card["actions"] if node["title"] == "Share with this channel")
    for space in (other.id, "no space", "../people"):
        bot.presses(chloe, card, share["data"]["press"], space=space)
    assert [one for one in david.messages(other) if "Microsoft" in one.words] == []


@pytest.mark.parametrize(
    ("org", "said"),
    [("home", "This channel is told what is due in Contoso"), ("fabrikam", "shared with another company")],
)
def test_a_space_with_people_of_another_organisation_gets_no_reminders(webex, bot, chloe, room, org, said):
    guest = webex.person("guest@elsewhere.example", org=org)
    webex.world.join(room, guest, chloe)
    webex.world.join(room, webex.person("deploy@webex.bot", kind="bot", org="elsewhere"), chloe)
    assert said in proposal(bot, chloe, "remind here", room).words


def test_a_space_that_cannot_be_looked_into_gets_no_reminders(webex, bot, chloe, room):
    webex.fail("GET", "/memberships", status=403)
    assert "shared with another company" in proposal(bot, chloe, "remind here", room).words


def test_a_space_is_listed_and_recorded_by_its_title(bot, chloe, room):
    proposal(bot, chloe, "remind here", room)
    said = proposal(bot, chloe, "reminders").words
    assert ("Contoso Licences · since" in said, "Stop Licences" in said) == (True, True)
    assert f"channel told: Licences ({room.id})" in proposal(bot, chloe, "audit").words


def test_a_space_whose_title_webex_does_not_tell_goes_by_its_id(webex, bot, chloe, room):
    webex.fail("GET", "/rooms/.+", times=None, status=404)
    proposal(bot, chloe, "remind here", room)
    assert f"Contoso {room.id}" in proposal(bot, chloe, "reminders").words


def test_a_title_is_asked_for_once_in_a_while(webex, bot, chloe, room):
    for _time in range(3):
        proposal(bot, chloe, "overview", room)
    assert [call.path for call in webex.calls].count(f"/rooms/{room.id}") in {1, 2}
