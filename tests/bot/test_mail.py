"""Mails as a real server takes them: encrypted, signed in, in both parts and languages, with nothing smuggled in."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from bot.errand import Down, Gone, Lost
from bot.letters import LETTERS, Way
from bot.mail import Mailer, Waits
from bot.mail_writing import Envelope
from bot.phrases import Tongue
from tests.fakes.smtp import MailServer

SENT_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
TO = Envelope("ada@contoso.example", "1", SENT_AT)
ENGLISH, FRENCH = Tongue("en", "Europe/Paris"), Tongue("fr", "Europe/Paris")
UNTIL = datetime(2026, 11, 23, 12, tzinfo=UTC)
WAY = Way(url="https://bot.example/activate/abc", until=UNTIL)
FROM = "Comptoir <licences@atelier-cloud.example>"
BODY = {
    "organisation": "Contoso",
    "customer": "Contoso",
    "keys": "…XXX22B",
    "supplier": "Atelier Cloud",
    "name": "Ada",
    "login": "ada@contoso.example",
    "by": "Alice Martin",
    "role": "admin",
    "news": "locked",
    "services": "Visio Plan 2",
    "number": "Q-000001",
    "who": "Chloé",
    "text": "How\nmuch?",
    "email": "chloe@contoso.example",
    "context": "S-000001",
    "url": "https://m365.cloud.microsoft/",
    "links": "Webex Suite: https://web.webex.com/",
    "product": "Webex Suite",
    "seller": "Atelier Cloud",
    "partner": "Atelier Cloud",
    "reference": "WBX-2042",
    "due": "2026-12-21",
    "until": "2026-11-25T13:05:00+00:00",
    "granted": "yes",
    "reason": "Production stands still",
}


def invitation(**changes):
    return LETTERS["invitation"](BODY | changes, WAY)


@pytest.fixture
def server(tmp_path):
    with MailServer(tmp_path) as running:
        yield running


def parts(mail):
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


def test_a_mail_arrives_with_its_link_in_both_parts(server):
    Mailer(server.url, FROM).send(TO, invitation(), ENGLISH)
    (mail,) = server.box.mails
    assert mail["Subject"] == "Contoso: activate your access"
    assert (mail["To"], mail["From"]) == ("ada@contoso.example", FROM)
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<1@atelier-cloud.example>", "auto-generated")
    said = parts(mail)
    assert "https://bot.example/activate/abc" in said["text/plain"]
    assert 'href="https://bot.example/activate/abc"' in said["text/html"]
    assert "23 Nov 2026, 13:00 (Europe/Paris)" in said["text/plain"].replace("\u00a0", " ")


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("tongue", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_every_mail_says_the_same_in_text_as_in_html(server, kind, tongue):
    letter = LETTERS[kind](BODY, Way(url=WAY.url, code="12345678", until=UNTIL))
    Mailer(server.url, FROM).send(TO, letter, tongue)
    said = parts(server.box.mails[0])
    for line in filter(None, (line.strip() for line in said["text/plain"].splitlines())):
        assert line in said["text/html"].replace("<strong>", "").replace("</strong>", "")
    assert server.box.mails[0]["Content-Language"] == tongue.language


@pytest.mark.parametrize(
    "name",
    ["<b>Ada</b>", "Ada\r\nBcc: all@contoso.example", "x" * 500, "\u202eadA", "Ada\0", "{organisation}", "**Ada**"],
)
def test_a_name_can_smuggle_in_neither_header_nor_markup(server, name):
    Mailer(server.url, FROM).send(TO, invitation(name=name, organisation=name), ENGLISH)
    (mail,) = server.box.mails
    assert mail["Bcc"] is None
    assert len(mail.keys()) == len(set(mail.keys()))
    html = parts(mail)["text/html"]
    assert "<b>" not in html
    assert "<strong>" not in html


def test_with_tls_and_sign_in_it_arrives_too(tmp_path):
    with MailServer(tmp_path, tls=True, sign_in=True) as server:
        Mailer(server.url, FROM, server.trust).send(TO, invitation(), FRENCH)
        assert server.box.mails[0]["Subject"].startswith("Contoso")


def test_encrypted_from_the_first_byte_it_arrives_too(tmp_path):
    with MailServer(tmp_path, smtps=True) as server:
        Mailer(server.url, FROM, server.trust).send(TO, invitation(), FRENCH)
        assert len(server.box.mails) == 1
        with pytest.raises(Down, match="SSL"):
            Mailer(server.url, FROM).send(TO, invitation(), FRENCH)


def test_a_wrong_password_is_our_own_fault(tmp_path):
    with MailServer(tmp_path, tls=True, sign_in=True) as server, pytest.raises(Down, match="password: 535"):
        Mailer(server.url.replace("word@", "words@"), FROM, server.trust).send(TO, invitation(), ENGLISH)


def test_a_server_whose_certificate_nobody_knows_gets_no_password(tmp_path):
    with MailServer(tmp_path, tls=True, sign_in=True) as server, pytest.raises(Down, match="SSL"):
        Mailer(server.url, FROM).send(TO, invitation(), ENGLISH)


def test_a_server_without_encryption_gets_no_password(tmp_path):
    with MailServer(tmp_path) as server, pytest.raises(Down, match="encryption"):
        Mailer(server.url.replace("//", "//licences:secret@"), FROM).send(TO, invitation(), ENGLISH)


@pytest.mark.parametrize(("answer", "error"), [("550 5.1.1 No such user", Gone), ("451 4.7.1 Try again later", Down)])
def test_a_refused_recipient_is_told_with_the_servers_words(server, answer, error):
    server.box.refuses["ada@contoso.example"] = answer
    with pytest.raises(error, match=answer[4:]):
        Mailer(server.url, FROM).send(TO, invitation(), ENGLISH)


@pytest.mark.parametrize(("answer", "error"), [("554 Rejected as spam", Gone), ("452 Out of space", Down)])
def test_a_refused_message_is_told_with_the_servers_words(server, answer, error):
    server.box.answers.append(answer)
    with pytest.raises(error, match=answer[4:]):
        Mailer(server.url, FROM).send(TO, invitation(), ENGLISH)


def test_an_answer_that_never_comes_leaves_it_open(server):
    server.box.cuts = 1
    with pytest.raises(Lost):
        Mailer(server.url, FROM).send(TO, invitation(), ENGLISH)
    assert len(server.box.mails) == 1


@pytest.mark.parametrize(("command", "error"), [("RCPT", Down), ("DATA", Lost)])
def test_a_server_that_falls_silent_is_left_alone_after_a_while(server, command, error):
    server.box.silent_at = command
    with pytest.raises(error):
        Mailer(server.url, FROM, waits=Waits(whole=0.3)).send(TO, invitation(), ENGLISH)


def test_its_verdict_may_take_longer_than_a_step_and_not_for_ever(server):
    server.box.silent_at = "DATA"
    with pytest.raises(Lost):
        Mailer(server.url, FROM, waits=Waits(verdict=0.3)).send(TO, invitation(), ENGLISH)


def test_nobody_at_the_door_is_down():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(Down):
        Mailer(f"smtp://127.0.0.1:{port}", FROM).send(TO, invitation(), ENGLISH)


def test_an_international_address_needs_a_server_that_takes_it(tmp_path, server):
    to = Envelope("zoé@contoso.example", "2", SENT_AT)
    Mailer(server.url, FROM).send(to, invitation(), ENGLISH)
    assert server.box.mails[0]["To"] == "zoé@contoso.example"
    with MailServer(tmp_path, utf8=False) as older, pytest.raises(Gone, match="internationalised"):
        Mailer(older.url, FROM).send(to, invitation(), ENGLISH)


def test_an_international_domain_alone_goes_to_any_server(tmp_path):
    with MailServer(tmp_path, utf8=False) as older:
        Mailer(older.url, FROM).send(Envelope("zoe@münchen.example", "3", SENT_AT), invitation(), ENGLISH)
        assert older.box.mails[0]["To"] == "zoe@xn--mnchen-3ya.example"


def test_a_mail_says_when_it_was_written_and_needs_no_eight_bits(server):
    Mailer(server.url, FROM).send(TO, invitation(name="Zoé"), FRENCH)
    (mail,) = server.box.mails
    assert mail["Date"].datetime == SENT_AT
    assert mail.as_bytes().isascii()
    assert "Zoé" in parts(mail)["text/plain"]


def test_an_answer_to_a_question_goes_to_whoever_asked(server):
    Mailer(server.url, FROM).send(TO, LETTERS["question"](BODY, Way()), ENGLISH)
    assert server.box.mails[0]["Reply-To"] == "chloe@contoso.example"


def test_a_letter_of_a_name_that_turns_the_others_around_is_left_out(server):
    Mailer(server.url, FROM).send(TO, invitation(name="\u202eadA \ud800"), ENGLISH)
    assert "Good day adA ," in parts(server.box.mails[0])["text/plain"]


def test_a_knock_sends_nothing_and_says_who_is_there(server):
    assert (Mailer(server.url, FROM).knock(), server.box.mails) == ("127.0.0.1", [])
    server.box.refuses[FROM[10:-1]] = "550 5.7.60 Send as denied"
    with pytest.raises(Down, match=r"MAIL_FROM is refused: 550 5\.7\.60 Send as denied"):
        Mailer(server.url, FROM).knock()
