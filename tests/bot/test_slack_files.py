from __future__ import annotations

import csv
import io
import socket

import pytest
from slack_sdk import WebClient
from sqlalchemy import text

from bot.errand import Busy, Down, Gone, Lost, NotSent, Parcel
from bot.phrases import Tongue
from bot.slack_addresses import ANSWERS_AT, FILES_AT, SLACK, is_slacks
from bot.slack_sender import SlackSender
from bot.slack_workspace import Workspace
from tests.bot.slack_bot import bot, channel, chloe, david
from tests.fakes.slack_faults import Fault

__all__ = ["bot", "channel", "chloe", "david"]

ANNOUNCE, COMPLETE = "files.getUploadURLExternal", "files.completeUploadExternal"
ENGLISH, FRENCH = Tongue(), Tongue("fr")


class Out:
    """The way out, as impatient as a test."""

    def __init__(self, slack) -> None:
        client = WebClient(slack.token, slack.api_url, timeout=1, retry_handlers=[])
        workspace = Workspace(client)
        self.sender, self.team = SlackSender(client, workspace), workspace.home.team

    def hand(self, person, content: bytes = b"a,b\r\n", name="orders.csv", tongue=ENGLISH, **how) -> str:
        parcel = Parcel(name, "text/csv", len(content), io.BytesIO(content))
        return self.sender.send_file(self.team, person.id, parcel, tongue, **how).id


@pytest.fixture
def out(slack):
    return Out(slack)


@pytest.fixture
def anna(slack):
    return slack.person("anna@contoso.example", "Anna Berg")


def content_of(slack, id: str) -> bytes:
    return slack.world.uploads[id].content


# what a person gets


