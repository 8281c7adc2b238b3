"""From payloads to what is asked: one delivery, one key; what is odd asks nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import slack_payloads
from bot.ask import Account, Platform, Pressed, Typed, Way
from bot.slack_payloads import Body, Origin, Spot
from store.values import ChannelKind

BOT = "U0COMPTOIR"
ANNA = Account(Platform.SLACK, "T1", "U1")
COMMAND: dict[str, Any] = {
    "team_id": "T1",
    "channel_id": "C1",
    "user_id": "U1",
    "command": "/licence",
    "text": "seats Visio 12",
    "trigger_id": "1.a",
    "response_url": "https://hooks.slack.com/x",
}
PRESS: dict[str, Any] = {
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "trigger_id": "1.a",
    "response_url": "https://hooks.slack.com/x",
    "container": {"type": "message", "message_ts": "1700.1", "channel_id": "C1", "is_ephemeral": True},
    "actions": [{"type": "button", "action_id": "press:0", "value": '["seats",{}]', "action_ts": "1700.2"}],
}
FORM: dict[str, Any] = {
    "user": {"id": "U1"},
    "view": {
        "id": "V1",
        "private_metadata": Origin('["seats",{}]', "C1", "f1").metadata(),
        "blocks": [{"type": "input", "block_id": "seats:f1"}, {"type": "divider", "block_id": "d"}],
        "state": {"values": {"seats:f1": {"seats": {"type": "plain_text_input", "value": "12"}}}},
    },
}
SHORTCUT: dict[str, Any] = {"user": {"id": "U1"}, "callback_id": "overview", "action_ts": "1700.1", "trigger_id": "1.a"}
MENTION: dict[str, Any] = {
    "api_app_id": "A1",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "text": f"<@{BOT}> overview", "ts": "1700.1"},
}


def command(body: Body) -> Any:
    return slack_payloads.command(body)


def press(body: Body) -> Any:
    return slack_payloads.press(body)


def submission(body: Body) -> Any:
    return slack_payloads.submission(body)


def shortcut(body: Body) -> Any:
    return slack_payloads.shortcut(body)


def mention(body: Body) -> Any:
    return slack_payloads.message(body, BOT)


READERS: list[tuple[Callable[[Body], Any], dict[str, Any]]] = [
    (command, COMMAND),
    (press, PRESS),
    (submission, FORM),
    (shortcut, SHORTCUT),
    (mention, MENTION),
]
PARTS = [
    (command, COMMAND, "team_id channel_id user_id command text trigger_id"),
    (press, PRESS, "team.id user.id actions.0.action_id actions.0.action_ts container.message_ts"),
    (submission, FORM, "view.id view.private_metadata view.state.values.seats:f1.seats.value"),
    (shortcut, SHORTCUT, "user.id action_ts trigger_id"),
    (mention, MENTION, "api_app_id event_id"),
]
PATHS = [(read, body, path) for read, body, paths in PARTS for path in paths.split()]


def changed(body, path, value):
    """The payload with another value at the end of a path."""
    copy = deepcopy(body)
    *way, last = path.split(".")
    inner = copy
    for step in way:
        inner = inner[int(step) if isinstance(inner, list) else step]
    inner[last] = value
    return copy


def test_a_key_is_short_and_says_nothing():
    for read, body in READERS:
        assert re.fullmatch("[0-9a-f]{64}", read(body).key)


@pytest.mark.parametrize(("read", "body", "path"), PATHS)
def test_whatever_makes_a_delivery_another_one_makes_another_key(read, body, path):
    other = Origin('["seats",{}]', "C1", "f2").metadata() if path.endswith("metadata") else "other"
    assert read(changed(body, path, other)).key != read(body).key


def test_a_retry_an_address_and_a_token_make_no_other_delivery():
    for read, body in READERS:
        later = body | {"response_url": "https://hooks.slack.com/y", "token": "t", "event_time": 5}
        assert read(later).key == read(body).key


def test_parts_of_a_key_do_not_run_together():
    joined = command(COMMAND | {"command": "/a", "text": "bc"})
    parted = command(COMMAND | {"command": "/ab", "text": "c"})
    assert joined.key != parted.key


def test_words_of_a_command_are_asked_in_the_channel():
    ask = command(COMMAND).ask(ANNA, shared=True)
    assert (ask.account, ask.said, ask.way) == (ANNA, Typed("seats Visio 12"), Way.RETURN)
    assert (ask.place.channel, ask.place.kind, ask.place.shared) == ("C1", ChannelKind.GROUP, True)


def test_what_is_asked_in_private_is_asked_in_the_conversation_with_the_bot():
    ask = command(COMMAND | {"channel_id": "D1"}).ask(ANNA, shared=False)
    assert (ask.place.channel, ask.place.kind) == ("@U1", ChannelKind.DIRECT)


def test_a_button_asks_for_its_command():
    heard = press(PRESS)
    assert (heard.spot, heard.said, heard.message) == (Spot.OWN_CARD, Pressed('["seats",{}]'), "1700.1")


@pytest.mark.parametrize(
    ("changes", "spot"),
    [
        ({"container.is_ephemeral": False}, Spot.OPEN_CARD),
        ({"container.is_ephemeral": False, "container.channel_id": "D1"}, Spot.OWN_CARD),
        ({"view": {"type": "home", "id": "V1"}}, Spot.HOME),
        ({"view": {"type": "modal", "id": "V1", "private_metadata": "junk"}}, Spot.MODAL),
    ],
)
def test_it_knows_where_a_button_was_pressed(changes, spot):
    body: dict[str, Any] = PRESS
    for path, value in changes.items():
        body = changed(body, path, value)
    assert press(body).spot is spot


def test_a_button_that_opens_an_address_asks_nothing():
    opened = PRESS | {"actions": [{"type": "button", "action_id": "open:0", "url": "https://contoso.example"}]}
    assert press(opened) is None


def test_a_form_brings_its_fields_and_knows_which_it_has():
    heard = submission(FORM)
    assert (heard.said, heard.channel) == (Pressed('["seats",{}]', {"seats": "12"}), "C1")
    assert heard.inputs == {"seats": "seats:f1"}


@pytest.mark.parametrize("metadata", ["", "{", "null", "[]", '["a","b"]', '["a","b",5]', '{"a":1}', "[" * 3000, "\0"])
def test_a_form_that_nobody_made_asks_for_nothing_known(metadata):
    heard = submission(changed(FORM, "view.private_metadata", metadata))
    assert (heard.said.token, heard.channel) == ("", "")


@given(st.text(max_size=500), st.text(max_size=30))
def test_a_form_remembers_what_it_was_made_for(token, channel):
    made = Origin.of(token, channel)
    assert Origin.read(made.metadata()) == made


def test_two_forms_for_the_same_are_two():
    assert Origin.of("x", "C1") != Origin.of("x", "C1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<@{BOT}> overview", "overview"),
        (f"<@{BOT}|comptoir> overview", "overview"),
        (f"seats Visio 12 <@{BOT}>", "seats Visio 12"),
        ("users show <mailto:anna@contoso.example|anna@contoso.example>", "users show anna@contoso.example"),
        ("users in <http://contoso.example|contoso.example>", "users in contoso.example"),
        ("see <https://contoso.example/?a=1&amp;b=2>", "see https://contoso.example/?a=1&b=2"),
        ("ask <@U2> in <#C2|licences>", "ask @U2 in licences"),
        ("Smith &amp; Sons &lt;b&gt;", "Smith & Sons <b>"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_words_are_read_as_they_were_typed(text, words):
    assert mention(changed(MENTION, "event.text", text)).said == Typed(words)


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"user": BOT},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1"}},
        {"hidden": True},
        {"type": "message"},
        {"channel": "D1"},
        {"user": None},
    ],
)
def test_what_nobody_said_to_the_bot_is_not_heard(more):
    assert mention(MENTION | {"event": MENTION["event"] | more}) is None


def test_the_messages_tab_is_not_the_home_tab():
    opened = {"event_id": "Ev1", "event": {"type": "app_home_opened", "user": "U1", "tab": "messages"}}
    assert slack_payloads.home_opened(opened) is None
