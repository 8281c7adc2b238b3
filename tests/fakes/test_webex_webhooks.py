from __future__ import annotations

import json

import pytest
import webexteamssdk

from tests.fakes.webex_samples import SEATS, card


def test_a_message_is_told_with_ids_only_and_signed(webex, api, alice, receiver):
    webhook = receiver.listens(api)
    said = alice.says("a word nobody may leak")
    webex.settle()
    [told] = receiver.told
    assert (told["id"], told["resource"], told["event"], told["actorId"]) == (
        webhook.id, "messages", "created", alice.id,
    )  # fmt: skip
    assert (told["data"]["id"], told["data"]["roomType"], told["data"]["personEmail"]) == (
        said.id, "direct", alice.email,
    )  # fmt: skip
    assert receiver.signed == [True]
    assert "leak" not in json.dumps(told)


def test_a_press_is_told_without_its_inputs(webex, api, alice, receiver):
    receiver.listens(api, "attachmentActions")
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(SEATS))
    press = alice.presses(alice.last_card(), "Confirm", seats=3)
    webex.settle()
    assert receiver.told[0]["data"] == press.ids()
    assert "inputs" not in press.ids()


def test_the_bot_hears_that_it_was_added_and_taken_out(webex, api, alice, receiver):
    receiver.listens(api, "memberships")
    receiver.listens(api, "memberships", event="deleted")
    room = webex.room("Licences", alice)
    alice.adds(webex.bot, room)
    alice.removes(webex.bot, room)
    webex.settle()
    assert sorted(told["event"] for told in receiver.told) == ["created", "deleted"]
    assert {told["data"]["personId"] for told in receiver.told} == {webex.bot.id}


def test_the_bot_hears_in_a_group_room_only_what_mentions_it_and_itself(webex, api, alice, receiver):
    receiver.listens(api, filter="roomType=group")
    room = webex.room("Licences", alice, webex.bot)
    alice.says("lunch?", room)
    meant = alice.mentions(room, "overview", called="Comptoir Bot")
    own = api.messages.create(room.id, text="here")
    webex.settle()
    assert [told["data"]["id"] for told in receiver.told] == [meant.id, own.id]


def test_a_webhook_may_ask_for_mentions_only(webex, api, alice, receiver):
    receiver.listens(api, filter="mentionedPeople=me&roomType=group")
    meant = alice.mentions(webex.room("Licences", alice, webex.bot), "overview")
    alice.says("overview")
    webex.settle()
    assert [told["data"]["id"] for told in receiver.told] == [meant.id]


def test_a_filter_that_does_not_exist_is_refused(webex, api, receiver):
    with webex.expecting("Unknown filter: colour"), pytest.raises(webexteamssdk.ApiError, match="400"):
        receiver.listens(api, filter="colour=red")


def test_edits_and_deletions_are_told_to_those_who_ask_for_them(webex, api, alice, receiver):
    receiver.listens(api, event="all")
    said = alice.says("overveiw")
    alice.edits(said, "overview")
    alice.deletes(said)
    webex.settle()
    assert [told["event"] for told in receiver.told] == ["created", "updated", "deleted"]


def test_a_registration_made_twice_delivers_twice(webex, api, alice, receiver):
    receiver.listens(api), receiver.listens(api)
    alice.says("overview")
    webex.settle()
    assert len({told["id"] for told in receiver.told}) == 2


def test_a_redelivery_brings_the_very_same_bytes(webex, api, alice, receiver):
    receiver.listens(api)
    alice.says("overview")
    webex.redeliver(webex.deliveries[0], times=3)
    webex.settle()
    assert receiver.told == [receiver.told[0]] * 4


def test_deliveries_that_are_held_can_come_backwards(webex, api, alice, receiver):
    receiver.listens(api)
    webex.hold()
    first, second = alice.says("one"), alice.says("two")
    webex.release(backwards=True)
    webex.settle()
    assert [told["data"]["id"] for told in receiver.told] == [second.id, first.id]


def test_a_webhook_that_fails_too_often_is_switched_off_until_reactivated(webex, api, alice, receiver):
    webhook = receiver.listens(api)
    webex.courier.disable_after, receiver.status = 2, 500
    with webex.expecting("answered 500"):
        alice.says("one"), alice.says("two")
        webex.settle()
    assert api.webhooks.get(webhook.id).status == "inactive"
    alice.says("unheard")
    api.webhooks.update(webhook.id, name="comptoir", targetUrl=receiver.url, status="active")
    receiver.status = 200
    alice.says("heard")
    webex.settle()
    assert len(receiver.told) == 3


def test_reactivating_and_every_success_begin_the_count_anew(webex, api, alice, receiver):
    webhook = receiver.listens(api)
    webex.tolerates("answered 500")
    webex.courier.disable_after = 2
    for status in (500, 200, 500):
        receiver.status = status
        alice.says("overview")
        webex.settle()
    assert api.webhooks.get(webhook.id).status == "active"
    api.webhooks.update(webhook.id, name="comptoir", targetUrl=receiver.url, status="active")
    receiver.status = 500
    alice.says("overview")
    webex.settle()
    assert api.webhooks.get(webhook.id).status == "active"


def test_an_answer_that_comes_too_late_is_none(webex, api, alice, receiver):
    receiver.listens(api)
    webex.courier.patience, receiver.slow = 0.05, 0.2
    with webex.expecting("did not answer within 0.05 s"):
        alice.says("overview")
        webex.settle()
    assert not webex.deliveries[0].arrived


def test_a_redirect_is_a_failure_and_is_not_followed(webex, api, alice, receiver):
    receiver.listens(api)
    receiver.status = 307
    with webex.expecting("answered 307"):
        alice.says("overview")
        webex.settle()
    assert len(receiver.told) == 1


def test_a_bot_that_is_down_fails_its_webhook_but_breaks_no_rule(webex, api, alice):
    webex.courier.disable_after = 1
    webhook = api.webhooks.create(name="x", targetUrl="http://127.0.0.1:9/", resource="messages", event="created")
    alice.says("anybody there?")
    webex.settle()
    assert api.webhooks.get(webhook.id).status == "inactive"
    assert not webex.deliveries[0].arrived


def test_a_webhook_cannot_be_switched_off_by_the_bot(webex, api, receiver):
    webhook = receiver.listens(api)
    with webex.expecting("only be set to active"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.webhooks.update(webhook.id, name="comptoir", targetUrl=receiver.url, status="inactive")


def test_an_event_that_does_not_exist_cannot_be_asked_for(webex, api, receiver):
    with webex.expecting("no event 'pressed'"), pytest.raises(webexteamssdk.ApiError, match="400"):
        receiver.listens(api, "attachmentActions", event="pressed")
