from __future__ import annotations

import json
import socket
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from bot.slack_manifest import SCOPES
from store import mails
from store.database import Database
from store.mails import NewMail
from tests.fakes.slack import SlackFake

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def mail():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    yield f"smtp://127.0.0.1:{port}"
    server.stop()


@contextmanager
def answering(moment, answer):
    """A platform that says the same to everything, by a clock of its own; its address."""

    class Platform(BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = json.dumps(answer).encode()
            self.send_response_only(200)
            self.send_header("Date", format_datetime(moment, usegmt=True))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            self.do_GET()

    with ThreadingHTTPServer(("127.0.0.1", 0), Platform) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def wrong(told):
    """The settings that something is wrong with."""
    return [one["about"] for one in json.loads(told) if one["state"] == "wrong"]


def about(told, setting):
    return [(one["state"], one["text"]) for one in json.loads(told) if one["about"] == setting]


def slack_settings(slack):
    return {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url.rstrip("/"),
    }


def test_a_bot_without_platforms_is_sound_and_says_what_it_lacks(shell):
    told = shell.does("doctor")
    assert "note   SLACK_BOT_TOKEN: not set: nobody reaches the bot in Slack" in told
    assert "ok     DATABASE_URL: answers, its schema is at" in told


def test_a_bot_with_everything_is_sound(sqlite_shell, slack, webex, mail):
    everything = (
        slack_settings(slack)
        | {"SLACK_APP_TOKEN": slack.app_token}
        | webex.environment
        | {"COMPTOIR_PUBLIC_URL": "https://bot.example", "COMPTOIR_VAULT_KEYS": "v" * 32}
    )
    sqlite_shell.does("webex", "setup", **everything)
    told = sqlite_shell.does("doctor", "--json", SMTP_URL=mail, MAIL_FROM="bot@bot.example", **everything)
    assert {one["state"] for one in json.loads(told)} == {"ok"}
    assert about(told, "COMPTOIR_PUBLIC_URL")[1] == ("ok", "Webex's webhooks call https://bot.example")
    assert slack.socket.opened == 0


def test_settings_that_can_not_be_read_are_findings_too(sqlite_shell):
    told = sqlite_shell.fails(1, "doctor", "--json", COMPTOIR_TIMEZONE="Mars", SLACK_APP_TOKEN="xapp-1", SMTP_URL="s")
    assert wrong(told) == ["SMTP_URL", "COMPTOIR_TIMEZONE"]
    assert "not a time zone like Europe/Paris" in told


def test_slack_needs_a_way_to_the_bot(sqlite_shell, slack):
    told = sqlite_shell.fails(1, "doctor", "--json", **slack_settings(slack))
    assert wrong(told) == ["COMPTOIR_PUBLIC_URL"]
    assert "SLACK_APP_TOKEN neither" in told


def test_an_app_token_that_is_none_is_wrong(sqlite_shell, slack):
    told = sqlite_shell.fails(1, "doctor", "--json", **slack_settings(slack), SLACK_APP_TOKEN="xapp-other")
    assert wrong(told) == ["SLACK_APP_TOKEN"]
    assert ("invalid_auth" in told, "xapp-other" in told) == (True, False)
    slack.pardon("invalid_auth")


@pytest.mark.parametrize(
    ("there", "told"), [(timedelta(minutes=-3), "180 s ahead"), (timedelta(minutes=3), "180 s behind")]
)
def test_a_clock_that_differs_from_theirs_is_wrong(sqlite_shell, there, told):
    with (
        answering(NOON + there, {"ok": True, "team": "T", "user": "U"}) as address,
        time_machine.travel(NOON, tick=False),
    ):
        slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": address}
        found = about(sqlite_shell.fails(1, "doctor", "--json", **slack), "SLACK_BOT_TOKEN")
    assert found[-1] == ("wrong", f"the clock of this machine is {told}; switch on time synchronisation (NTP)")


def test_webex_s_clock_counts_as_well(sqlite_shell):
    with (
        answering(NOON, {"id": "P", "items": []}) as address,
        time_machine.travel(NOON + timedelta(hours=1), tick=False),
    ):
        webex = {"WEBEX_API_URL": address, "WEBEX_TEAMS_ACCESS_TOKEN": "t", "WEBEX_WEBHOOK_SECRET": "s"}
        said = webex | {"COMPTOIR_PUBLIC_URL": "https://bot.example"}
        found = about(sqlite_shell.fails(1, "doctor", "--json", **said), "WEBEX_TEAMS_ACCESS_TOKEN")
    assert "3600 s ahead" in found[1][1]


def test_what_is_missing_from_the_database_is_named_with_what_to_do(new_shell, tmp_path):
    assert "comptoir init" in about(new_shell.fails(1, "doctor", "--json"), "DATABASE_URL")[0][1]
    new_shell.does("migrate")
    ((_state, text),) = about(new_shell.fails(1, "doctor", "--json"), "DATABASE_URL")[:1]
    assert text == "there is no organisation yet; run `comptoir init`"


def test_a_database_that_others_may_read_is_wrong(sqlite_shell, tmp_path):
    (tmp_path / "comptoir.db").chmod(0o644)
    assert "other users of this machine can read" in sqlite_shell.fails(1, "doctor")


def test_a_database_that_does_not_answer_is_wrong(sqlite_shell):
    told = sqlite_shell.fails(1, "doctor", "--json", DATABASE_URL="postgresql://nobody@127.0.0.1:1/x")
    assert wrong(told) == ["DATABASE_URL"]


def test_a_record_without_a_key_is_wrong(sqlite_shell):
    assert wrong(sqlite_shell.fails(1, "doctor", "--json", COMPTOIR_AUDIT_KEY=None)) == ["COMPTOIR_AUDIT_KEY"]


def test_a_slack_token_that_lacks_scopes_is_wrong(sqlite_shell):
    with SlackFake(scopes=frozenset(SCOPES) - {"im:write", "users:read.email"}) as slack:
        told = sqlite_shell.fails(1, "doctor", "--json", **slack_settings(slack))
    assert about(told, "SLACK_BOT_TOKEN")[1][1].startswith("lacks im:write, users:read.email; update the app")


def test_a_slack_token_that_is_none_is_wrong(sqlite_shell, slack):
    told = sqlite_shell.fails(1, "doctor", "--json", **slack_settings(slack) | {"SLACK_BOT_TOKEN": "xoxb-other"})
    ((state, text),) = about(told, "SLACK_BOT_TOKEN")
    assert (state, "invalid_auth" in text, "xoxb-other" in told) == ("wrong", True, False)
    slack.pardon("invalid_auth")


def test_without_a_public_address_webex_is_listened_to_on_a_websocket(sqlite_shell, webex):
    told = sqlite_shell.does("doctor", "--json", **webex.environment)
    assert about(told, "WEBEX_DISCOVERY_URL")[0][0] == "ok"
    webex.line.break_next("devices")
    told = sqlite_shell.fails(1, "doctor", "--json", **webex.environment)
    assert wrong(told) == ["WEBEX_DISCOVERY_URL"]


def test_webhooks_that_are_missing_are_wrong(sqlite_shell, webex):
    public = {"COMPTOIR_PUBLIC_URL": "https://bot.example"}
    told = sqlite_shell.fails(1, "doctor", "--json", **webex.environment, **public)
    assert wrong(told) == ["COMPTOIR_PUBLIC_URL"] * 3
    assert ("ok", "https://bot.example") in about(told, "COMPTOIR_PUBLIC_URL")
    assert "is missing; run `comptoir webex setup`" in told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("smtp://127.0.0.1:1", "ConnectionRefusedError"),
        ("http://mail", "not an address like smtp://user:password@host:587"),
    ],
)
def test_a_mail_server_that_lets_nobody_in_is_wrong(sqlite_shell, address, told):
    found = sqlite_shell.fails(1, "doctor", "--json", SMTP_URL=address, MAIL_FROM="bot@bot.example")
    assert told in about(found, "SMTP_URL")[0][1]


def test_mails_that_wait_are_a_note_with_what_is_in_their_way(shell, database_url):
    with closing(Database.open(database_url)) as database, database.transaction() as db:
        mails.put(db, NewMail(uuid4(), "k", None, "ada@contoso.example", "account", "en", "UTC", {}), NOON)
        mail = mails.claim(db, now=NOON, until=NOON)
        mails.put_back(db, mail, NOON, "451 Later", repeat=False)
    assert "note   mails: 1 to be sent, the oldest since 21 Nov 2026, 12:00 UTC; 451 Later" in shell.does("doctor")


def test_mail_needs_a_sender(sqlite_shell, mail):
    assert wrong(sqlite_shell.fails(1, "doctor", "--json", SMTP_URL=mail)) == ["MAIL_FROM"]
