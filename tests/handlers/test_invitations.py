"""Invitations and notices: to which address, in whose language, and what the user's card says of them."""

from __future__ import annotations

import pytest

from bot.mail import Mailer
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from jobs.mail import Post
from jobs.worker import drain
from tests.fakes.smtp import MailServer

ELISE = "elise.brun@contoso.example"
SECOND = "elise@brun.example"


@pytest.fixture
def elise(chloe):
    """Her card, as the Admin of her organisation sees it; no invitation was sent to her."""
    return lambda: chloe.asks(f"user {ELISE}")


@pytest.fixture
def server(tmp_path):
    with MailServer(tmp_path) as running:
        yield running


@pytest.fixture
def post(office, server):
    return Post(office.database, Mailer(server.url, "bot@comptoir.example"), office.links, lambda: office.now)


def queued(office):
    return office.rows("SELECT recipient, template, language FROM mails ORDER BY created_at, template")


def test_an_invitation_goes_to_the_login_and_notices_to_the_second_address(chloe, elise, office):
    office.write("UPDATE users SET notify = :second WHERE login = :login", second=SECOND, login=ELISE)
    chloe.presses(elise(), "Send the invitation again")
    office.later(seconds=1)
    chloe.presses(elise(), "Activate by hand")
    assert [row[:2] for row in queued(office)] == [(ELISE, "invitation"), (SECOND, "account")]


def test_whoever_sends_it_a_mail_is_in_the_language_of_the_users_organisation(chloe, elise, office):
    office.write("UPDATE organisations SET language = 'fr' WHERE name = 'Contoso'")
    chloe.presses(elise(), "Send the invitation again")
    chloe.presses(elise(), "Activate by hand")
    assert [row[2] for row in queued(office)] == ["fr", "fr"]


def test_an_invitation_that_is_sent_again_voids_the_one_before(chloe, elise, office, server, post):
    for _time in range(2):
        chloe.presses(elise(), "Send the invitation again")
        drain(post)
    first, second = (mail.get_body(("plain",)).get_content().split("/activate/")[1][:48] for mail in server.box.mails)
    assert first != second
    assert office.one("SELECT generation FROM links WHERE email = :login", login=ELISE) == 2


def test_an_invitation_that_bounces_stands_on_the_card_until_another_one_goes_out(chloe, elise, server, post):
    server.box.refuses[ELISE] = "550 5.1.1 No such user here"
    chloe.presses(elise(), "Send the invitation again")
    drain(post)
    assert "the invitation could not be delivered: 550 5.1.1 No such user here" in elise().text
    server.box.refuses.clear()
    chloe.presses(elise(), "Send the invitation again")
    drain(post)
    assert "invited, the link works until" in elise().text


def test_an_invitation_that_waits_for_the_mail_server_says_why(chloe, elise, server, post):
    server.box.refuses[ELISE] = "451 4.3.2 Back soon"
    chloe.presses(elise(), "Send the invitation again")
    drain(post, most=1)
    assert "the invitation has not gone out yet: 451 4.3.2 Back soon" in elise().text


def test_without_a_key_and_an_address_nobody_is_invited_and_the_settings_are_named(chloe, elise, office):
    said = elise()
    office.dispatch = Dispatcher(office.database, MENU, lambda: office.now, Defaults())
    refusal = chloe.presses(said, "Send the invitation again")
    assert "COMPTOIR_PUBLIC_URL, COMPTOIR_VAULT_KEYS is not set. Nothing was changed." in refusal.text
    assert queued(office) == []
