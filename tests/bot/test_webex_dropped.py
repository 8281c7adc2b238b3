"""A file sent in Webex: fetched once its scan is over, kept, planned; or refused with a word for the reason."""

from __future__ import annotations

import pytest

from bot.uploads import LARGEST
from handlers import sample
from tests.bot.webex_bot import bot
from tests.fakes.webex_nouns import File

__all__ = ["bot"]

HEAD = "First Name,Last Name,Email,Webex Meetings,Preferred Webex Site"
CONTENT = f"{HEAD}\nAnn,Ax,ann@fabrikam.example,TRUE,f.webex.com\n".encode()


@pytest.fixture
def alice(webex):
    return webex.person(sample.ATELIER_ADMIN, "Alice Martin")


def sheet(name="users.csv", data=CONTENT, **how):
    return File(name, "text/csv", data, **how)


def runs(bot) -> list[tuple]:
    return bot.rows("SELECT name, size, state, rows FROM user_runs")


def seen(person) -> str:
    return " ".join("\n".join(person.sees()).split())


def test_a_file_and_a_customers_name_lead_to_the_plan(bot, alice):
    alice.says("Fabrikam", file=sheet("été.csv"))
    bot.hears(4)
    assert runs(bot) == [("été.csv", len(CONTENT), "planned", 1)]
    assert ("users of Fabrikam" in seen(alice), "This is the plan" in seen(alice)) == (True, True)


def test_without_a_name_the_customer_is_chosen_on_a_card(bot, alice):
    alice.says("", file=sheet())
    bot.hears()
    alice.presses(alice.last_card(), "Make the plan", Customer="Fabrikam")
    bot.hears(4)
    assert "This is the plan" in seen(alice)


def test_a_file_that_is_being_scanned_is_waited_for(bot, alice):
    alice.says("Fabrikam", file=sheet(scans=2))
    bot.hears(1)
    assert runs(bot) == []
    bot.later(seconds=5)
    bot.hears(1)
    bot.later(seconds=5)
    bot.hears(4)
    assert runs(bot)[0][2] == "planned"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (sheet(verdict=410), "check for viruses"),
        (sheet(verdict=428), "check for viruses"),
        (File("cat.png", "image/png", b"x"), "CSV files of users only"),
        (sheet(data=b""), "It is empty"),
        (sheet(data=b"x" * (LARGEST + 1)), "more than 32 MB"),
    ],
)
def test_what_can_not_be_taken_is_refused_in_its_words(bot, alice, file, words):
    alice.says("", file=file)
    bot.hears()
    assert (runs(bot), words in seen(alice)) == ([], True)


def test_words_beside_a_picture_are_answered(bot, alice):
    alice.says("help", file=File("cat.png", "image/png", b"x"))
    bot.hears()
    assert "This is what you can ask" in seen(alice)


def test_whoever_may_not_manage_users_is_refused_and_nothing_is_fetched(bot, webex):
    david = webex.person(sample.CONTOSO_READER, "David")
    david.says("", file=sheet())
    bot.hears()
    assert (runs(bot), [call.path for call in webex.calls if "contents" in call.path]) == ([], [])
    assert "change nothing" in seen(david)


@pytest.mark.parametrize("address", ["https://evil.example/contents/x", "http://169.254.169.254/v1/contents/x", ""])
def test_only_what_webex_itself_holds_is_fetched(bot, alice, webex, address):
    webex.hold()
    alice.says("", file=sheet()).files[:] = [address]
    webex.release()
    bot.hears()
    assert (runs(bot), "not there any more" in seen(alice)) == ([], True)


@pytest.mark.parametrize(
    "how", [{"status": 500}, {"status": 401}, {"status": 302}, {"retry_after": "1"}, {"lost": True}]
)
def test_silence_and_expired_tokens_are_tried_again_and_nothing_is_half_done(bot, alice, webex, how):
    alice.says("Fabrikam", file=sheet())
    webex.fail("GET", "/contents/.*", **how)
    bot.hears(1)
    assert runs(bot) == []
    bot.later(minutes=2)
    bot.hears(4)
    assert runs(bot)[0][2] == "planned"
