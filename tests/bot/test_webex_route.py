from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.receipts import NotKept
from bot.webex_route import Events
from tests.fakes.webex_courier import signature
from tests.fakes.webex_nouns import webex_id

SECRET = "a webhook secret"
BOT, ALICE, ID = webex_id("PEOPLE"), webex_id("PEOPLE"), webex_id("MESSAGE")


def told(resource: str = "messages", event: str = "created", id: str = ID, person: str = ALICE, **more) -> bytes:
    body = {"id": "w1", "resource": resource, "event": event, "data": {"id": id, "personId": person}}
    return json.dumps(body | more).encode()


class Door:
    """The route as an application, spoken to without a server so that any bytes can be sent."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.full = False
        self.app = Starlette(routes=[Events(SECRET, self.keep, lambda person: person == BOT).route])

    def keep(self, key: str, body: str) -> None:
        if self.full:
            raise NotKept
        self.kept.setdefault(key, body)

    def takes(self, body: bytes, *headers: tuple[bytes, bytes], method: str = "POST", pieces: int = 1) -> int:
        """The status of a request with these headers."""
        size = -(-len(body) // pieces) or 1
        parts = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
        incoming = [{"type": "http.request", "body": part, "more_body": part is not parts[-1]} for part in parts]
        return self.talks(incoming, list(headers), method)

    def talks(self, incoming: list[dict], headers: list[tuple[bytes, bytes]], method: str = "POST") -> int:
        queue = iter([*incoming, {"type": "http.disconnect"}])
        sent: list[dict] = []

        async def receive() -> dict:
            return next(queue)

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {"type": "http", "method": method, "path": "/webex/events", "headers": headers, "query_string": b""}
        asyncio.run(self.app(scope, receive, send))
        return sent[0]["status"]

    def signed(self, body: bytes, *more: tuple[bytes, bytes], pieces: int = 1) -> int:
        return self.takes(body, spark(body), *more, pieces=pieces)


@pytest.fixture
def door() -> Door:
    return Door()


def spark(body: bytes, secret: str = SECRET) -> tuple[bytes, bytes]:
    return (b"x-spark-signature", signature(secret, body).encode())


def newer(value: str) -> tuple[bytes, bytes]:
    return (b"x-webex-signature", value.encode())


def digest(algorithm: str, body: bytes) -> bytes:
    return hmac.digest(SECRET.encode(), body, algorithm)


def test_a_signed_event_is_kept_as_ids_and_acknowledged(door):
    assert door.signed(told()) == 200
    [(key, body)] = door.kept.items()
    assert (len(key), json.loads(body)) == (64, {"resource": "messages", "id": ID})


def test_the_same_event_has_the_same_key_over_whichever_webhook_it_comes(door):
    for webhook in ("w1", "w1", "w2"):
        door.signed(told(id=ID) if webhook == "w1" else told(id=ID).replace(b"w1", b"w2"))
    assert len(door.kept) == 1


def test_different_events_have_different_keys(door):
    for resource, id in (("messages", ID), ("attachmentActions", ID), ("messages", webex_id("MESSAGE"))):
        door.signed(told(resource, id=id))
    assert len(door.kept) == 3


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"x-spark-signature", b"")],
        [(b"x-spark-signature", b"0" * 40)],
        [spark(told(), "another secret")],
        [spark(told() + b" ")],
        [spark(told()), spark(told())],
        [(b"x-spark-signature", b"\xff\xfe\x00")],
        [(b"x-spark-signature", base64.b64encode(digest("sha1", told())))],
        [(b"x-spark-signature", digest("sha256", told()).hex().encode())],
    ],
)
def test_what_is_not_signed_exactly_so_is_turned_away(door, headers):
    assert door.takes(told(), *headers) == 401
    assert door.kept == {}


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512"])
def test_the_newer_signature_is_taken_in_every_form_in_use(door, algorithm):
    right = digest(algorithm, told())
    dashed = f"{algorithm[:3]}-{algorithm[3:]}".upper()
    for value in (right.hex(), base64.b64encode(right).decode()):
        for written in (
            value,
            f"{algorithm}={value}",
            f"{dashed}={value}",
            f"SHA-1={digest('sha1', told()).hex()}, {value}",
        ):
            assert door.signed(told(), newer(written)) == 200


@pytest.mark.parametrize(
    "wrong", ["", "sha256=", "sha256=00", "md5=00", "junk", "\u00e9", hashlib.sha256(b"another body").hexdigest()]
)
def test_a_newer_signature_that_is_wrong_is_not_mended_by_an_old_one_that_is_right(door, wrong):
    right = f"SHA-512={digest('sha512', told()).hex()}"
    assert door.signed(told(), newer(wrong)) == 401
    assert door.signed(told(), newer(f"{right}, {wrong}")) == 401
    assert door.signed(told(), newer(right), newer(right)) == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"\xff\xfe"',
        b"[" * 60_000,
        told(id=""),
        told(id="../people/me"),
        told(id="a?b"),
        told(id="x" * 251),
        told(id="\u0663"),
        told().replace(b'"resource"', b'"other"'),
        told(data=[]),
        told(event=7),
    ],
)
def test_a_signed_body_that_makes_no_sense_is_refused(door, body):
    assert door.signed(body) == 400
    assert door.kept == {}


def test_a_body_that_is_too_large_is_read_no_further(door):
    assert door.signed(told(data={"id": ID, "text": "x" * 70_000}), pieces=8) == 413
    assert door.takes(b"x" * 10 * 2**20, pieces=100) == 413


def test_a_body_may_come_in_pieces(door):
    assert door.signed(told(), pieces=7) == 200


def test_a_caller_who_hangs_up_has_said_nothing(door):
    assert door.talks([{"type": "http.request", "body": b"{", "more_body": True}], []) == 400


def test_only_posts_are_taken(door):
    assert door.takes(told(), spark(told()), method="GET") == 405


@pytest.mark.parametrize(
    "body",
    [
        told(person=BOT),
        told(event="deleted"),
        told("rooms"),
        told("memberships", person=ALICE),
    ],
)
def test_what_does_not_concern_the_bot_is_acknowledged_and_forgotten(door, body):
    assert door.signed(body) == 200
    assert door.kept == {}


def test_an_event_that_cannot_be_stored_is_not_acknowledged(door):
    door.full = True
    assert door.signed(told()) == 503
    door.full = False
    assert door.signed(told()) == 200


def test_before_the_bot_knows_itself_every_event_is_kept():
    door = Door()
    door.app = Starlette(routes=[Events(SECRET, door.keep, lambda _person: None).route])
    assert [door.signed(told(person=BOT)), door.signed(told("memberships", person=BOT))] == [200, 200]
    assert len(door.kept) == 2


def test_a_refusal_is_one_line_in_the_log_without_a_word_of_the_body(door, caplog):
    caplog.set_level("DEBUG")
    for body in (told(note="canary"), b"canary", b"canary" * 20_000):
        door.takes(body, (b"x-spark-signature", b"canary"))
        door.signed(body[:60])
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert len(ours) == 6
    assert "canary" not in caplog.text


NAMES = st.sampled_from([b"x-spark-signature", b"x-webex-signature", b"content-length", b"content-type"])
JSON = st.recursive(
    st.none() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["resource", "event", "data", "id"]), inner),
)


@given(st.binary(max_size=300), st.lists(st.tuples(NAMES, st.binary(max_size=60)), max_size=4))
def test_bytes_that_nobody_signed_are_always_turned_away(body, headers):
    door = Door()
    assert door.takes(body, *headers) == 401
    assert door.kept == {}


@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_bytes_that_are_signed_are_understood_or_refused(body):
    door = Door()
    assert door.signed(body) in {200, 400}
    assert len(door.kept) <= 1
