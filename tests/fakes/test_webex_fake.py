from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
import requests
import webexteamssdk

from tests.fakes.webex import Webex
from tests.fakes.webex_cards import Impossible
from tests.fakes.webex_nouns import File
from tests.fakes.webex_samples import card, text

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


def test_another_bot_is_known_as_one_and_cannot_be_written_to(webex, api):
    other = webex.person("deploy@webex.bot", kind="bot")
    assert api.people.get(other.id).type == "bot"
    with webex.expecting("can't write to a bot"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.messages.create(toPersonId=other.id, text="hello")


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


def test_the_bot_invites_lists_and_leaves(webex, api, alice):
    room, bob = webex.room("Licences", alice, webex.bot), webex.person("bob@contoso.example")
    api.memberships.create(room.id, personEmail=bob.email)
    with pytest.raises(webexteamssdk.ApiError, match="409"):
        api.memberships.create(room.id, personId=bob.id)
    assert [one.personId for one in api.memberships.list(room.id)] == [alice.id, webex.bot.id, bob.id]
    [own] = api.memberships.list(room.id, personId=webex.bot.id)
    api.memberships.delete(own.id)
    assert [one.account for one in room.members] == [alice, bob]


def test_a_direct_space_has_no_way_out_and_no_third(webex, api, alice):
    [own] = [one for one in alice.space.members if one.account is webex.bot]
    with webex.expecting("can't be left"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.memberships.delete(own.id)
    with webex.expecting("added to a 1:1"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.memberships.create(alice.space.id, personId=webex.person("bob@contoso.example").id)


def test_memberships_of_a_person_are_listed_within_a_room(webex, api, alice):
    with webex.expecting("roomId is required"), pytest.raises(webexteamssdk.ApiError, match="400"):
        list(api.memberships.list(personId=alice.id))


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
        ({"text": "a\x00b"}, "has a NUL"),
        ({"text": 12}, "text is no text"),
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


@pytest.mark.parametrize(
    ("kind", "body", "why", "status"),
    [
        ("application/json", b"{", "no JSON", 400),
        ("application/json", b"[]", "no JSON object", 400),
        ("application/x-www-form-urlencoded", b"{}", "is not supported", 415),
    ],
)
def test_a_body_that_is_no_json_is_a_violation(webex, kind, body, why, status):
    headers = {"Authorization": f"Bearer {webex.token}", "Content-Type": kind}
    with webex.expecting(why):
        answer = requests.post(f"{webex.base}messages", data=body, headers=headers, timeout=5)
    assert answer.status_code == status


def test_an_upload_is_a_named_file_with_content(webex, alice):
    headers = {"Authorization": f"Bearer {webex.token}"}
    fields = {"toPersonId": alice.id}
    for part in ({"file": ("a.csv", b"x")}, {"files": ("a.csv", b"")}):
        with webex.expecting("An upload is a part `files`"):
            requests.post(f"{webex.base}messages", data=fields, files=part, headers=headers, timeout=5)
    assert alice.sees() == []


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


def test_an_edit_names_the_room_of_its_message(webex, api, alice):
    posted = api.messages.create(toPersonId=alice.id, text="here")
    other = webex.room("Licences", alice, webex.bot)
    with webex.expecting("not the room"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.messages.edit(posted.id, other.id, text="there")


def test_a_reply_stands_in_the_thread_of_its_parent(webex, api, alice):
    asked = alice.says("overview")
    answer = api.messages.create(asked.room.id, text="here", parentId=asked.id)
    assert answer.parentId == asked.id == alice.replies(asked, "thanks").as_json()["parentId"]
    with webex.expecting("begin a thread"), pytest.raises(webexteamssdk.ApiError, match="400"):
        api.messages.create(asked.room.id, text="deeper", parentId=answer.id)


def test_people_change_their_own_messages_only(webex, api, alice):
    posted = api.messages.create(toPersonId=alice.id, text="the bot's")
    with pytest.raises(Impossible, match="can't change that message"):
        alice.edits(webex.world.messages[posted.id], "mine now")


# what a bot may read


def test_a_bot_reads_of_a_group_room_only_what_mentions_it(webex, api, alice):
    room = webex.room("Licences", alice, webex.bot)
    private, meant = alice.says("lunch?", room), alice.mentions(room, "seats Visio 5")
    assert api.messages.get(meant.id).text == "Comptoir seats Visio 5"
    assert [one.id for one in api.messages.list(room.id, mentionedPeople="me")] == [meant.id]
    with pytest.raises(webexteamssdk.ApiError, match="404"):
        api.messages.get(private.id)


def test_a_mention_is_marked_in_the_html_and_customer_text_is_escaped(webex, api, alice):
    meant = alice.mentions(webex.room("Licences", alice, webex.bot), "seats <b>5</b>", called="Counter")
    read = api.messages.get(meant.id)
    assert (read.text, read.mentionedPeople) == ("Counter seats <b>5</b>", [webex.bot.id])
    assert read.html.endswith(">Counter</spark-mention> seats &lt;b&gt;5&lt;/b&gt;</p>")


def test_a_file_is_fetched_by_those_who_see_its_message(webex, alice):
    room = webex.room("Licences", alice, webex.bot)
    hidden = alice.says("for Bob", room, file=File("users.csv", "text/csv", b"mail\n"))
    fetched = requests.get(hidden.files[0], headers={"Authorization": f"Bearer {webex.token}"}, timeout=5)
    assert fetched.status_code == 404


def test_only_mentions_of_the_bot_itself_are_listed(webex, api, alice):
    room = webex.room("Licences", alice, webex.bot)
    with webex.expecting("must be the caller"), pytest.raises(webexteamssdk.ApiError, match="400"):
        list(api.messages.list(room.id, mentionedPeople=alice.id))


def test_listing_a_group_room_without_mentions_is_a_violation(webex, api, alice):
    room = webex.room("Licences", alice, webex.bot)
    with webex.expecting("lists only what mentions it"), pytest.raises(webexteamssdk.ApiError, match="403"):
        list(api.messages.list(room.id))


def test_a_direct_space_is_listed_newest_first(webex, api, alice):
    alice.says("one")
    api.messages.create(toPersonId=alice.id, text="two")
    assert [one.text for one in api.messages.list_direct(personEmail=alice.email)] == ["two", "one"]


# the fake itself


def test_a_reply_is_waited_for(webex, api, alice):
    api.messages.create(toPersonId=alice.id, text="said before")
    asked = alice.says("overview")
    threading.Thread(target=api.messages.create, args=(asked.room.id,), kwargs={"text": "here"}).start()
    assert webex.reply(asked).text == "here"


def test_waiting_in_vain_tells_the_story(webex, alice):
    asked = alice.says("overview")
    with pytest.raises(AssertionError, match="Alice Martin: 'overview'"):
        webex.reply(asked, seconds=0.1)


def test_a_condition_may_ask_the_fake_itself(webex, api, alice):
    threading.Thread(target=alice.says, args=("overview",)).start()
    assert webex.until(lambda: [one.text for one in api.messages.list_direct(personId=alice.id)], 2) == ["overview"]


def test_time_is_the_clock_that_the_fake_is_given():
    moment = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    with Webex(clock=lambda: moment) as fake:
        said = fake.person("alice@contoso.example").says("overview")
    assert said.as_json()["created"] == "2026-11-21T08:30:00.000Z"


def test_a_violation_fails_the_test_unless_it_is_expected():
    with Webex() as fake:
        requests.get(f"{fake.base}nowhere", headers={"Authorization": f"Bearer {fake.token}"}, timeout=5)
    assert fake.violations == ["GET /nowhere: 404 No such resource."]
    with pytest.raises(AssertionError, match="no violation"), fake.expecting("anything"):
        pass


def test_a_message_has_one_file_at_most(webex, alice):
    headers = {"Authorization": f"Bearer {webex.token}"}
    files = [("files", (f"{name}.csv", b"x")) for name in "ab"]
    with webex.expecting("at most one file"):
        requests.post(f"{webex.base}messages", data={"toPersonId": alice.id}, files=files, headers=headers, timeout=5)
    assert alice.sees() == []
