from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest

from bot.cards import File
from bot.phrases import plain
from tests.bot.samples import small
from tests.bot.web.conftest import ALICE, BOB
from tests.bot.web.test_console import page, say

LIST = File(file="F-1", name="orders été.csv", media_type="text/csv", label=plain("Orders"))


@pytest.fixture
def listed(bot, client) -> str:
    """Where the link of Alice's card leads, and what lies there."""
    bot.cards["orders"] = small(LIST)
    bot.files["F-1", ALICE.email] = (LIST.name, b"a,b\r\n1,2\r\n")
    say(client, {"who": ALICE.email}, words="orders")
    (link,) = re.findall(r'href="(/console/files/[^"]+)"', page(client, who=ALICE.email))
    return unescape(link)


def test_a_card_leads_to_its_file(client, listed):
    answer = client.get(listed)
    assert (answer.status_code, answer.content) == (200, b"a,b\r\n1,2\r\n")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_file_is_saved_kept_nowhere_and_taken_for_nothing_else(client, listed):
    headers = client.get(listed).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert unquote(headers["content-disposition"]) == "attachment; filename*=UTF-8''orders été.csv"


def test_who_is_somebody_else_gets_nothing(client, listed):
    answer = client.get(listed.replace("alice%40atelier", "bob%40contoso"))
    assert (answer.status_code, "Please ask for it again." in answer.text) == (404, True)
    assert client.get(f"/console/files/F-2?who={BOB.email}").status_code == 404


def test_a_browser_that_never_opened_the_page_gets_nothing(client, listed):
    client.cookies.clear()
    assert client.get(listed).status_code == 403


def test_a_file_is_fetched_not_posted(client, listed):
    assert client.post(listed).status_code == 405


@pytest.mark.parametrize("id", ["..%2F..%2Fetc%2Fpasswd", "%00", "x" * 5000, "%0d%0aSet-Cookie:%20a=b"])
def test_an_id_that_is_none_leads_nowhere(client, listed, id):
    answer = client.get(f"/console/files/{id}?who={ALICE.email}")
    assert (answer.status_code, answer.headers.get("set-cookie")) == (404, None)


def test_no_name_gets_out_of_its_header(bot, client, listed):
    bot.files["F-1", ALICE.email] = ('a"\r\nX-Evil: 1\u202e; filename=b.exe', b"a")
    headers = client.get(listed).headers
    assert "x-evil" not in headers
    assert headers["content-disposition"].count(";") == 1


def test_a_large_file_comes_whole(bot, client, listed):
    bot.files["F-1", ALICE.email] = ("a.csv", b"0123456789" * 100_000)
    answer = client.get(listed)
    assert (len(answer.content), answer.headers["content-length"]) == (1_000_000, "1000000")
