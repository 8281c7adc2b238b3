"""The same once more, too late, or with ids that nobody was given: at most one effect, and never somebody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import delete

from handlers.sample.loading import sample_id
from store.schema import grants
from tests.bot.slack_bot import bot, channel, chloe, david

__all__ = ["bot", "channel", "chloe", "david"]

E3 = "Microsoft 365 E3"
FORM = {"Subscription": E3, "Seats": "+5"}


@pytest.fixture
def proposal(bot, chloe):
    """A message with the button that orders five seats."""
    return chloe.slash("/licence", f"seats {E3} +5")


def placed(bot):
    return bot.orders().count("accepted")


def drafts(bot):
    return bot.rows("SELECT count(*) FROM orders")[0][0]


def effects(bot):
    """Orders, messages that wait, records."""
    return [bot.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("orders", "outbox", "audit")]


@pytest.mark.parametrize("with_headers", [True, False])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_redelivered_command_is_answered_alike_and_does_nothing(bot, chloe, proposal, with_headers, at_once):
    first, before = chloe.last.body, effects(bot)
    replies = chloe.redeliver(4, with_headers=with_headers, at_once=at_once)
    assert {reply.body for reply in replies} == {first}
    assert effects(bot) == before


def test_a_redelivered_press_orders_nothing_more(bot, chloe, proposal):
    chloe.press(proposal, "Order 5 seats")
    before = effects(bot)
    assert all(reply.ok for reply in chloe.redeliver(3, at_once=True))
    assert (placed(bot), effects(bot)) == (1, before)


def test_a_redelivered_mention_is_answered_once(slack, bot, chloe, channel):
    chloe.mention(channel, "overview")
    assert all(reply.ok for reply in chloe.redeliver(3, at_once=True))
    bot.hears()
    assert len(slack.calls("chat.postEphemeral")) == 1


def test_a_press_whose_answer_was_lost_is_pressed_again_in_vain(bot, chloe, proposal):
    stale = proposal.snapshot()
    chloe.press(stale, "Order 5 seats", lost=True)
    chloe.press(stale, "Order 5 seats")
    assert placed(bot) == 1
    assert chloe.sees("This order was already confirmed.")


def test_ten_presses_at_once_order_once(bot, chloe, proposal):
    stale = proposal.snapshot()
    with ThreadPoolExecutor(10) as hands:
        list(hands.map(lambda _: chloe.press(stale, "Order 5 seats"), range(10)))
    assert placed(bot) == 1


def test_a_form_whose_answer_was_lost_is_the_same_when_it_comes_again(bot, chloe):
    form = chloe.slash("/licence", "seats")
    chloe.submit(form, FORM, lost=True)
    chloe.submit(form, FORM)
    assert drafts(bot) == 1
    chloe.press(chloe.modal, "Order 5 seats")
    assert placed(bot) == 1


def test_a_form_whose_answer_was_lost_may_say_something_else(bot, chloe):
    form = chloe.slash("/licence", "seats")
    chloe.submit(form, FORM, lost=True)
    chloe.press(chloe.submit(form, FORM | {"Seats": "+7"}), "Order 7 seats")
    assert bot.rows("SELECT seats_after FROM orders WHERE number > 0") == [(32,)]


def test_a_corrected_form_is_another_one(bot, chloe):
    form = chloe.slash("/licence", "seats")
    refused = chloe.submit(form, FORM | {"Seats": "many"})
    assert "“many” is not a number of seats" in refused.complaints["Seats"]
    chloe.press(chloe.submit(form, FORM), "Order 5 seats")
    assert placed(bot) == 1


def test_a_refused_form_may_be_sent_again_as_it_is(bot, chloe):
    form = chloe.slash("/licence", "seats")
    bot.later(days=5)
    assert "can't go below 25 seats" in chloe.submit(form, FORM | {"Seats": "20"}).complaints["Seats"]
    bot.later(days=-5)
    chloe.press(chloe.submit(form), "Give back 5 seats")
    assert placed(bot) == 1


def test_a_form_that_is_sent_after_the_term_ended_changes_nothing(bot, chloe):
    form = chloe.slash("/licence", "seats Visio Plan 2")
    bot.later(days=40)
    chloe.submit(form, {"Seats": "+5"})
    assert chloe.sees("Visio Plan 2", "Nothing was changed.")
    assert drafts(bot) == 0


def test_a_right_that_is_taken_away_is_gone_at_the_next_press(bot, chloe, proposal):
    with bot.database.transaction() as db:
        db.execute(delete(grants).where(grants.c.organisation_id == sample_id("organisation", "Contoso")))
    chloe.press(proposal, "Order 5 seats")
    assert chloe.sees("an Admin does the rest")
    assert placed(bot) == 0


def test_somebody_else_may_not_confirm(bot, chloe, david, proposal):
    david.press(proposal.snapshot(), "Order 5 seats")
    assert ("order.confirm", "refused") in bot.audit()
    assert placed(bot) == 0


FOREIGN = sample_id("subscription", "Adventure Works", "Microsoft 365 E5")


def told(chloe, thing):
    """What somebody reads when the id is replaced by one of another organisation's, and by one that nothing has."""
    return [thing(str(id)) for id in (FOREIGN, uuid4())]


def test_an_id_of_others_in_a_button_is_as_good_as_none(bot, chloe):
    def pressed(id):
        card = chloe.slash("/licence", "subscriptions").snapshot()
        button = next(element for block in card.blocks for element in block.get("elements", ()) if "value" in element)
        name, _given = orjson.loads(button["value"])
        button["value"] = orjson.dumps([name, {"subscription": id}]).decode()
        chloe.press(card, button["value"])
        return chloe.text(chloe.last_card())

    foreign, random = told(chloe, pressed)
    assert foreign == random
    assert "There is no such subscription. Nothing was changed." in foreign


def test_an_id_of_others_in_a_forms_memory_is_as_good_as_none(bot, chloe):
    def submitted(id):
        form = chloe.slash("/licence", f"seats {E3}")
        form.body["private_metadata"] = orjson.dumps(
            [orjson.dumps(["seats", {"subscription": id}]).decode(), "", ""]
        ).decode()
        chloe.submit(form, {"Seats": "+5"})
        return chloe.text(chloe.modal)

    foreign, random = told(chloe, submitted)
    assert foreign == random
    assert "There is no such subscription. Nothing was changed." in foreign


def test_an_id_of_others_in_an_option_is_as_good_as_none(bot, chloe):
    def chosen(id):
        form = chloe.slash("/licence", "seats")
        chloe.fill(form, FORM)
        (block,) = [block for block in form.state if block.startswith("subscription:")]
        form.state[block]["subscription"]["selected_option"]["value"] = id
        chloe.submit(form)
        return chloe.text(chloe.modal)

    foreign, random = told(chloe, chosen)
    assert foreign == random
    assert "There is no such subscription. Nothing was changed." in foreign


@pytest.mark.parametrize(
    "value", ["", "x", "[]", '["seats"]', '["nothing",{}]', "{" * 1999, '["orders",{"offset":"x"}]']
)
def test_a_button_that_no_version_has_made_says_so(bot, chloe, proposal, value):
    card = proposal.snapshot()
    card.blocks[-1]["elements"][0]["value"] = value
    chloe.press(card, card.blocks[-1]["elements"][0]["action_id"])
    assert placed(bot) == 0
    assert not value or chloe.sees("This button no longer works. Nothing was done.")
