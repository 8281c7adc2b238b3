from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import text

from bot.errand import Busy, Down, Gone, Lost, NotSent, Parcel
from bot.phrases import Tongue
from bot.webex import Patience, Webex
from bot.webex_nouns import bare
from bot.webex_people import People
from bot.webex_sender import Used, WebexSender
from tests.bot.webex_bot import bot, chloe

__all__ = ["bot", "chloe"]

ENGLISH, FRENCH = Tongue(), Tongue("fr")


class Out:
    """The way out, as impatient as a test."""

    def __init__(self, webex) -> None:
        self.api = Webex(webex.token, webex.base, Patience(door=0.5, bytes=0.2, answer=0.3, upload=0.3))
        people = People(self.api, "", lambda _vouched: None, lambda _account: True)
        self.sender, self.team = WebexSender(self.api, people, Used()), bare(webex.bot.org)

    def hand(self, person, content: bytes = b"a,b\r\n", name="orders.csv", tongue=ENGLISH, **how) -> str:
        parcel = Parcel(name, "text/csv", len(content), io.BytesIO(content))
        return self.sender.send_file(self.team, person.id, parcel, tongue, **how).id


@pytest.fixture
def out(webex):
    out = Out(webex)
    yield out
    out.api.close()


@pytest.fixture
def alice(webex):
    return webex.person("alice.martin@contoso.example")


def files_of(person) -> list:
    return [message.attached for message in person.messages() if message.attached]


# what a person gets


def test_a_list_asked_for_in_a_space_comes_to_the_asker_alone(webex, bot, chloe):
    room = webex.room("Licences", chloe, webex.bot)
    chloe.mentions(room, "subscriptions")
    bot.hears(5)
    chloe.presses(chloe.last_card(), "CSV")
    bot.hears(5)
    (file,) = files_of(chloe)
    assert (file.name, file.kind) == ("subscriptions Contoso 2026-11-21.csv", "text/csv")
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["customer"] + ["Contoso"] * 5
    assert not [message for message in chloe.messages(room) if message.attached]


def test_whose_grant_is_gone_meanwhile_gets_nothing(bot, chloe):
    chloe.says("subscriptions")
    bot.hears()
    chloe.presses(chloe.last_card(), "CSV")
    bot.webex.settle()
    with bot.database.transaction() as db:
        db.execute(text("delete from grants"))
        db.execute(text("update users set status = 'disabled'"))
    bot.hears()
    assert files_of(chloe) == []


# the way out


def test_a_file_is_said_with_a_line_beside_it(out, alice):
    out.hand(alice)
    assert alice.sees() == ["Here is the file."]
    assert [(file.name, file.kind, file.data) for file in files_of(alice)] == [("orders.csv", "text/csv", b"a,b\r\n")]


def test_it_speaks_the_readers_language_and_says_when_it_comes_again(out, alice):
    out.hand(alice, tongue=FRENCH)
    out.hand(alice, repeat=True)
    assert alice.sees()[0] == "Voici le fichier."
    assert alice.sees()[1].startswith("Sent again: no answer came the first time")


@pytest.mark.parametrize("name", ["été & fils.csv", "رخص.csv", "a b, c=d.csv", "x" * 100 + ".csv"])
def test_a_file_keeps_its_name(out, alice, name):
    out.hand(alice, name=name)
    assert files_of(alice)[0].name == name


def test_a_large_file_arrives_whole(webex, alice):
    out, content = Out(webex), b"0123456789" * 300_000
    out.hand(alice, content)
    assert files_of(alice)[0].data == content
    out.api.close()


@pytest.mark.parametrize("size", [0, 100_000_001])
def test_what_webex_would_not_take_is_not_sent(out, alice, size):
    with pytest.raises(Gone):
        out.sender.send_file(out.team, alice.id, Parcel("a.csv", "text/csv", size, io.BytesIO(b"")), ENGLISH)
    assert alice.sees() == []


def test_another_organisations_people_are_handed_nothing(webex, out, alice):
    with pytest.raises(Gone, match="another organisation"):
        out.sender.send_file(
            bare(webex.org("fabrikam")), alice.id, Parcel("a", "text/csv", 1, io.BytesIO(b"a")), ENGLISH
        )


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"retry_after": "rand(30),add(30)"}, Busy),
        ({"status": 503}, Down),
        ({"status": 500}, Lost),
        ({"status": 413}, Gone),
        ({"status": 404}, Gone),
        ({"lost": True}, Lost),
    ],
)
def test_a_file_that_did_not_go_out_says_why(webex, out, alice, fault, kind):
    webex.fail("POST", "/messages", **fault)
    with pytest.raises(NotSent) as no:
        out.hand(alice)
    assert type(no.value) is kind