def test_a_list_comes_as_a_file_to_its_asker_alone(bot, chloe, channel, slack):
    card = chloe.slash("/licence", "subscriptions", channel)
    chloe.press(card, "CSV")
    assert "The file comes to you directly, and to nobody else." in chloe.text(chloe.last_card(channel))
    bot.hears()
    (file,) = chloe.last_card().files
    assert file["name"] == "subscriptions Contoso 2026-11-21.csv"
    assert chloe.last_card().channel.kind == "im"
    rows = list(csv.reader(io.StringIO(content_of(slack, file["id"]).decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["customer"] + ["Contoso"] * 5
    assert slack.posts(channel) == []


def test_a_press_that_is_delivered_twice_brings_one_file(bot, chloe, slack):
    chloe.press(chloe.slash("/licence", "subscriptions"), "CSV")
    chloe.redeliver(3, at_once=True)
    bot.hears(3)
    assert len(slack.calls(COMPLETE)) == 1


def test_whose_grant_is_gone_meanwhile_gets_nothing(bot, chloe, slack):
    chloe.press(chloe.slash("/licence", "subscriptions"), "CSV")
    with bot.database.transaction() as db:
        db.execute(text("delete from grants"))
        db.execute(text("update users set status = 'disabled'"))
    bot.hears()
    assert slack.calls(ANNOUNCE) == []


# the way out


def test_a_file_goes_into_the_conversation_with_the_bot(out, slack, anna):
    id = out.hand(anna)
    assert anna.texts() == ["Here is the file.\n[file orders.csv]"]
    assert (content_of(slack, id), slack.calls("conversations.open")[0].args["users"]) == (b"a,b\r\n", anna.id)


def test_it_speaks_the_readers_language_and_says_when_it_comes_again(out, anna):
    out.hand(anna, tongue=FRENCH)
    out.hand(anna, repeat=True)
    assert anna.sees("Voici le fichier.", "Sent again: no answer came the first time")


@pytest.mark.parametrize("name", ["été & fils.csv", "رخص.csv", "a b; c=d.csv", "x" * 100 + ".csv"])
def test_a_file_keeps_its_name(out, anna, name):
    out.hand(anna, name=name)
    assert anna.last_card().files[0]["name"] == name


def test_a_large_file_arrives_whole(out, slack, anna):
    content = b"0123456789" * 300_000
    assert content_of(slack, out.hand(anna, content)) == content


def test_an_empty_file_is_not_announced(out, slack, anna):
    with pytest.raises(Gone):
        out.hand(anna, b"")
    assert slack.calls(ANNOUNCE) == []


def test_another_workspace_is_handed_nothing(out, anna):
    with pytest.raises(Gone, match="another workspace"):
        out.sender.send_file("T0ELSEWHERE", anna.id, Parcel("a.csv", "text/csv", 1, io.BytesIO(b"a")), ENGLISH)


@pytest.mark.parametrize("step", [ANNOUNCE, "upload"])
@pytest.mark.parametrize(
    "how", [{"status": 500}, {"drop_answer": True}, {"drop_request": True}, {"status": 503}, {"status": 302}]
)
def test_until_it_is_shown_nothing_is_lost(out, slack, anna, step, how):
    slack.fail(step, **how)
    with pytest.raises(Down):
        out.hand(anna)
    assert (anna.texts(), slack.calls(COMPLETE)) == ([], [])


@pytest.mark.parametrize(
    "body", ["[]", "null", '{"ok":true}', '{"ok":true,"upload_url":5,"file_id":"F1"}', '{"ok":true,"file_id":"F1"}']
)
def test_an_announcement_that_says_nothing_leads_nowhere(out, slack, anna, body):
    slack.fail(ANNOUNCE, body=body, status=200)
    with pytest.raises(Down):
        out.hand(anna)
    assert anna.texts() == []


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({"drop_answer": True}, Lost),
        ({"status": 500}, Lost),
        ({"retry_after": 7}, Busy),
        ({"error": "missing_scope"}, Down),
        ({"error": "channel_not_found"}, Gone),
    ],
)
def test_at_the_last_step_silence_is_told_apart_from_no(out, slack, anna, how, kind):
    slack.fail(COMPLETE, **how)
    with pytest.raises(NotSent) as no:
        out.hand(anna)
    assert type(no.value) is kind


def test_without_the_scope_it_waits_until_it_is_granted(out, slack, anna):
    slack.scopes -= {"files:write"}
    with pytest.raises(Down, match="missing_scope"):
        out.hand(anna)
    slack.pardon("missing_scope")


def test_bytes_go_nowhere_but_to_slack(out, slack, anna):
    elsewhere = '{"ok":true,"upload_url":"http://127.0.0.1:9/upload","file_id":"F1"}'
    slack.fail(ANNOUNCE, body=elsewhere, status=200)
    with pytest.raises(Down, match="another address"):
        out.hand(anna)


@pytest.mark.parametrize(
    "address",
    [
        "https://files.slack.com.evil.example/upload",
        "https://evil.example/files.slack.com",
        "https://files.slack.com@evil.example/",
        "https://user@files.slack.com/",
        "http://files.slack.com/upload",
        "https://files.slack.com:8443/upload",
        "https://hooks.slack.com/upload",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1/upload",
        "file:///etc/passwd",
        "https://[::1",
        "//files.slack.com/upload",
        "",
    ],
)
def test_only_slacks_own_host_is_slacks(address):
    assert not is_slacks(address, FILES_AT, f"{SLACK}/")


def test_an_address_is_slacks_on_its_host_or_where_its_api_was_set():
    assert is_slacks("https://files.slack.com/upload/v1/x", FILES_AT, f"{SLACK}/")
    assert is_slacks("http://gateway.example:81/upload", FILES_AT, "http://gateway.example:81/api/")
    assert not is_slacks("https://files.slack.com/upload", ANSWERS_AT, SLACK)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed_with_a_file(out, slack, anna, status):
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        there = {"Location": f"http://127.0.0.1:{elsewhere.getsockname()[1]}/upload"}
        slack.faults.plan(Fault("upload", 1, status=status, headers=there))
        with pytest.raises(Down):
            out.hand(anna)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()
