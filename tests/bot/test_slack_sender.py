from __future__ import annotations

import socket

import pytest
from slack_sdk import WebClient

from bot.cards import Button, Buttons, Card, Prose, Secret
from bot.errand import Busy, Down, Gone, Lost, NotSent, direct
from bot.phrases import Tongue, plain
from bot.slack_sender import SlackSender
from bot.slack_workspace import Workspace

ENGLISH, FRENCH = Tongue(), Tongue("fr")
TITLE = plain("Microsoft 365 E3")
CARD = Card(title=TITLE, elements=(Buttons(buttons=(Button(label=plain("Order"), press='["order",{}]'),)),))
SECRET = Card(title=TITLE, elements=(Secret(label=plain("Key"), value="XXXXX-1"),), private=True)


class Out:
    """The way out, as impatient as a test."""

    def __init__(self, slack, patience: int = 1) -> None:
        client = WebClient(slack.token, slack.api_url, timeout=patience, retry_handlers=[])
        workspace = Workspace(client)
        self.sender, self.team = SlackSender(client, workspace), workspace.home.team

    def post(self, channel: str, card: Card = CARD, tongue: Tongue = ENGLISH, **how) -> str:
        return self.sender.post(self.team, channel, card, tongue, **how).id


@pytest.fixture
def out(slack):
    return Out(slack)


@pytest.fixture
def anna(slack):
    return slack.person("anna@contoso.example", "Anna Berg")


@pytest.fixture
def bob(slack):
    return slack.person("bob@contoso.example")


@pytest.fixture
def room(slack, anna, bob):
    return slack.channel("licences", anna, bob)


def test_a_person_is_told_in_the_conversation_with_the_bot(out, anna):
    assert out.post(direct(anna.id)) == anna.last_card().ts
    assert anna.texts() == ["Microsoft 365 E3\n[Order]"]


def test_a_conversation_is_opened_once(out, slack, anna):
    for _time in range(3):
        out.post(direct(anna.id))
    assert len(slack.calls("conversations.open")) == 1


def test_a_channel_is_told_for_everybody_to_see(out, anna, bob, room):
    out.post(room.id)
    assert anna.texts(room) == bob.texts(room) == ["Microsoft 365 E3\n[Order]"]


def test_a_channel_is_called_as_it_is_called_now(out, room):
    room.name = "keys"
    assert out.sender.called(out.team, room.id) == "#keys"
    with pytest.raises(Gone):
        out.sender.called(out.team, "C0NOWHERE")
    with pytest.raises(Gone):
        out.sender.called("T0OTHER", room.id)


def test_what_one_person_asked_in_a_channel_only_they_see(out, anna, bob, room):
    out.post(room.id, only_for=anna.id)
    assert anna.sees("Microsoft 365 E3")
    assert not bob.texts(room)


def test_a_thread_is_answered_in_the_thread(out, slack, anna, room):
    out.post(room.id, thread="1700000000.000100")
    assert [message.thread_ts for message in slack.posts(room)] == ["1700000000.000100"]


def test_nothing_of_a_message_is_unfurled_or_read_as_markup(out, slack, room):
    out.post(room.id, Card(title=plain("<!channel> & <https://evil.example|Contoso>")))
    (said,) = slack.calls("chat.postMessage")
    assert (said.args["unfurl_links"], said.args["unfurl_media"]) in {(False, False), ("0", "0"), ("false", "false")}
    assert "<" not in said.args["text"]


def test_a_message_gives_way_to_the_outcome(out, anna):
    first = out.post(direct(anna.id))
    assert out.post(direct(anna.id), Card(title=plain("Ordered")), replaces=first) == first
    assert anna.texts() == ["Ordered"]


def test_what_can_not_be_replaced_any_more_is_told_anew(out, slack, anna):
    first = out.post(direct(anna.id))
    anna.last_card().deleted = True
    assert out.post(direct(anna.id), Card(title=plain("Ordered")), replaces=first) != first
    assert anna.texts() == ["Ordered"]


def test_what_may_have_been_said_before_says_so(out, anna):
    out.post(direct(anna.id), repeat=True)
    assert anna.sees("Sent again: no answer came the first time", "Microsoft 365 E3")


def test_it_speaks_the_readers_language(out, anna):
    out.post(direct(anna.id), repeat=True, tongue=FRENCH)
    assert not anna.sees("Sent again")


def test_a_secret_does_not_go_where_others_read(out, slack, anna, room):
    with pytest.raises(Gone, match="private"):
        out.post(room.id, SECRET)
    out.post(room.id, SECRET, only_for=anna.id)
    out.post(direct(anna.id), SECRET)
    assert not slack.posts(room)


