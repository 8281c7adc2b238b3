"""Web sockets that break, at the worst moments: nothing is lost that Slack repeats, nothing is done twice."""

from __future__ import annotations

import time

import pytest

from tests.bot.slack_bot import bot, channel, chloe, david
from tests.jobs.waiting import eventually
from tests.stories.slack_bot import over_sockets

__all__ = ["bot", "channel", "chloe", "david"]

pytestmark = pytest.mark.usefixtures("sockets")
SEATS = "seats Microsoft 365 E3 +5"


@pytest.fixture
def sockets(slack, bot):
    with over_sockets(slack, bot.wire):
        yield slack.socket


def drafts(bot):
    return bot.rows("SELECT count(*) FROM orders")[0][0]


def test_a_form_is_corrected_and_ordered_over_the_socket(bot, chloe):
    form = chloe.slash("/licence", "seats")
    assert chloe.submit(form, {"Subscription": "Microsoft 365 E3", "Seats": "many"}).errors
    chloe.press(chloe.submit(form, {"Seats": "+5"}), "Order 5 seats")
    assert bot.orders() == ["accepted"]


@pytest.mark.parametrize("when", ["before", "mid_frame", "ack_lost"])
def test_what_is_said_while_a_socket_breaks_is_answered_once(slack, sockets, bot, chloe, when):
    sockets.cut_next(when)
    chloe.dm(SEATS)
    bot.hears()
    assert len(slack.calls("chat.postMessage")) == drafts(bot) == 1


@pytest.mark.parametrize(("when", "done"), [("before", 0), ("mid_frame", 0), ("ack_lost", 1)])
def test_a_command_on_a_breaking_socket_is_done_once_or_not_at_all(slack, sockets, bot, chloe, when, done):
    """Slack does not repeat commands: who typed it is told that the app did not answer."""
    slack.outages_expected = True
    sockets.cut_next(when)
    chloe.slash("/licence", SEATS)
    assert drafts(bot) == done


def test_the_same_envelope_twice_is_one_delivery(bot, chloe):
    chloe.dm(SEATS)
    assert all(reply.ok for reply in chloe.redeliver(3))
    assert drafts(bot) == 1


def test_what_is_said_while_the_sockets_are_renewed_is_answered_once(slack, sockets, bot, chloe):
    slack.outages_expected = True
    sockets.refresh()
    chloe.dm(SEATS)
    eventually(lambda: any(reply.ok for reply in chloe.redeliver(1)), 30)
    bot.hears()
    assert len(slack.calls("chat.postMessage")) == drafts(bot) == 1


def test_sockets_that_are_cut_come_back_within_five_seconds(slack, sockets, bot, chloe):
    began = time.monotonic()
    sockets.cut()
    sockets.wait_connected(1)
    assert time.monotonic() - began < 5
    chloe.slash("/licence", SEATS)
    assert drafts(bot) == 1
