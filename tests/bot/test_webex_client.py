from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

import pytest

from bot.cards import Card
from bot.errand import Busy, Down, Gone, Lost
from bot.phrases import Tongue, plain
from bot.webex import Patience, Webex
from bot.webex_cards import message
from tests.fakes.webex_nouns import webex_id

HELLO = message(Card(title=plain("Hello")), Tongue())
SHORT = Patience(door=0.5, bytes=0.2, answer=0.3)


@pytest.fixture
def api(webex):
    api = Webex(webex.token, webex.base, SHORT)
    yield api
    api.close()


@pytest.fixture
def alice(webex):
    return webex.person("alice.martin@contoso.example")


@contextmanager
def server(answer: bytes, *drips: bytes):
    """Answers one request with bytes, then with drips as long as somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _address = listening.accept()
            with line:
                line.recv(65536)
                line.sendall(answer)
                try:
                    while drips and not over.wait(0.02):
                        line.sendall(drips[0])
                except OSError:
                    return

        over = threading.Event()
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1/"
        over.set()
        thread.join()


@contextmanager
def asking(address: str):
    api = Webex("token", address, SHORT)
    yield api
    api.close()


def test_what_is_asked_is_told_in_our_words(webex, api, alice):
    said = alice.says("overview")
    post = api.message(said.id)
    assert (post.text, post.room_type, post.person_id) == ("overview", "direct", alice.id)
    assert api.person(alice.id).emails == ("alice.martin@contoso.example",)
    assert api.room(said.room.id).type == "direct"
    assert {one.person_id for one in api.members(said.room.id)} == {alice.id, webex.bot.id}


def test_who_the_bot_is_is_asked_once(webex, api):
    assert api.is_me(webex.bot.id) is None
    assert [api.me.id, api.me.id] == [webex.bot.id] * 2
    assert (api.is_me(webex.bot.id), api.is_me("somebody"), len(webex.calls)) == (True, False, 1)


def test_a_card_is_posted_and_deleted(api, alice):
    sent = api.post(HELLO, person=alice.id)
    assert alice.sees() == ["Hello"]
    api.delete(sent)
    assert alice.sees() == []


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7), ("2.5", 2.5), ("rand(30),add(30)", 60), ("86400", 300), ("junk", 15), ("", 15)],
)
def test_a_limit_says_how_long_to_wait_however_it_writes_it(webex, api, alice, written, seconds):
    webex.fail("*", ".*", times=2, retry_after=written)
    for ask in (lambda: api.person(alice.id), lambda: api.post(HELLO, person=alice.id)):
        with pytest.raises(Busy) as busy:
            ask()
        assert busy.value.retry_after == seconds
    assert alice.sees() == []


@pytest.mark.parametrize(
    ("fault", "reading", "posting"),
    [
        ({"status": 400}, Gone, Gone),
        ({"status": 401}, Down, Down),
        ({"status": 403}, Gone, Gone),
        ({"status": 404}, Gone, Gone),
        ({"status": 423}, Busy, Busy),
        ({"status": 302}, Down, Down),
        ({"status": 500}, Down, Lost),
        ({"status": 502, "html": True}, Down, Lost),
        ({"status": 503}, Down, Down),
        ({"status": 504}, Down, Lost),
        ({"html": True}, Down, Lost),
        ({"truncated": True}, Down, Lost),
        ({"lost": True}, Down, Lost),
        ({"slow": 0.4}, Down, Lost),
    ],
)
def test_a_fault_is_told_by_whether_a_message_may_have_been_said(webex, api, alice, fault, reading, posting):
    webex.fail("GET", ".*", **fault)
    with pytest.raises(reading):
        api.person(alice.id)
    webex.fail("POST", ".*", **fault)
    with pytest.raises(posting):
        api.post(HELLO, person=alice.id)


def test_nothing_was_said_where_nobody_listens(alice):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
    with asking(address) as api, pytest.raises(Down):
        api.post(HELLO, person=alice.id)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("length", [b"Content-Length: 100000\r\n", b"Transfer-Encoding: chunked\r\n", b""])
def test_an_answer_that_drips_is_not_waited_for(length):
    drip = b"1\r\nx\r\n" if b"chunked" in length else b"x"
    with server(HEAD + length + b"\r\n", drip) as address, asking(address) as api, pytest.raises(Down):
        api.person(webex_id("PEOPLE"))


def test_an_answer_without_end_is_cut_off():
    flood = b"x" * 2**20
    with server(HEAD + b"\r\n", flood) as address, asking(address) as api, pytest.raises(Down):
        api.person(webex_id("PEOPLE"))


@pytest.mark.parametrize("body", [b"[]", b"7", b'{"id": 7}', b'{"emails": []}', b"[" * 60_000, b"", b"\xff", b"{}"])
def test_an_answer_of_another_shape_is_rubbish(body):
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    with server(HEAD + length + body) as address, asking(address) as api, pytest.raises(Down):
        api.person(webex_id("PEOPLE"))


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"items": 7}', b'{"items": [7]}', b'{"items": [{}]}', b"null"])
def test_a_list_of_another_shape_is_rubbish(body):
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    with server(HEAD + length + body) as address, asking(address) as api, pytest.raises(Down):
        api.webhooks()


def test_a_list_does_not_lead_the_token_to_another_address():
    head = HEAD + b'Link: <http://elsewhere.example/v1/webhooks>; rel="next"\r\nContent-Length: 13\r\n\r\n'
    with server(head + b'{"items": []}') as address, asking(address) as api, pytest.raises(Down, match="another"):
        api.webhooks()


def test_a_redirect_is_not_followed():
    head = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/v1/messages\r\nContent-Length: 0\r\n\r\n"
    with server(head) as address, asking(address) as api, pytest.raises(Down, match="302"):
        api.post(HELLO, person=webex_id("PEOPLE"))


@pytest.mark.parametrize("id", ["", "../people/me", "a/b", "a?b=c", "a b", "é", "x" * 251])
def test_what_is_no_id_never_becomes_part_of_an_address(webex, api, id):
    for ask in (api.person, api.message, api.press, api.room, api.membership, api.delete):
        with pytest.raises(Gone):
            ask(id)
    assert webex.calls == []


def test_no_error_holds_the_token(webex, api, alice):
    for fault in ({"status": 401}, {"status": 404}, {"status": 500}, {"lost": True}, {"html": True}):
        webex.fail("GET", ".*", **fault)
        with pytest.raises((Down, Gone)) as no:
            api.person(alice.id)
        assert webex.token not in repr(no.value) + str(no.value.__cause__)