def test_another_workspace_is_not_spoken_to(out, anna):
    with pytest.raises(Gone, match="another workspace"):
        out.sender.post("T0ELSEWHERE", direct(anna.id), CARD, ENGLISH)


@pytest.mark.parametrize(
    ("asked", "waits"),
    [(7, 7), ("1.5", 1.5), (0, 0), ("soon", 30), ("", 30), (-5, 30), ("nan", 30), ("1e9", 300), ("rand(30)", 30)],
)
def test_slack_asks_to_wait_in_whatever_words(out, slack, anna, asked, waits):
    slack.fail("chat.postMessage", retry_after=asked)
    with pytest.raises(Busy) as busy:
        out.post(direct(anna.id))
    assert busy.value.retry_after == waits


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({"error": "ratelimited"}, Busy),
        ({"error": "service_unavailable"}, Down),
        ({"error": "token_revoked"}, Down),
        ({"error": "missing_scope"}, Down),
        ({"error": "internal_error"}, Lost),
        ({"error": "fatal_error"}, Lost),
        ({"error": "is_archived"}, Gone),
        ({"error": "restricted_action"}, Gone),
        ({"error": "invalid_blocks"}, Gone),
        ({"status": 500}, Lost),
        ({"status": 502, "html": True}, Lost),
        ({"status": 503}, Down),
        ({"body": "", "status": 200}, Lost),
        ({"body": "[]", "status": 200}, Lost),
        ({"body": "null", "status": 200}, Lost),
        ({"body": '"ok"', "status": 200}, Lost),
        ({"body": '{"ok":true}', "status": 200}, Lost),
        ({"body": '{"ok":true,"ts":5}', "status": 200}, Lost),
        ({"html": True, "status": 200}, Lost),
        ({"truncate": True}, Lost),
        ({"drop_answer": True}, Lost),
        ({"delay": 1.5}, Lost),
    ],
)
def test_no_is_told_apart_from_not_now_and_from_silence(out, slack, anna, how, kind):
    slack.fail("chat.postMessage", **how)
    with pytest.raises(NotSent) as no:
        out.post(direct(anna.id))
    assert type(no.value) is kind
    assert len(slack.said) - len(slack.calls("auth.test")) - len(slack.calls("conversations.open")) == 1


def test_a_lost_answer_is_not_asked_for_again(out, slack, anna):
    slack.fail("chat.postMessage", drop_answer=True)
    with pytest.raises(Lost):
        out.post(direct(anna.id))
    assert anna.texts() == ["Microsoft 365 E3\n[Order]"]


def test_who_has_left_is_told_nothing_more(out, slack, anna, room):
    anna.user.deleted = True
    with pytest.raises(Gone, match="user_disabled"):
        out.post(direct(anna.id))
    room.archived = True
    with pytest.raises(Gone, match="is_archived"):
        out.post(room.id)


def test_a_channel_without_the_bot_takes_nothing(out, slack, anna):
    with pytest.raises(Gone, match="not_in_channel"):
        out.post(slack.channel("elsewhere", anna, bot=False).id)
    with pytest.raises(Gone, match="channel_not_found"):
        out.post("C0NOWHERE")


def test_a_closed_door_is_no_lost_letter(slack):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = WebClient(slack.token, f"http://127.0.0.1:{port}/api/", timeout=1, retry_handlers=[])
    with pytest.raises(Down):
        _ = Workspace(client).home


def test_what_slack_says_is_no_part_of_a_reason(out, slack, anna):
    slack.fail("chat.postMessage", body="canary-7Q2", status=200)
    with pytest.raises(Lost) as no:
        out.post(direct(anna.id), Card(title=TITLE, elements=(Prose(text=plain("canary-7Q2")),)))
    assert "canary" not in str(no.value)


def test_the_workspace_is_asked_for_until_it_answers(slack):
    client = WebClient(slack.token, slack.api_url, timeout=1, retry_handlers=[])
    workspace = Workspace(client)
    slack.fail("auth.test", status=500)
    with pytest.raises(Lost):
        _ = workspace.home
    assert workspace.home is workspace.home
    assert len(slack.calls("auth.test")) == 1


def test_a_secret_can_be_taken_away_again_and_again(out, anna):
    sent = out.post(direct(anna.id), SECRET)
    for _time in range(2):
        out.sender.withdraw(out.team, direct(anna.id), sent)
    assert anna.texts() == []


def test_nothing_is_taken_away_in_another_workspace(out, anna):
    with pytest.raises(Gone):
        out.sender.withdraw("T-OTHER", direct(anna.id), out.post(direct(anna.id), SECRET))
