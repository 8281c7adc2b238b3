"""Webex on a websocket: what others say is heard once, whatever breaks in between."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager

import pytest

from bot.webex_device import NoLine, _trusted
from bot.webex_socket import Waits
from handlers import sample
from store.database import Database
from tests.bot.webex_bot import NOON, Bot, chloe, david
from tests.fakes.webex_nouns import File
from tests.jobs.waiting import eventually

__all__ = ["chloe", "david"]

HASTE = Waits(first=0.01, longest=0.05)


class Memory:
    """What the tables keep in earnest."""

    def __init__(self, bot):
        self.bot, self.until = bot, None

    def heard_until(self):
        return self.until

    def mark(self):
        self.until = self.bot.clock()


@pytest.fixture
def webex_clock(moments):
    return lambda: moments[0]


@pytest.fixture
def moments():
    """The one time of Webex and the bot, moved by hand."""
    return [NOON]


@pytest.fixture
def bot(webex, sqlite_url):
    database = Database.open(sqlite_url)
    bot = Bot(database, webex, public=False)
    yield bot
    bot.wire.close()
    database.close()


@pytest.fixture
def memory(bot):
    return Memory(bot)


@pytest.fixture
def listening(bot, memory):
    """Use it as a context: the websocket in a thread of its own, connected."""
    return lambda: _listening(bot, memory)


@contextmanager
def _listening(bot, memory):
    socket = bot.wire.socket(memory, bot.clock, HASTE)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    task = asyncio.run_coroutine_threadsafe(socket.run(), loop)
    try:
        eventually(lambda: socket.problem == "")
        yield socket
    finally:
        task.cancel()
        eventually(task.done)
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0.05), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def kept(bot):
    return [key for (key,) in bot.rows("select key from inbox")]


def done(bot):
    """What was asked and what became of it, once everything that is due is done."""
    bot.hears()
    return [row[1:] for row in bot.audit()]


def test_words_and_presses_are_heard_and_acknowledged(bot, webex, chloe, listening):
    with listening():
        chloe.says("seats Microsoft 365 E3 +5")
        eventually(lambda: ("seats", "done") in done(bot))
        chloe.presses(chloe.last_card(), "Order 5 seats")
        eventually(lambda: ("order.confirm", "done") in done(bot))
        eventually(lambda: len(webex.line.acknowledged) == len(webex.line.told))


def test_what_is_told_twice_is_done_once(bot, webex, chloe, listening):
    webex.line.repeat = True
    with listening():
        chloe.says("overview")
        eventually(lambda: done(bot) and len(webex.line.acknowledged) == len(webex.line.told))
    assert done(bot) == [("overview", "done")]


@pytest.mark.parametrize("phase", ["catalogue", "devices", "handshake", "open", "heard", "frame"])
def test_a_line_that_is_cut_in_any_phase_loses_nothing_and_doubles_nothing(bot, webex, chloe, phase, listening):
    with listening():
        webex.line.break_next(phase, times=1 if phase in {"heard", "frame"} else 2)
        webex.line.hang_up()
        for words in ("overview", "subscriptions"):
            chloe.says(words)
        eventually(lambda: len(done(bot)) == 2)
        eventually(lambda: webex.line.cuts == 0)
    assert sorted(done(bot)) == [("overview", "done"), ("subscriptions", "done")]


def test_what_was_said_while_the_bot_was_away_is_answered_when_it_is_back(bot, chloe, listening):
    with listening():
        pass
    chloe.says("overview")
    with listening():
        eventually(lambda: done(bot) == [("overview", "done")])


def test_what_is_older_than_an_hour_is_past(bot, chloe, moments, memory, listening):
    memory.mark()
    chloe.says("overview")
    moments[0] = bot.now = bot.now.replace(hour=14)
    with listening():
        assert done(bot) == []


def test_in_a_space_with_others_it_catches_up_with_what_mentions_it(bot, webex, chloe, david, memory, listening):
    room = webex.room("Licences", chloe, david, webex.bot)
    memory.mark()
    chloe.says("nothing that concerns the bot", room)
    david.mentions(room, "overview")
    with listening():
        eventually(lambda: done(bot) == [("overview", "done")])


def test_the_device_is_registered_once_and_anew_when_webex_forgot_its_line(webex, listening):
    with listening():
        (first,) = webex.line.devices
    with listening():
        assert list(webex.line.devices) == [first]
    webex.line.devices[first]["webSocketUrl"] = webex.line.devices[first]["webSocketUrl"].replace(first, "forgotten")
    with listening():
        assert len(webex.line.devices) == 1
        assert list(webex.line.devices) != [first]


def test_it_says_hello_when_it_is_taken_into_a_space(bot, webex, chloe, listening):
    with listening():
        room = webex.room("Licences", chloe, webex.bot)
        eventually(lambda: bot.hears() or webex.world.posts(room))


def test_a_token_that_is_refused_is_told_as_that(bot, webex, memory):
    webex.line.token = "another"
    socket = bot.wire.socket(memory, bot.clock, HASTE)
    with pytest.raises(NoLine, match="refuses the access token"):
        asyncio.run(socket._listen())


@pytest.mark.parametrize(
    "address",
    [
        "http://wdm-a.wbx2.com/wdm/api/v1",
        "https://wbx2.com.evil.example/wdm",
        "https://evilwbx2.com/",
        "https://wdm-a.wbx2.com@127.0.0.1/",
        "https://169.254.169.254/",
        "file:///etc/passwd",
        "https://[",
        None,
        7,
    ],
)
def test_the_token_is_sent_to_nobody_else(address):
    with pytest.raises(NoLine):
        _trusted(address, "https://u2c.wbx2.com/u2c/api/v1/catalog")


def test_a_file_that_is_shared_is_heard_and_taken(bot, webex, listening):
    alice = webex.person(sample.ATELIER_ADMIN, "Alice Martin")
    with listening():
        alice.says(
            "Fabrikam", file=File("users.csv", "text/csv", b"First Name,Last Name,Email,Webex Suite\nA,B,c@d.fr,1")
        )
        eventually(lambda: len(kept(bot)) == 2)  # that they have met, and the file
    bot.hears(4)
    assert "share" in [frame["data"]["activity"]["verb"] for frame in webex.line.told]
    assert bot.rows("SELECT name, state FROM user_runs") == [("users.csv", "planned")]
