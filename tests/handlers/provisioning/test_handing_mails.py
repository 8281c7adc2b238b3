"""The mails of an order in other hands, as a real server gets them: each once, and none that leads nowhere."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from bot.mail import Mailer
from bot.order_desk import OrderLink
from handlers.provisioning.handing_commands import TakeBack
from jobs.mail import Post
from jobs.worker import drain
from tests.fakes.smtp import MailServer
from tests.handlers.provisioning.outside import NADIA, Outsider, hands

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def server(tmp_path):
    with MailServer(tmp_path) as running:
        yield running


@pytest.fixture
def post(office, server):
    return Post(office.database, Mailer(server.url, "licences@comptoir.example"), office.links, lambda: office.now)


DIES = """
from datetime import datetime
from bot.mail import Mailer
from bot.tokens import Tokens
from jobs.crashpoint import arm
from jobs.mail import Links, Post
from jobs.worker import drain
from store.database import Database
arm({point!r}, testing=True)
links = Links(Tokens(["the key of the office's links " + "x" * 16]), "https://comptoir.example")
mailer = Mailer({server!r}, "licences@comptoir.example")
drain(Post(Database.open({database!r}), mailer, links, lambda: datetime.fromisoformat({now!r})))
"""


def words(mail):
    return mail.get_body(("plain",)).get_content()


def test_the_link_in_the_mail_leads_to_the_order_and_the_code_comes_in_another(alice, order, office, post, server):
    hands(order, alice, NADIA)
    drain(post)
    (mail,) = server.box.mails
    nadia = Outsider(office, NADIA)
    nadia.token = words(mail).split("/portal/order/")[1].split()[0]
    assert nadia.desk.look(nadia.token).link is OrderLink.OPEN
    nadia.asks_for_code()
    drain(post)
    assert f"Your code is {nadia.code()}." in words(server.box.mails[1])
    assert "(Europe/Paris)" in words(server.box.mails[1])


def test_an_order_that_was_taken_back_before_its_mail_went_out_is_mailed_to_nobody(alice, order, post, server):
    said = hands(order, alice, NADIA)
    alice.presses(said, "Take it back")
    drain(post)
    assert [mail["Subject"] for mail in server.box.mails] == [f"Order {order.reference}: nothing more to do"]


def test_a_lost_answer_is_followed_by_one_repeat_and_the_seller_by_no_other_mail(alice, order, office, post, server):
    server.box.cuts = 1
    hands(order, alice, NADIA)
    for _time in range(3):
        drain(post)
        office.later(minutes=20)
    first, second = server.box.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-Comptoir-Repeat"], second["X-Comptoir-Repeat"]) == (None, "yes")


def test_a_mail_that_comes_back_is_shown_to_the_seller(alice, order, post, server):
    server.box.refuses[NADIA] = "550 5.1.1 No such user here"
    hands(order, alice, NADIA)
    drain(post)
    assert "came back: 550 5.1.1 No such user here" in alice.asks(f"provision {order.label}").text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_written_in_the_seller_s_language(office, order, post, server, alice, language):
    hands(order, alice.speaking(language), NADIA)
    drain(post)
    (mail,) = server.box.mails
    assert mail["Content-Language"] == language
    assert TITLES[language] in mail["Subject"]


TITLES = {"en": "Provisioning information required", "fr": "Informations de provisionnement requises"}


def test_a_card_of_an_earlier_version_mails_nobody_a_second_time(alice, order, post, server):
    early = order.version
    hands(order, alice, NADIA)
    alice.sends(order.ask(TakeBack, early))
    drain(post)
    assert len(server.box.mails) == 1


@pytest.mark.parametrize(
    ("point", "repeats"), [("mail-claimed", ["yes"]), ("mail-sent", [None, "yes"]), ("mail-settled", [None])]
)
def test_killed_anywhere_it_goes_out_and_is_marked_where_it_may_be_a_repeat(
    alice, order, office, post, server, sqlite_url, point, repeats
):
    hands(order, alice, NADIA)
    program = DIES.format(point=point, server=server.url, database=sqlite_url, now=office.now.isoformat())
    died = subprocess.run([sys.executable, "-c", program], check=False)
    assert died.returncode == -signal.SIGKILL
    office.later(minutes=5)
    drain(post)
    assert [mail["X-Comptoir-Repeat"] for mail in server.box.mails] == repeats
    assert len({mail["Message-ID"] for mail in server.box.mails}) == 1
