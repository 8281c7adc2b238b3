from __future__ import annotations

import logging
import time
from urllib.parse import urlencode

import httpx
import pytest

from bot.slack import Access, SlackWire
from bot.slack_gate import LARGEST
from tests.bot.slack_bot import bot, chloe
from tests.fakes.slack_delivery import FORM, sign

__all__ = ["bot", "chloe"]

CANARY = "canary-7Q2"
BODY = urlencode({"command": "/licence", "text": CANARY, "user_id": "U1", "team_id": "T1", "channel_id": "C1"}).encode()


@pytest.fixture
def knock(slack, bot, caplog):
    """Send bytes to the bot's address, signed unless the headers say otherwise; nothing of them may be logged."""
    caplog.set_level(logging.DEBUG)

    def post(body=BODY, stamp=None, secret=slack.signing_secret, **headers):
        stamp = stamp if stamp is not None else str(int(time.time()))
        signature = sign(secret, stamp, body) if isinstance(body, bytes) else ""
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
        given = {"Content-Type": FORM} | signed | {name.replace("_", "-"): value for name, value in headers.items()}
        return slack.transport.post(body, {name: value for name, value in given.items() if value is not None})

    yield post
    assert CANARY not in caplog.text
    assert bot.asked == []


def status(reply):
    assert len(reply.body) < 50
    return reply.status


def test_a_request_that_slack_did_not_sign_is_refused(knock):
    assert status(knock(secret="guessed")) == 401
    assert status(knock(X_Slack_Signature=None)) == 401
    assert status(knock(X_Slack_Request_Timestamp=None)) == 401


def test_a_request_of_yesterday_or_tomorrow_is_refused(knock):
    now = int(time.time())
    assert status(knock(stamp=str(now - 301))) == 401
    assert status(knock(stamp=str(now + 302))) == 401


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "+1700000000", "9" * 13, "1700000000.5", "0x10", "1 7"])
def test_a_time_that_is_none_is_refused(knock, stamp):
    assert status(knock(stamp=stamp)) == 401


@pytest.mark.parametrize("signature", ["", "v0=", "v0=" + "g" * 64, "v1=" + "0" * 64, "v0=" + "0" * 63, "0" * 64])
def test_a_signature_that_is_none_is_refused(knock, signature):
    assert status(knock(X_Slack_Signature=signature)) == 401


def test_a_signature_is_good_for_its_own_bytes_only(knock, slack):
    now = str(int(time.time()))
    for place in range(0, len(BODY), 7):
        flipped = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
        assert status(knock(flipped, X_Slack_Signature=sign(slack.signing_secret, now, BODY))) in {400, 401}


def test_letters_beyond_ascii_in_a_header_are_refused(knock):
    assert status(knock(X_Slack_Signature="v0=é".encode("latin-1"))) == 400
    assert status(knock(X_Slack_Request_Timestamp="١٢٣".encode())) == 400


@pytest.mark.parametrize("kind", [None, "", "text/plain", "multipart/form-data", "application/xml", "json"])
def test_another_type_of_content_is_refused(knock, kind):
    assert status(knock(Content_Type=kind)) == 400


def test_a_body_in_another_guise_is_refused(knock):
    assert status(knock(Content_Encoding="gzip")) == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=\xff\xfe", FORM),
        (b"\xff", "application/json"),
        (b"text=%ff", FORM),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b"[" * 5000, "application/json"),
        (b'{"a":"\xed\xa0\x80"}', "application/json"),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"&".join(b"a%d=1" % number for number in range(101)), FORM),
    ],
)
def test_what_can_not_be_read_is_refused_even_if_it_is_signed(knock, body, kind):
    assert status(knock(body, Content_Type=kind)) == 400


@pytest.mark.parametrize(
    "body",
    [
        b'{"type":"event_callback","event":5}',
        b'{"type":"event_callback","event":{"type":{}}}',
        b'{"type":"event_callback","authorizations":5}',
        b'{"type":"block_actions","actions":[]}',
        b'{"type":"block_actions","user":5,"actions":[{"action_id":"x","value":5}]}',
        b'{"type":"view_submission","view":{"callback_id":"form"}}',
        b'{"type":"shortcut","callback_id":"overview"}',
        b'{"type":"something_new"}',
        b"{}",
    ],
)
def test_signed_payloads_of_an_odd_shape_do_nothing(knock, body):
    assert status(knock(body, Content_Type="application/json")) in {200, 400, 404}


def test_a_body_is_read_no_further_than_it_may_be_long(knock):
    assert status(knock(b"text=" + b"x" * LARGEST)) == 413
    assert status(knock(iter([b"x" * LARGEST, b"x"]), X_Slack_Signature="v0=" + "0" * 64)) == 413


@pytest.mark.parametrize("name", ["Content-Type", "X-Slack-Signature", "X-Slack-Request-Timestamp"])
def test_a_header_that_is_there_twice_is_refused(slack, bot, name):
    now = str(int(time.time()))
    signed = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": sign(slack.signing_secret, now, BODY)}
    headers = signed | {"Content-Type": FORM}
    twice = [*headers.items(), (name, headers[name])]
    assert httpx.post(slack.app_url, content=BODY, headers=twice).status_code == 400


def test_only_posts_are_taken(slack, bot):
    for method in ("GET", "PUT", "DELETE", "HEAD", "OPTIONS"):
        assert httpx.request(method, slack.app_url).status_code == 405


def test_slack_may_verify_the_address(slack, bot):
    assert slack.verify_url()


def test_slack_may_look_at_the_certificate_of_the_address(knock):
    checked = urlencode({"ssl_check": "1", "token": "of old"}).encode()
    assert (status(knock(checked)), status(knock(checked, secret="guessed"))) == (200, 401)


def test_a_replayed_request_does_nothing_twice(slack, bot, chloe):
    chloe.slash("/licence", "seats Microsoft 365 E3 +5")
    assert all(reply.ok for reply in chloe.redeliver(3, at_once=True))
    assert bot.rows("SELECT count(*) FROM orders") == [(1,)]
    assert len(bot.asked) == 4


def test_without_a_signing_secret_nobody_is_let_in(slack, bot):
    wire = SlackWire(
        Access(slack.token, "", slack.api_url), bot.dispatch, bot.dispatch.meet, bot.dispatch.fresh, bot.pool
    )
    assert wire.routes == []
