"""The pretended Slack, held against the real slack_sdk and a real Bolt app."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient

from tests.fakes.slack import SlackFake
from tests.fakes.slack_forms import CannotDo
from tests.fakes.slack_sample_app import FORM, HttpServer, SampleApp, button, card, plain
from tests.fakes.slack_world import Message, View

MODAL = {"type": "modal", "title": plain("Seats"), "blocks": []}


@pytest.fixture
def slack() -> Iterator[SlackFake]:
    with SlackFake() as fake:
        yield fake
        assert not fake.violations


@pytest.fixture
def client(slack: SlackFake) -> WebClient:
    return WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(slack: SlackFake) -> Iterator[SampleApp]:
    sample = SampleApp(slack)
    with HttpServer(sample) as slack.app_url:
        yield sample


@pytest.fixture
def anna(slack: SlackFake):
    return slack.person(email="anna@contoso.test", name="Anna Berg", locale="fr-FR")


def refusal(slack, ask, error):
    with pytest.raises(SlackApiError) as no:
        ask()
    assert no.value.response["error"] == error
    return no.value.response.data


def test_the_sdk_signs_in_with_the_right_token_only(slack, client):
    assert client.auth_test()["bot_id"]
    refusal(slack, WebClient("xoxb-stolen", base_url=slack.api_url).auth_test, "invalid_auth")
    refusal(slack, WebClient("", base_url=slack.api_url).auth_test, "not_authed")
    assert len(slack.pardon("auth.test")) == 2


def test_an_unknown_method_and_a_missing_scope_are_refused(slack, client):
    refusal(slack, lambda: client.api_call("chat.shout"), "unknown_method")
    slack.scopes = frozenset({"users:read"})
    assert (
        refusal(slack, lambda: client.chat_postMessage(channel="C1", text="x"), "missing_scope")["needed"]
        == "chat:write"
    )
    slack.pardon("unknown_method")
    slack.pardon("missing_scope")


def test_a_person_is_described_as_far_as_the_scopes_go(slack, client, anna):
    user = client.users_info(user=anna.id, include_locale=True)["user"]
    assert (user["profile"]["email"], user["locale"], user["is_restricted"]) == ("anna@contoso.test", "fr-FR", False)
    slack.scopes -= {"users:read.email"}
    assert "email" not in client.users_info(user=anna.id)["user"]["profile"]
    stranger = slack.person(email="eve@elsewhere.test", stranger=True)
    assert client.users_info(user=stranger.id)["user"]["is_stranger"]


def test_the_asynchronous_client_is_understood_as_well(slack, anna):
    async def post():
        client = AsyncWebClient(slack.token, base_url=slack.api_url)
        return (await client.chat_postMessage(channel=anna.id, **card("Hello")))["ts"]

    assert asyncio.run(post()) == anna.last_card().ts


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "less than 3001 characters"),
        ([{"type": "divider"}] * 51, "no more than 50 items"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "must be one of: plain_text"),
        ([{"type": "actions", "elements": [button("x" * 76, "a")]}], "less than 76"),
        ([{"type": "actions", "elements": [button("x", "a"), button("y", "a")]}], "already exists"),
        ([{"type": "section", "block_id": "b", "text": plain("x")}] * 2, "already exists"),
        ([{"type": "divider", "colour": "red"}], "invalid additional property: colour"),
        ([{"type": "section"}], "at least one of: text, fields"),
        ([{"type": "carousel"}], "unsupported type: carousel"),
    ],
)
def test_blocks_that_slack_would_refuse_are_refused(slack, client, anna, blocks, complaint):
    answer = refusal(slack, lambda: client.chat_postMessage(channel=anna.id, text="x", blocks=blocks), "invalid_blocks")
    assert complaint in answer["response_metadata"]["messages"][0]
    assert not anna.messages()
    slack.pardon("invalid_blocks")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<!channel> renew", "pings"),
        ("Smith & Sons", "must be escaped"),
        ("<b>x</b>", "odd markup"),
        ("a\u202eb", "hidden character"),
        (" ", "no top-level text"),
    ],
)
def test_what_people_would_suffer_from_is_a_violation(slack, client, anna, text, complaint):
    client.api_call("chat.postMessage", json={"channel": anna.id, "text": text, "blocks": [{"type": "divider"}]})
    slack.pardon(complaint)


def test_a_form_with_fields_needs_a_submit_button(slack, client, anna):
    view = {key: part for key, part in FORM.items() if key != "submit"}
    trigger = slack.world.issue_trigger(anna.id)
    answer = refusal(slack, lambda: client.views_open(trigger_id=trigger, view=view), "invalid_arguments")
    assert "must define `submit`" in answer["response_metadata"]["messages"][0]
    slack.pardon("views.open")


def test_a_trigger_works_once(slack, client, anna):
    trigger = slack.world.issue_trigger(anna.id)
    client.views_open(trigger_id=trigger, view=MODAL)
    refusal(slack, lambda: client.views_open(trigger_id=trigger, view=MODAL), "exchanged_trigger_id")
    slack.pardon("exchanged_trigger_id")


def test_a_trigger_is_too_old_after_three_seconds(slack, client, anna):
    trigger = slack.world.issue_trigger(anna.id)
    slack.later(seconds=3.1)
    refusal(slack, lambda: client.views_open(trigger_id=trigger, view=MODAL), "expired_trigger_id")
    assert anna.modal is None


def test_a_response_address_takes_five_answers_in_thirty_minutes(slack, anna):
    name = slack.world.issue_address(anna.id, slack.world.im(anna.id))
    hook = WebhookClient(f"{slack.base}/response/{name}")
    assert [hook.send(text="x").status_code for _ in range(6)] == [200] * 5 + [404]
    slack.pardon("used_url")
    late = WebhookClient(f"{slack.base}/response/{slack.world.issue_address(anna.id, slack.world.im(anna.id))}")
    slack.later(minutes=31)
    assert late.send(text="x").status_code == 404


def test_an_ephemeral_message_is_one_persons_and_cannot_be_edited(slack, client, anna):
    bob = slack.person(email="bob@contoso.test")
    channel = slack.channel("licences", anna, bob)
    ts = client.chat_postEphemeral(channel=channel.id, user=anna.id, text="Only you")["message_ts"]
    assert anna.sees("Only you")
    assert not bob.sees("Only you")
    refusal(slack, lambda: client.chat_update(channel=channel.id, ts=ts, text="x"), "message_not_found")


def test_channels_without_the_app_take_no_messages(slack, client, anna):
    refusal(
        slack,
        lambda: client.chat_postMessage(channel=slack.channel("a", anna, bot=False).id, text="x"),
        "not_in_channel",
    )
    secret = slack.channel("b", anna, private=True, bot=False)
    refusal(slack, lambda: client.conversations_info(channel=secret.id), "channel_not_found")
    shared = slack.channel("c", anna, ext_shared=True)
    assert client.conversations_info(channel=shared.id)["channel"]["is_ext_shared"]


def test_a_file_goes_up_in_three_steps_and_comes_down_with_the_token(slack, client, anna):
    dm = client.conversations_open(users=anna.id)["channel"]["id"]
    client.files_upload_v2(channel=dm, filename="seats.csv", content="a;b", initial_comment="Here")
    assert anna.sees("Here", "[file seats.csv]")


def test_messages_come_too_fast_for_one_channel(slack, client, anna):
    slack.seconds_between_messages = 1.0
    client.chat_postMessage(channel=anna.id, text="one")
    with pytest.raises(SlackApiError) as no:
        client.chat_postMessage(channel=anna.id, text="two")
    assert (no.value.response.status_code, no.value.response.headers["Retry-After"]) == (429, "1")
    slack.later(seconds=1)
    client.chat_postMessage(channel=anna.id, text="three")


def test_an_answer_can_get_lost_after_its_effect(slack, client, anna):
    slack.fail("chat.postMessage", drop_answer=True)
    with pytest.raises(ConnectionError):
        client.chat_postMessage(channel=anna.id, text="Sent")
    assert anna.sees("Sent")


def test_the_sdk_left_to_itself_sends_again_when_an_answer_is_lost(slack, anna):
    slack.fail("chat.postMessage", drop_answer=True)
    WebClient(slack.token, base_url=slack.api_url).chat_postMessage(channel=anna.id, text="Sent")
    assert anna.texts() == ["Sent", "Sent"]


@pytest.mark.parametrize("how", [{"html": True}, {"truncate": True}, {"status": 500}, {"retry_after": "soon"}])
def test_answers_can_be_rubbish(slack, client, anna, how):
    slack.fail("chat.postMessage", **how)
    with pytest.raises((SlackApiError, ValueError)):
        client.chat_postMessage(channel=anna.id, text="x")
    assert client.chat_postMessage(channel=anna.id, text="y")["ok"]


def test_a_command_is_answered_on_the_spot(slack, app, anna):
    bob = slack.person(email="bob@contoso.test")
    channel = slack.channel("licences", anna, bob)
    answer = anna.slash("/licence", "seats", channel=channel)
    assert anna.text(answer) == "You said seats\n[Order]\n[Yes]"
    assert not bob.sees("You said")


def test_a_press_replaces_the_message_that_was_pressed(slack, app, anna):
    answer = anna.slash("/licence", "seats")
    assert anna.press(answer, "Yes") is answer
    assert anna.texts() == ["Ordered."]
    with pytest.raises(CannotDo, match="no button 'Yes'"):
        anna.press(answer, "Yes")


def test_a_screen_that_has_not_caught_up_can_still_be_pressed(slack, app, anna):
    old = anna.slash("/licence", "seats").snapshot()
    anna.press(old, "Yes")
    anna.press(old, "Yes")
    assert app.done["confirm"] == 2


def test_a_form_is_filled_in_and_sent(slack, app, anna):
    form = anna.slash("/licence", "form")
    assert isinstance(form, View)
    card = anna.submit(form, {"Seats": 12, "Term": "Annual"})
    assert isinstance(card, Message)
    assert anna.sees("12 seats, y")
    assert anna.modal is None


@pytest.mark.parametrize(
    ("seats", "why"), [(None, "required"), (0, "at least 1"), (100, "at most 99"), ("1.5", "whole")]
)
def test_slack_itself_stops_what_a_field_does_not_allow(slack, app, anna, seats, why):
    form = anna.slash("/licence", "form")
    with pytest.raises(CannotDo, match=why):
        anna.submit(form, {"Seats": seats})
    assert not app.done["order"]


def test_an_error_stands_next_to_its_field(slack, app, anna):
    form = anna.slash("/licence", "form")
    assert anna.submit(form, {"Seats": 13}) is anna.modal
    assert "Seats\n13\nThirteen brings bad luck." in anna.text(form)


def test_an_error_for_no_field_is_a_violation(slack, app, anna):
    anna.submit(anna.slash("/licence", "form"), {"Seats": 14})
    slack.pardon("'nowhere', which is no input")


def test_a_form_covers_the_messages_until_it_is_closed(slack, app, anna):
    answer = anna.slash("/licence", "seats")
    form = anna.press(answer, "Order")
    with pytest.raises(CannotDo, match="in the way"):
        anna.press(answer, "Yes")
    anna.close(form)
    anna.press(answer, "Yes")


def test_a_late_answer_is_a_violation(slack, app, anna):
    slack.patience = 0.2
    anna.slash("/licence", "late 0.5")
    slack.pardon("no answer from the app")
    assert not anna.messages()


def test_an_answer_that_slack_could_not_show_is_a_violation(slack, app, anna):
    anna.slash("/licence", "broken")
    slack.pardon("invalid_blocks")
    assert not anna.messages()


def test_a_mention_and_a_direct_message_arrive_as_slack_writes_them(slack, app, anna):
    channel = slack.channel("licences", anna)
    anna.mention(channel, "show bob@contoso.test")
    assert "show bob@contoso.test" in anna.text(anna.last_card())
    assert anna.deliveries[-1].payload["event"]["text"].endswith("<mailto:bob@contoso.test|bob@contoso.test>")
    anna.dm("A & B")
    assert anna.deliveries[-1].payload["event"]["text"] == "A &amp; B"


def test_the_home_is_published_and_pressed(slack, app, anna):
    home = anna.open_home()
    assert anna.text(home) == "Contoso\n[Order]"
    assert isinstance(anna.press(home, "Order"), View)


def test_a_shortcut_opens_a_form(slack, app, anna):
    assert anna.text(anna.shortcut("overview")).startswith("Order seats\n[Order]\nSeats")


def test_a_searching_menu_asks_the_app(slack, app, client, anna):
    menu = {"type": "external_select", "action_id": "product", "placeholder": plain("Product")}
    client.chat_postMessage(channel=anna.id, text="Which?", blocks=[{"type": "actions", "elements": [menu]}])
    assert anna.suggestions(anna.last_card(), "Product", "t") == ["Project", "Teams"]
    assert anna.text(anna.choose(anna.last_card(), "Product", "Visio")) == "Picked Visio"


def test_a_delivery_comes_again_with_the_same_ids(slack, app, anna):
    anna.dm("hello")
    anna.redeliver(3)
    anna.redeliver(3, with_headers=False, at_once=True)
    assert app.done["message"] == 7


def test_the_address_is_verified(slack, app):
    assert slack.verify_url()


def test_a_forged_request_gets_no_further(slack, app, anna):
    slack.transport.post(b"command=/licence", slack.transport.headers(b"other", "text/plain"))
    assert not app.done


def test_the_app_hears_itself_and_what_people_change(slack, app, anna):
    anna.dm("hello")
    slack.echo(anna.last_card())
    anna.edit(anna.messages()[0], "hello again")
    assert anna.deliveries[-1].payload["event"]["subtype"] == "message_changed"
    assert app.done["message"] == 1


def test_the_app_is_told_when_a_person_changes(slack, app, anna):
    anna.changed(deleted=True)
    assert app.done["user_change"] == 1
