"""Mails wait, go out, come back: the link is made at the last moment, and no mail is lost or sent three times."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.mail import Mailer
from bot.tokens import Tokens
from jobs.mail import Links, Post
from jobs.worker import drain
from store import links, mails
from store.mails import NewMail
from store.values import LinkPurpose, QueueState
from tests.fakes.smtp import MailServer

ADA = "ada@contoso.example"
TOKENS = Tokens(["the key of all tokens " + "x" * 16])
BODY = {"organisation": "Contoso", "name": "Ada", "login": ADA}


@pytest.fixture
def server(tmp_path):
    with MailServer(tmp_path) as running:
        yield running


@pytest.fixture
def post(office, server, clock):
    return Post(office.database, Mailer(server.url, "licences@comptoir.example"), MADE, clock)


MADE = Links(TOKENS, "https://bot.example")


def invites(office, clock, subject=None):
    with office.database.transaction() as db:
        link = links.issue(
            db,
            uuid4(),
            LinkPurpose.INVITATION,
            subject or uuid4(),
            organisation=None,
            email=ADA,
            now=clock(),
            expires_at=clock() + timedelta(hours=48),
        )
        body = BODY | {"link": str(link.id), "generation": str(link.generation)}
        mails.put(db, NewMail(uuid4(), link.mail_key, None, ADA, "invitation", "en", "UTC", body), clock())
    return link


def fate(office, key):
    with office.database.reading() as db:
        return mails.find(db, key)


def tells(office, clock, key="k"):
    """A mail without a link."""
    with office.database.transaction() as db:
        mails.put(db, NewMail(uuid4(), key, None, ADA, "account", "fr", "UTC", BODY | {"news": "locked"}), clock())
    return key


def token(mail):
    text = mail.get_body(("plain",)).get_content()
    return text.split("https://bot.example/activate/")[1].split()[0]


def test_the_link_in_a_mail_is_proved_by_its_token_and_stored_nowhere(office, server, post, clock):
    link = invites(office, clock)
    assert drain(post) == 1
    sent = token(server.box.mails[0])
    assert TOKENS.read(LinkPurpose.INVITATION, sent) == (link.id, 1)
    with office.database.reading() as db:
        assert sent not in str(db.exec_driver_sql("SELECT * FROM mails").all())


def test_a_mail_whose_link_was_replaced_is_not_sent(office, server, post, clock):
    subject = uuid4()
    invites(office, clock, subject)
    clock.passes(seconds=1)
    second = invites(office, clock, subject)
    assert drain(post) == 2
    assert [TOKENS.read(LinkPurpose.INVITATION, token(mail)) for mail in server.box.mails] == [(second.id, 2)]


@pytest.mark.parametrize(("late", "sent"), [(timedelta(hours=47, minutes=59, seconds=59), 1), (timedelta(hours=48), 0)])
def test_a_mail_whose_link_ran_out_meanwhile_is_not_sent(office, server, post, clock, late, sent):
    invites(office, clock)
    clock.now += late
    drain(post)
    assert len(server.box.mails) == sent


def test_a_server_that_is_down_for_a_day_gets_it_afterwards_once(office, tmp_path, clock):
    with MailServer(tmp_path) as server:
        address = server.url
    post = Post(office.database, Mailer(address, "licences@comptoir.example"), MADE, clock)
    key = invites(office, clock).mail_key
    for _hour in range(24):
        drain(post, most=1)
        clock.passes(hours=1)
    assert fate(office, key).held_up
    with MailServer(tmp_path) as server:
        drain(Post(office.database, Mailer(server.url, "licences@comptoir.example"), MADE, clock))
        assert len(server.box.mails) == 1
    assert (fate(office, key).state, fate(office, key).held_up) == (QueueState.DONE, False)


def test_an_address_that_bounces_is_shown_with_the_reason(office, server, post, clock):
    server.box.refuses[ADA] = "550 5.1.1 No such user here"
    key = invites(office, clock).mail_key
    drain(post)
    assert fate(office, key).bounced
    assert "No such user here" in fate(office, key).error


def test_a_lost_answer_is_followed_by_one_repeat_under_the_same_name(office, server, post, clock):
    server.box.cuts = 5
    key = invites(office, clock).mail_key
    for _time in range(4):
        drain(post)
        clock.passes(minutes=20)
    first, second = server.box.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-Comptoir-Repeat"], second["X-Comptoir-Repeat"]) == (None, "yes")
    assert first["Date"] == second["Date"]
    assert fate(office, key).state is QueueState.UNKNOWN


def test_after_three_days_it_is_given_up(office, server, post, clock):
    server.box.refuses[ADA] = "451 4.3.0 Later"
    key = tells(office, clock)
    for _hour in range(72):
        drain(post, most=1)
        clock.passes(hours=1)
    assert not fate(office, key).bounced
    clock.passes(hours=1)
    drain(post)
    assert (fate(office, key).bounced, "Later" in fate(office, key).error) == (True, True)


def test_what_nobody_could_send_for_longer_is_not_sent_late(office, server, post, clock):
    early, late = tells(office, clock, "early"), tells(office, clock, "late")
    clock.passes(days=3)
    drain(post, most=1)
    clock.passes(seconds=1)
    drain(post)
    assert (len(server.box.mails), fate(office, early).state, fate(office, late).bounced) == (1, QueueState.DONE, True)


def test_while_there_is_no_key_for_links_mails_with_links_wait(office, server, post, clock):
    key = invites(office, clock).mail_key
    keyless = Post(office.database, Mailer(server.url, "licences@comptoir.example"), None, clock)
    drain(keyless, most=1)
    assert "COMPTOIR_VAULT_KEYS" in fate(office, key).error
    clock.passes(minutes=1)
    drain(post)
    assert len(server.box.mails) == 1


def test_while_nobody_knows_where_a_link_leads_its_mail_waits(office, server, clock):
    key = invites(office, clock).mail_key
    drain(Post(office.database, Mailer(server.url, "licences@comptoir.example"), Links(TOKENS, ""), clock), most=1)
    assert "COMPTOIR_PUBLIC_URL" in fate(office, key).error


def test_a_sender_whom_the_server_refuses_is_not_held_against_the_recipient(office, server, post, clock):
    server.box.refuses["licences@comptoir.example"] = "553 5.7.1 Not your address"
    key = tells(office, clock)
    drain(post, most=1)
    assert (fate(office, key).bounced, "MAIL_FROM is refused: 553" in fate(office, key).error) == (False, True)


@pytest.mark.parametrize("nonsense", ["", "ada", "@contoso.example", "a\r\nRCPT TO:<x@y.example>"])
def test_what_is_no_address_is_refused_at_once(office, server, post, clock, nonsense):
    with office.database.transaction() as db:
        mails.put(db, NewMail(uuid4(), "k", None, nonsense, "account", "en", "UTC", BODY | {"news": "locked"}), clock())
    drain(post)
    assert (fate(office, "k").bounced, server.box.mails) == (True, [])


def test_the_same_key_is_one_mail(office, server, post, clock):
    for _time in range(2):
        tells(office, clock)
    drain(post)
    assert len(server.box.mails) == 1


def test_what_a_dead_worker_had_in_hand_is_sent_marked_as_a_repeat(office, server, post, clock):
    invites(office, clock)
    assert post.take() is not None
    clock.passes(minutes=5)
    drain(post)
    assert [mail["X-Comptoir-Repeat"] for mail in server.box.mails] == ["yes"]


def test_a_worker_that_fails_after_its_mail_was_taken_over_puts_nothing_back(office, server, post, clock):
    invites(office, clock)
    late = post.take()
    clock.passes(minutes=5)
    other = post.take()
    post.failed(late, ValueError())
    clock.passes(seconds=30)
    assert post.take() is None
    post.act(other)
    assert len(server.box.mails) == 1
