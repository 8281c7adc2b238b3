"""A file dropped into Slack: fetched with the bot's token, kept, planned; or refused with a word for the reason."""

from __future__ import annotations

import pytest

from bot.uploads import LARGEST
from handlers import sample
from tests.bot.slack_bot import bot, chloe, david

__all__ = ["bot", "chloe", "david"]

HEAD = "First Name,Last Name,Email,Webex Meetings,Preferred Webex Site"
FILE = ("users.csv", f"{HEAD}\nAnn,Ax,ann@fabrikam.example,TRUE,f.webex.com\n".encode())


@pytest.fixture
def alice(slack):
    return slack.person(sample.ATELIER_ADMIN, "Alice Martin")


def runs(bot) -> list[tuple[object, ...]]:
    return bot.rows("SELECT name, size, state, rows FROM user_runs")


def test_a_file_and_a_customers_name_lead_to_the_plan(bot, alice, slack):
    alice.dm("Fabrikam", FILE)
    bot.hears(4)
    assert runs(bot) == [("users.csv", len(FILE[1]), "planned", 1)]
    assert alice.sees("users.csv: users of Fabrikam", "This is the plan")
    assert slack.calls("files.info")


def test_without_a_name_the_customer_is_chosen_in_a_form(bot, alice):
    alice.dm("", FILE)
    bot.hears()
    alice.press(alice.last_card(), "Continue")
    alice.submit(alice.modal, {"Customer": "Fabrikam"})
    bot.hears(4)
    assert alice.sees("users.csv: users of Fabrikam", "This is the plan")


def test_a_message_that_is_delivered_again_keeps_one_file(bot, alice):
    alice.dm("Fabrikam", FILE)
    alice.redeliver(3, at_once=True)
    bot.hears(4)
    assert len(runs(bot)) == 1


def test_what_can_not_be_stored_now_is_delivered_again(bot, alice, slack):
    bot.broken = True
    alice.dm("Fabrikam", FILE)
    assert alice.last.status == 503
    bot.broken = False
    alice.redeliver(1)
    bot.hears(4)
    assert len(runs(bot)) == 1
    slack.pardon("answered 503")


def test_whoever_may_not_manage_users_is_refused_and_nothing_is_fetched(bot, david, slack):
    david.dm("", FILE)
    bot.hears()
    assert (runs(bot), slack.calls("files.info")) == ([], [])
    assert david.sees("lets you look at everything here and change nothing")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("cat.png", b"x"), "CSV files of users only"),
        (("empty.csv", b""), "It is empty"),
        (("users.csv", b"x" * (LARGEST + 1)), "more than 32 MB"),
    ],
)
def test_what_can_be_no_file_of_users_is_refused(bot, alice, file, words):
    alice.dm("", file)
    bot.hears()
    assert (runs(bot), alice.sees(words, "Nothing was changed")) == ([], True)


def test_words_beside_a_picture_are_answered(bot, alice):
    alice.dm("help", ("cat.png", b"x"))
    bot.hears()
    assert alice.sees("This is what you can ask")


def test_a_file_that_grows_while_it_comes_is_cut_off(bot, alice, slack):
    alice.dm("", ("users.csv", b"x" * (LARGEST + 1)))
    upload = list(slack.world.uploads.values())[-1]
    upload.told = {"size": 10}
    bot.hears()
    assert (runs(bot), alice.sees("more than 32 MB")) == ([], True)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"mode": "tombstone"}, "not there any more"),
        ({"mode": "external", "url_private_download": "https://drive.example/f"}, "not there any more"),
        ({"url_private_download": "https://files.slack.com.evil.example/f"}, "not there any more"),
        ({"url_private_download": "http://169.254.169.254/latest"}, "not there any more"),
        ({"url_private_download": None}, "not there any more"),
    ],
)
def test_only_what_slack_itself_holds_is_fetched(bot, alice, slack, told, words):
    alice.dm("", FILE)
    list(slack.world.uploads.values())[-1].told = told
    bot.hears()
    assert (runs(bot), alice.sees(words)) == ([], True)


def test_a_file_that_was_deleted_meanwhile_is_told(bot, alice, slack):
    alice.dm("", FILE)
    list(slack.world.uploads.values())[-1].deleted = True
    bot.hears()
    assert alice.sees("not there any more")
    slack.pardon("file_deleted")


def test_without_the_scope_it_is_said_who_can_help(bot, alice, slack):
    slack.scopes -= {"files:read"}
    alice.dm("", FILE)
    bot.hears()
    assert (runs(bot), alice.sees("I may not read files here")) == ([], True)
    slack.pardon("missing_scope")


@pytest.mark.parametrize("step", ["files.info", "download"])
@pytest.mark.parametrize(
    "how",
    [{"status": 500}, {"retry_after": 1}, {"drop_answer": True}, {"html": True, "status": 200}, {"status": 302}],
)
def test_silence_and_expired_tokens_are_tried_again_and_nothing_is_half_done(bot, alice, slack, step, how):
    alice.dm("Fabrikam", FILE)
    slack.fail(step, **how)
    bot.hears(1)
    assert runs(bot) == []
    bot.later(minutes=2)
    bot.hears(3)
    assert [name for name, *_rest in runs(bot)] == ["users.csv"]


def test_a_token_that_expired_in_between_is_waited_for(bot, alice, slack):
    alice.dm("Fabrikam", FILE)
    slack.fail("files.info", error="token_expired")
    bot.hears(1)
    assert runs(bot) == []
    bot.later(minutes=2)
    bot.hears(4)
    assert alice.sees("This is the plan")


def test_several_files_are_sent_one_by_one(bot, alice, slack):
    alice.dm("", FILE, more=[("others.csv", b"a")])
    bot.hears()
    assert alice.sees("one file at a time")
