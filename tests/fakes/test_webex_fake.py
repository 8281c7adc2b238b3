from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import uvicorn
import webexteamssdk
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.webex import Webex
from tests.fakes.webex_cards import Impossible
from tests.fakes.webex_nouns import CARD, File
from tests.fakes.webex_people import Person

pytest_plugins = ("tests.fakes.webex_fixture",)


class Receiver:
    """What a bot has at its webhook's address; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 200
        self.told: list[dict[str, Any]] = []
        self.signed: list[bool] = []
        app = Starlette(routes=[Route("/webex/events", self.take, methods=["POST"])])
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"))
        self.thread = threading.Thread(target=self.server.run)

    async def take(self, request: Request) -> Response:
        raw = await request.body()
        self.told.append(json.loads(raw))
        wanted = hmac.new(b"a webhook secret", raw, hashlib.sha1).hexdigest()
        self.signed.append(request.headers.get("x-spark-signature") == wanted)
        return Response(status_code=self.status)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}/webex/events"


@pytest.fixture
def receiver(webex) -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.thread.start()
    webex.until(lambda: receiver.server.started)
    yield receiver
    webex.settle()
    receiver.server.should_exit = True
    receiver.thread.join()


@pytest.fixture
def api(webex) -> Iterator[Any]:
    api = webexteamssdk.WebexTeamsAPI(webex.token, base_url=webex.base, wait_on_rate_limit=False)
    yield api
    api._session._req_session.close()


@pytest.fixture
def alice(webex: Webex) -> Person:
    return webex.person("alice.martin@contoso.example")


def listen(api: Any, receiver: Receiver, resource: str = "messages", **more: str) -> Any:
    more = {"event": "created", "secret": "a webhook secret", **more}
    return api.webhooks.create(name="comptoir", targetUrl=receiver.url, resource=resource, **more)


def card(*body: dict[str, Any], actions: list[dict[str, Any]] | None = None, **more: Any) -> list[dict[str, Any]]:
    actions = actions or [{"type": "Action.Submit", "title": "Confirm", "data": {"order": 7}}]
    content = {"type": "AdaptiveCard", "version": "1.3", "body": list(body), "actions": actions, **more}
    return [{"contentType": CARD, "content": content}]


def text(words: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True}


SEATS = {"type": "Input.Number", "id": "seats", "label": "Number of seats", "isRequired": True, "min": 1, "max": 99}
MAIL = {"type": "Input.Text", "id": "mail", "label": "E-mail", "regex": "^[^@]+@[^@]+$", "errorMessage": "No address"}
TERM = {"type": "Input.ChoiceSet", "id": "term", "label": "Term", "choices": [{"title": "One year", "value": "P1Y"}]}
RENEW = {"type": "Input.Toggle", "id": "renew", "label": "Renewal", "title": "Renew by itself"}
START = {"type": "Input.Date", "id": "start", "label": "Start", "min": "2026-11-01", "max": "2026-11-30"}
FORM = (text("Order"), SEATS, MAIL, TERM, RENEW, START)


# reading


def test_the_sdk_reads_who_the_bot_is(webex, api):
    me = api.people.me()
    assert (me.id, me.type, me.displayName, me.emails) == (webex.bot.id, "bot", "Comptoir", ["comptoir@webex.bot"])


def test_a_wrong_token_is_answered_401_and_is_no_violation(webex):
    stranger = webexteamssdk.WebexTeamsAPI("wrong", base_url=webex.base)
    with pytest.raises(webexteamssdk.ApiError, match=r"\[401\].*Tracking ID"):
        stranger.people.me()
    stranger._session._req_session.close()
    assert not webex.violations


def test_a_person_of_another_organisation_is_found_by_id_but_not_by_mail(webex, api, alice):
    stranger = webex.person("eve@fabrikam.example", org="fabrikam")
    assert api.people.get(stranger.id).orgId == webex.org("fabrikam") != api.people.me().orgId
    assert [one.id for one in api.people.list(email="eve@fabrikam.example")] == []
    assert [one.id for one in api.people.list(email="Alice.Martin@contoso.example")] == [alice.id]


def test_presence_and_pending_invitations_are_shown_of_colleagues_only(webex, api):
    invited = webex.person("new@contoso.example", invite_pending=True)
    stranger = webex.person("eve@fabrikam.example", org="fabrikam")
    assert api.people.get(invited.id).invitePending is True
    assert "status" not in api.people.get(stranger.id).to_dict()


def test_a_person_who_is_gone_is_not_found(api, alice):
    alice.gone = True
    with pytest.raises(webexteamssdk.ApiError, match="404"):
        api.people.get(alice.id)


def test_long_lists_come_in_pages_that_the_sdk_follows(webex, api, alice):
    rooms = [webex.room(f"Room {number}", alice, webex.bot).title for number in range(5)]
    assert [room.title for room in api.rooms.list(max=2)] == rooms
    assert len([call for call in webex.calls if call.path == "/rooms"]) == 3


def test_rooms_without_the_bot_do_not_exist_for_it(webex, api, alice):
    hidden = webex.room("Without the bot", alice)
    with pytest.raises(webexteamssdk.ApiError, match="404"):
        api.rooms.get(hidden.id)
    assert [room.id for room in api.rooms.list()] == []


# posting


def test_a_post_to_a_person_opens_the_space_between_them(webex, api, alice):
    posted = api.messages.create(toPersonEmail=alice.email, markdown="**12** seats")
    assert (posted.roomType, posted.roomId, posted.text) == ("direct", alice.space.id, "12 seats")
    assert alice.sees() == ["12 seats"]
    assert api.rooms.get(posted.roomId).title == "Alice Martin"


def test_a_mention_in_markdown_names_the_person_it_means(webex, api, alice):
    room = webex.room("Licences", alice, webex.bot)
    posted = api.messages.create(room.id, markdown=f"<@personEmail:{alice.email}|Alice> asked; <b>no html</b>")
    assert posted.mentionedPeople == [alice.id]
    assert posted.text == "Alice asked; <b>no html</b>"


@pytest.mark.parametrize("field", ["text", "markdown"])
def test_a_text_is_counted_in_bytes_and_refused_beyond_7439(webex, api, alice, field):
    api.messages.create(toPersonId=alice.id, **{field: "é" * 3719})
    with webex.expecting("7440 bytes"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.messages.create(toPersonId=alice.id, **{field: "é" * 3720})
    assert len(alice.sees()) == 1


def test_posting_where_the_bot_is_no_member_is_a_violation(webex, api, alice):
    room = webex.room("Licences", alice, webex.bot)
    alice.removes(webex.bot, room)
    with webex.expecting("not a member"), pytest.raises(webexteamssdk.ApiError, match="404"):
        api.messages.create(room.id, text="still there?")


@pytest.mark.parametrize(
    ("post", "why"),
    [
        ({}, "needs content"),
        ({"text": "x", "attachments": card(text("x")) * 2}, "exactly one card"),
        ({"attachments": card(text("x"))}, "fall back"),
        ({"text": "x", "attachments": card(text("x"), version="1.4")}, "version '1.4'"),
        ({"text": "x", "attachments": card({"type": "Table"})}, "'Table' can't stand here"),
        ({"text": "x", "attachments": card({**text("x"), "bold": True})}, "bold is unknown"),
        ({"text": "x", "attachments": card(text("x" * 20_000))}, "at most 20,000"),
        ({"text": "x", "attachments": [{"content": {}}]}, "has contentType and content"),
        ({"text": "x", "files": ["http://127.0.0.1/a.pdf"]}, "must be public"),
        ({"text": "x", "colour": "red"}, "Unknown field"),
        ({"text": "x", "parentId": None, "toPersonEmail": "alice.martin@contoso.example"}, "Exactly one of"),
    ],
)
def test_a_post_that_webex_would_refuse_is_refused_and_remembered(webex, api, alice, post, why):
    with webex.expecting(why):
        answer = requests.post(
            f"{webex.base}messages",
            json={"toPersonId": alice.id} | post,
            headers={"Authorization": f"Bearer {webex.token}"},
            timeout=5,
        )
    assert (answer.status_code, set(answer.json())) == (400, {"message", "errors", "trackingId"})
    assert alice.sees() == []


def test_a_body_that_is_no_json_is_a_violation(webex):
    headers = {"Authorization": f"Bearer {webex.token}", "Content-Type": "application/json"}
    with webex.expecting("no JSON"):
        answer = requests.post(f"{webex.base}messages", data=b"{", headers=headers, timeout=5)
    assert answer.status_code == 400


def test_an_uploaded_file_can_be_fetched_back(webex, api, alice, tmp_path):
    (tmp_path / "seats.csv").write_text("product;seats\n")
    posted = api.messages.create(toPersonId=alice.id, text="Seats", files=[str(tmp_path / "seats.csv")])
    fetched = requests.get(posted.files[0], headers={"Authorization": f"Bearer {webex.token}"}, timeout=5)
    assert fetched.text == "product;seats\n"
    assert 'filename="seats.csv"' in fetched.headers["Content-Disposition"]


def test_a_file_that_somebody_sends_is_fetched_from_the_fake(webex, api, alice):
    sent = alice.says("import this", file=File("users.csv", "text/csv", b"mail\n"))
    address = api.messages.get(sent.id).files[0]
    fetched = requests.get(address, headers={"Authorization": f"Bearer {webex.token}"}, timeout=5)
    assert (fetched.content, fetched.headers["Content-Type"]) == (b"mail\n", "text/csv")


# changing


def test_a_post_can_be_edited_ten_times(webex, api, alice):
    posted = api.messages.create(toPersonId=alice.id, text="0")
    for number in range(1, 11):
        api.messages.edit(posted.id, posted.roomId, text=str(number))
    with webex.expecting("limit of 10 edits"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.messages.edit(posted.id, posted.roomId, text="11")
    assert alice.sees() == ["10"]


def test_a_card_cannot_be_edited_but_deleted(webex, api, alice):
    posted = api.messages.create(toPersonId=alice.id, text="Card", attachments=card(text("Seats")))
    with webex.expecting("unsupported"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.messages.edit(posted.id, posted.roomId, text="Done")
    api.messages.delete(posted.id)
    assert alice.sees() == []


def test_the_bot_cannot_change_what_others_wrote(webex, api, alice):
    written = alice.says("mine")
    with webex.expecting("one's own messages"), pytest.raises(webexteamssdk.ApiError, match="403"):
        api.messages.delete(written.id)
    assert alice.sees() == ["mine"]


def test_deleting_twice_is_refused_without_blame(webex, api, alice):
    posted = api.messages.create(toPersonId=alice.id, text="short-lived")
    api.messages.delete(posted.id)
    with pytest.raises(webexteamssdk.ApiError, match="404"):
        api.messages.delete(posted.id)


def test_a_reply_stands_in_the_thread_of_its_parent(api, alice):
    asked = alice.says("overview")
    answer = api.messages.create(asked.room.id, text="here", parentId=asked.id)
    assert answer.parentId == asked.id


# what a bot may read


def test_a_bot_reads_of_a_group_room_only_what_mentions_it(webex, api, alice):
    room = webex.room("Licences", alice, webex.bot)
    private, meant = alice.says("lunch?", room), alice.mentions(room, "seats Visio 5")
    assert api.messages.get(meant.id).text == "Comptoir seats Visio 5"
    assert [one.id for one in api.messages.list(room.id, mentionedPeople="me")] == [meant.id]
    with pytest.raises(webexteamssdk.ApiError, match="404"):
        api.messages.get(private.id)


def test_listing_a_group_room_without_mentions_is_a_violation(webex, api, alice):
    room = webex.room("Licences", alice, webex.bot)
    with webex.expecting("lists only what mentions it"), pytest.raises(webexteamssdk.ApiError, match="403"):
        list(api.messages.list(room.id))


def test_a_direct_space_is_listed_newest_first(webex, api, alice):
    alice.says("one")
    api.messages.create(toPersonId=alice.id, text="two")
    assert [one.text for one in api.messages.list_direct(personEmail=alice.email)] == ["two", "one"]


# cards


def test_a_card_shows_its_words_and_buttons(api, alice):
    api.messages.create(toPersonId=alice.id, text="Order?", attachments=card(*FORM))
    words = ["Order", "Number of seats", "E-mail", "Term", "One year", "Renewal", "Renew by itself", "Start", "Confirm"]
    assert alice.sees() == ["\n".join(words)]
    assert alice.last_card().buttons == ["Confirm"]


def test_a_press_carries_the_inputs_and_the_buttons_data(webex, api, alice):
    api.messages.create(toPersonId=alice.id, text="Order?", attachments=card(*FORM))
    press = alice.presses(alice.last_card(), "Confirm", seats=12, Term="One year", renew=True, start="2026-11-21")
    action = api.attachment_actions.get(press.id)
    assert action.inputs == {
        "order": 7, "seats": "12", "mail": "", "term": "P1Y", "renew": "true", "start": "2026-11-21",
    }  # fmt: skip
    assert (action.personId, action.roomId, action.type) == (alice.id, alice.space.id, "submit")


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({}, "Number of seats: is required"),
        ({"seats": 0}, "Number of seats: 0 is out of range"),
        ({"seats": "many"}, "can't be 'many'"),
        ({"seats": 1, "mail": "nobody"}, "E-mail: No address"),
        ({"seats": 1, "term": "Ten years"}, "offers no 'Ten years'"),
        ({"seats": 1, "start": "2026-12-01"}, "Start: 2026-12-01 is out of range"),
        ({"seats": 1, "renew": "perhaps"}, "switched on or off"),
        ({"seats": 1, "colour": "red"}, "no input is called colour"),
    ],
)
def test_the_client_does_not_send_wrong_inputs(api, alice, inputs, said):
    api.messages.create(toPersonId=alice.id, text="Order?", attachments=card(*FORM))
    with pytest.raises(Impossible, match=said):
        alice.presses(alice.last_card(), "Confirm", **inputs)


def test_a_sub_card_submits_its_own_inputs_and_those_around_it(api, alice):
    more = card(MAIL, actions=[{"type": "Action.Submit", "title": "Send"}])[0]["content"]
    actions = [
        {"type": "Action.Submit", "title": "Confirm"},
        {"type": "Action.ShowCard", "title": "More", "card": more},
    ]
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(SEATS, actions=actions))
    assert alice.presses(alice.last_card(), "Confirm", seats=3).inputs == {"seats": "3"}
    assert alice.presses(alice.last_card(), "Send", seats=3, mail="a@b").inputs == {"seats": "3", "mail": "a@b"}


def test_every_member_of_a_room_can_press_and_nobody_else(webex, api, alice):
    bob, eve = webex.person("bob@contoso.example"), webex.person("eve@contoso.example")
    room = webex.room("Licences", alice, bob, webex.bot)
    api.messages.create(room.id, text="x", attachments=card(text("Seats")))
    assert api.attachment_actions.get(bob.presses(alice.last_card(room), "Confirm").id).personId == bob.id
    with pytest.raises(Impossible, match="Eve is not in Licences"):
        eve.presses(alice.last_card(room), "Confirm")


def test_a_deleted_card_cannot_be_pressed(api, alice):
    posted = api.messages.create(toPersonId=alice.id, text="x", attachments=card(text("Seats")))
    seen = alice.last_card()
    api.messages.delete(posted.id)
    with pytest.raises(Impossible, match="gone"):
        alice.presses(seen, "Confirm")


def test_a_button_that_opens_a_page_is_followed_not_pressed(api, alice):
    actions = [{"type": "Action.OpenUrl", "title": "Guide", "url": "https://docs.example/"}]
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(text("Help"), actions=actions))
    assert alice.follows(alice.last_card(), "Guide") == "https://docs.example/"
    with pytest.raises(Impossible, match="submits nothing"):
        alice.presses(alice.last_card(), "Guide")


# webhooks


def test_a_message_is_told_with_ids_only_and_signed(webex, api, alice, receiver):
    webhook = listen(api, receiver)
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
    listen(api, receiver, "attachmentActions")
    api.messages.create(toPersonId=alice.id, text="x", attachments=card(SEATS))
    press = alice.presses(alice.last_card(), "Confirm", seats=3)
    webex.settle()
    assert receiver.told[0]["data"] == press.ids()
    assert "inputs" not in press.ids()


def test_the_bot_hears_that_it_was_added_and_taken_out(webex, api, alice, receiver):
    listen(api, receiver, "memberships")
    listen(api, receiver, "memberships", event="deleted")
    room = webex.room("Licences", alice)
    alice.adds(webex.bot, room)
    alice.removes(webex.bot, room)
    webex.settle()
    assert sorted(told["event"] for told in receiver.told) == ["created", "deleted"]
    assert {told["data"]["personId"] for told in receiver.told} == {webex.bot.id}


def test_the_bot_hears_in_a_group_room_only_what_mentions_it_and_itself(webex, api, alice, receiver):
    listen(api, receiver, filter="roomType=group")
    room = webex.room("Licences", alice, webex.bot)
    alice.says("lunch?", room)
    meant = alice.mentions(room, "overview", called="Comptoir Bot")
    own = api.messages.create(room.id, text="here")
    webex.settle()
    assert [told["data"]["id"] for told in receiver.told] == [meant.id, own.id]


def test_edits_and_deletions_are_told_to_those_who_ask_for_them(webex, api, alice, receiver):
    listen(api, receiver, event="all")
    said = alice.says("overveiw")
    alice.edits(said, "overview")
    alice.deletes(said)
    webex.settle()
    assert [told["event"] for told in receiver.told] == ["created", "updated", "deleted"]


def test_a_registration_made_twice_delivers_twice(webex, api, alice, receiver):
    listen(api, receiver), listen(api, receiver)
    alice.says("overview")
    webex.settle()
    assert len({told["id"] for told in receiver.told}) == 2


def test_a_redelivery_brings_the_very_same_bytes(webex, api, alice, receiver):
    listen(api, receiver)
    alice.says("overview")
    webex.redeliver(webex.deliveries[0], times=3)
    webex.settle()
    assert receiver.told == [receiver.told[0]] * 4


def test_deliveries_that_are_held_can_come_backwards(webex, api, alice, receiver):
    listen(api, receiver)
    webex.hold()
    first, second = alice.says("one"), alice.says("two")
    webex.release(backwards=True)
    webex.settle()
    assert [told["data"]["id"] for told in receiver.told] == [second.id, first.id]


def test_a_webhook_that_fails_too_often_is_switched_off_until_reactivated(webex, api, alice, receiver):
    webhook = listen(api, receiver)
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


def test_a_bot_that_is_down_fails_its_webhook_but_breaks_no_rule(webex, api, alice):
    webex.courier.disable_after = 1
    webhook = api.webhooks.create(name="x", targetUrl="http://127.0.0.1:9/", resource="messages", event="created")
    alice.says("anybody there?")
    webex.settle()
    assert api.webhooks.get(webhook.id).status == "inactive"
    assert not webex.deliveries[0].arrived


def test_a_webhook_cannot_be_switched_off_by_the_bot(webex, api, receiver):
    webhook = listen(api, receiver)
    with webex.expecting("only be set to active"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.webhooks.update(webhook.id, name="comptoir", targetUrl=receiver.url, status="inactive")


def test_an_event_that_does_not_exist_cannot_be_asked_for(webex, api, receiver):
    with webex.expecting("no event 'pressed'"), pytest.raises(webexteamssdk.ApiError, match="400"):
        listen(api, receiver, "attachmentActions", event="pressed")


# faults


def test_rate_limits_come_with_the_retry_after_that_the_test_wants(webex, api, alice):
    webex.fail("POST", "/messages", retry_after="7")
    with pytest.raises(webexteamssdk.RateLimitError) as limited:
        api.messages.create(toPersonId=alice.id, text="x")
    assert limited.value.retry_after == 7
    api.messages.create(toPersonId=alice.id, text="x")
    assert alice.sees() == ["x"]


@pytest.mark.parametrize("junk", ["rand(30),add(30)", "2.5", "Sat, 21 Nov 2026 08:30:00 GMT"])
def test_a_malformed_retry_after_reaches_the_client_as_it_is(webex, api, junk):
    webex.fail("*", ".*", retry_after=junk)
    answer = requests.get(f"{webex.base}people/me", timeout=5)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, junk)


def test_an_answer_can_be_lost_after_the_effect(webex, api, alice):
    webex.fail("POST", "/messages", lost=True)
    with pytest.raises(requests.ConnectionError):
        api.messages.create(toPersonId=alice.id, text="once")
    assert alice.sees() == ["once"]


def test_an_answer_can_be_lost_before_the_effect(webex, api, alice):
    webex.fail("POST", "/messages", lost=True, effect=False)
    with pytest.raises(requests.ConnectionError):
        api.messages.create(toPersonId=alice.id, text="never")
    assert alice.sees() == []


def test_answers_can_be_cut_or_be_rubbish(webex, api):
    webex.fail("GET", "/people/me", truncated=True)
    webex.fail("GET", "/people/me", html=True)
    for _ in range(2):
        with pytest.raises(json.JSONDecodeError):
            api.people.me()
    assert api.people.me().id == webex.bot.id


def test_an_answer_can_come_too_late(webex, api, alice):
    webex.fail("POST", "/messages", slow=0.5)
    with pytest.raises(requests.ReadTimeout):
        api._session.request("POST", "messages", 200, json={"toPersonId": alice.id, "text": "late"}, timeout=0.1)
    assert alice.sees() == ["late"]


def test_a_fault_can_wait_and_comes_as_often_as_it_is_told(webex, api):
    fault = webex.fail("GET", "/people/.*", skip=1, times=2, status=503)
    outcomes = [requests.get(f"{webex.base}people/me", timeout=5).status_code for _ in range(4)]
    assert outcomes == [401, 503, 503, 401]
    assert fault.hits == 2


# the fake itself


def test_a_reply_is_waited_for(webex, api, alice):
    asked = alice.says("overview")
    threading.Thread(target=api.messages.create, args=(asked.room.id,), kwargs={"text": "here"}).start()
    assert webex.reply(asked).text == "here"


def test_waiting_in_vain_tells_the_story(webex, alice):
    asked = alice.says("overview")
    with pytest.raises(AssertionError, match="Alice Martin: 'overview'"):
        webex.reply(asked, seconds=0.1)


def test_a_violation_fails_the_test_unless_it_is_expected():
    with Webex() as fake:
        requests.get(f"{fake.base}nowhere", headers={"Authorization": f"Bearer {fake.token}"}, timeout=5)
    assert fake.violations == ["GET /nowhere: 404 No such resource."]
    with pytest.raises(AssertionError, match="no violation"), fake.expecting("anything"):
        pass
