"""What Slack, the tables or the code do wrong while somebody waits: an answer all the same, and no word too many."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any

import pytest

from bot.ask import Answer, Pressed
from bot.cards import Card, Secret
from bot.phrases import Tongue, plain
from bot.slack_addresses import SLACK
from bot.slack_answers import Answers
from bot.slack_calls import Calls, Haste, Unheard
from bot.slack_logs import quiet
from bot.slack_payloads import Heard, Spot
from tests.bot.slack_bot import bot, channel, chloe, david
from tests.fakes.slack_world import Message, View

__all__ = ["bot", "channel", "chloe", "david"]

SEATS = "seats Microsoft 365 E3 +5"
WRONG: list[dict[str, Any]] = [
    {"status": 500},
    {"status": 502, "html": True},
    {"retry_after": 30},
    {"retry_after": "soon"},
    {"error": "fatal_error"},
    {"body": "[]"},
    {"body": "null"},
    {"body": "{"},
    {"body": '{"ok":true}'},
    {"truncate": True},
    {"drop_answer": True},
    {"drop_request": True},
    {"delay": 1.5},
]
"""Every way in which Slack does not do what it was asked for."""
SILENT = [*WRONG[:8], {"drop_request": True}, {"delay": 1.5, "status": 500}]
"""Those after which nothing stands on the screen."""
REPEATED = ({"drop_answer": True}, {"drop_request": True})
"""A question that changes nothing is asked once more where the line breaks."""


SECRET = Card(title=plain("Key"), elements=(Secret(label=plain("Key"), value="XXXXX-1"),), private=True)


def run(calls, work):
    async def whole():
        try:
            await work
        finally:
            await calls.close()

    asyncio.run(whole())


@pytest.mark.parametrize("how", [how for how in WRONG if how not in REPEATED])
def test_who_is_not_vouched_for_is_asked_to_try_again(slack, bot, chloe, how):
    slack.fail("users.info", **how)
    assert chloe.text(chloe.slash("/licence", SEATS)).endswith("Nothing was done. Please try again in a minute.")
    assert (bot.asked, bot.audit()) == ([], [])
    assert chloe.text(chloe.slash("/licence", SEATS)).startswith("Microsoft 365 E3 · Contoso")


def test_words_of_nobody_known_come_again_and_are_then_answered(slack, bot, chloe, channel):
    slack.fail("users.info", status=500)
    chloe.mention(channel, SEATS)
    assert (chloe.last.status, bot.asked) == (503, [])
    slack.pardon("answered 503")
    chloe.redeliver()
    bot.hears()
    assert chloe.sees("25 → 30")


def test_who_is_known_is_served_while_slack_vouches_for_nobody(slack, bot, chloe):
    chloe.slash("/licence", "overview")
    slack.fail("users.info", times=9, status=500)
    assert chloe.text(chloe.slash("/licence", SEATS)).startswith("Microsoft 365 E3 · Contoso")


@pytest.mark.parametrize("how", SILENT)
def test_a_form_that_does_not_open_can_be_continued(slack, bot, chloe, how):
    slack.fail("views.open", **how)
    card = chloe.slash("/licence", "seats")
    assert isinstance(card, Message)
    assert isinstance(chloe.press(card, "Continue"), View)


def test_a_trigger_that_is_too_old_can_be_continued(slack, bot, chloe):
    slack.fail("views.open", error="expired_trigger_id")
    chloe.press(chloe.slash("/licence", "seats"), "Continue")
    assert chloe.modal.body["title"]["text"] == "Change seats"


@pytest.mark.parametrize("shortcut", ["overview", "change_seats"])
def test_a_shortcut_that_can_not_open_is_answered_directly(slack, bot, chloe, shortcut):
    slack.fail("views.open", status=500)
    assert isinstance(chloe.shortcut(shortcut), Message)
    assert chloe.last_card().channel is slack.world.im(chloe.id)


@pytest.mark.parametrize("how", [how for how in SILENT if "status" in how or "drop_request" in how])
def test_an_outcome_whose_address_fails_is_said_beside_the_card(slack, bot, chloe, channel, how):
    card = chloe.slash("/licence", SEATS, channel)
    slack.fail("response_url", **how)
    chloe.press(card, "Order 5 seats")
    assert chloe.sees("5 seats of Microsoft 365 E3 ordered for Contoso")
    assert bot.orders() == ["accepted"]


def test_a_secret_that_may_have_been_shown_is_not_shown_again(slack, chloe, channel):
    calls, address = (
        Calls(slack.token, slack.api_url),
        f"{slack.base}/response/{slack.world.issue_address(chloe.id, channel)}",
    )
    pressed = Heard(Spot.OWN_CARD, "key", chloe.id, channel.id, Pressed("x"), address=address)
    slack.fail("response_url", status=500)
    run(calls, Answers(calls).give(pressed, Answer(SECRET, Tongue()), Haste()))
    assert slack.calls("chat.postEphemeral") == []


@pytest.mark.parametrize("how", WRONG)
def test_what_is_done_stays_done_whatever_slack_does_with_the_answer(slack, bot, chloe, channel, how):
    card = chloe.slash("/licence", SEATS, channel)
    slack.fail("*", times=9, **how)
    chloe.press(card, "Order 5 seats")
    assert (chloe.last.status, bot.orders()) == (200, ["accepted"])


@pytest.mark.parametrize("how", [{"status": 500}, {"drop_request": True}, {"body": "[]"}])
def test_the_home_tab_and_forms_are_acknowledged_whatever_slack_does_with_them(slack, bot, chloe, how):
    home, form = chloe.open_home(), chloe.shortcut("change_seats")
    slack.fail("*", times=9, **how)
    chloe.submit(form, {"Subscription": "Visio Plan 2", "Seats": "+1"})
    assert chloe.last.status == 200
    chloe.press(chloe.modal, "Order 1 seat")
    assert (chloe.last.status, bot.orders()) == (200, ["accepted"])
    chloe.close(chloe.modal)
    chloe.press(home, "Orders")
    assert chloe.last.status == 200


@pytest.mark.parametrize(
    "address",
    [
        "",
        "//hooks.slack.com/x",
        "http://hooks.slack.com/x",
        "https://hooks.slack.com:444/x",
        "https://hooks.slack.com.evil.example/x",
        "https://evil.example/hooks.slack.com",
        "https://hooks.slack.com@evil.example/x",
        "https://me@hooks.slack.com/x",
        "https://[::1/x",
        "https://hooks.slack.com\\@evil.example/x",
        "file:///etc/passwd",
        "http://127.0.0.1:1/x",
    ],
)
def test_an_answer_goes_to_slacks_own_hosts_only(address):
    calls = Calls("xoxb-test", SLACK)
    with pytest.raises(Unheard, match=r"^address$"):
        run(calls, calls.respond(address, {"text": "x"}, Haste()))


def test_a_strangers_response_address_is_not_called(slack, bot, chloe, channel):
    card = chloe.slash("/licence", SEATS, channel)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        chloe.press(card, "Order 5 seats")
        again = chloe.deliveries[-1]
        again.payload |= {"response_url": f"http://127.0.0.1:{stranger.getsockname()[1]}/x"}
        chloe.redeliver()
        stranger.setblocking(False)
        with pytest.raises(BlockingIOError):
            stranger.accept()


def test_a_slow_command_is_answered_when_it_is_done(slack, bot, chloe, channel):
    chloe.slash("/licence", "overview", channel)
    bot.open.clear()
    assert chloe.text(chloe.slash("/licence", SEATS, channel)).endswith("The answer will follow here.")
    bot.open.set()
    chloe.waits_for("25 → 30")
    assert len(bot.asked) == 2


def test_a_slow_press_gives_way_to_the_outcome_when_it_is_done(slack, bot, chloe, channel):
    card = chloe.slash("/licence", SEATS, channel)
    bot.open.clear()
    assert chloe.press(card, "Order 5 seats") is None
    bot.open.set()
    chloe.waits_for("5 seats of Microsoft 365 E3 ordered for Contoso")
    assert bot.orders() == ["accepted"]


def test_a_slow_form_shows_the_outcome_when_it_is_done(slack, bot, chloe):
    form = chloe.slash("/licence", "seats")
    bot.open.clear()
    chloe.submit(form, {"Subscription": "Visio Plan 2", "Seats": "+1"})
    assert chloe.sees("The answer will follow here.")
    bot.open.set()
    chloe.waits_for("Order 1 seat")


def test_slow_words_are_told_again_by_slack_and_answered_once(slack, bot, chloe, channel):
    chloe.slash("/licence", "overview", channel)
    bot.open.clear()
    chloe.mention(channel, SEATS)
    assert chloe.last.status == 503
    slack.pardon("answered 503")
    bot.open.set()
    chloe.redeliver()
    bot.hears()
    assert len(slack.calls("chat.postEphemeral")) == 1


@pytest.mark.parametrize("ask", [lambda p, c: p.slash("/licence", SEATS, c), lambda p, _: p.shortcut("overview")])
def test_a_bug_is_answered_with_a_reference_and_leaves_no_words_in_the_log(slack, bot, chloe, channel, caplog, ask):
    caplog.set_level(logging.DEBUG)
    bot.fault = RuntimeError("canary-7Q2")
    said = chloe.text(ask(chloe, channel))
    reference = said.partition("Reference: ")[2].split()[0].rstrip(".")
    assert reference in {getattr(record, "reference", "") for record in caplog.records}
    assert "canary-7Q2" not in caplog.text
    assert "RuntimeError" in {getattr(record, "error", "") for record in caplog.records}


def test_a_bug_leaves_words_unacknowledged(slack, bot, chloe):
    bot.fault = RuntimeError("broken")
    chloe.dm("overview")
    assert chloe.last.status == 503
    slack.pardon("answered 503")


def test_no_word_token_or_address_is_ever_logged(slack, bot, chloe, channel, caplog):
    caplog.set_level(logging.DEBUG)
    card = chloe.slash("/licence", "seats canary-7Q2 +5", channel)
    slack.fail("*", times=2, status=500)
    chloe.mention(channel, "canary-7Q2")
    chloe.press(chloe.slash("/licence", SEATS, channel), "Order 5 seats")
    assert card
    ours = [str(vars(record)) for record in caplog.records if record.name != "aiohttp.access"]  # Slack's own
    for secret in ("canary-7Q2", slack.token, slack.signing_secret, "/response/", chloe.user.email):
        assert secret not in "".join(ours)


def test_slacks_libraries_may_say_where_they_failed_and_not_about_what(caplog):
    log = quiet("tested")
    log.info("canary-7Q2")
    try:
        int("canary-7Q2")
    except ValueError:
        log.exception("canary-7Q2 %s", "canary-7Q2")
    assert "canary-7Q2" not in caplog.text
    assert "test_slack_faults: ValueError" in caplog.text
