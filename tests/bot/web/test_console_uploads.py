"""A file sent in the console: bounded, for the page's own browser alone, kept before anything is asked."""

from __future__ import annotations

import pytest

from bot.uploads import LARGEST
from tests.bot.web.conftest import ALICE
from tests.bot.web.test_console import KEY, csrf, page


def send(client, name="users.csv", content=b"a,b", **more):
    """The file as the page's form sends it."""
    fields = {"csrf": csrf(client, who=ALICE.email), "key": KEY, "words": "in Fabrikam"} | more
    return client.post(
        f"/console/send?who={ALICE.email}",
        data=fields,
        files={"file": (name, content)},
        headers={"Accept": "application/json"},
    )


def test_a_file_is_kept_and_what_goes_on_with_it_is_asked(bot, client):
    answer = send(client)
    assert (answer.status_code, bot.intake.kept) == (200, [("users.csv", b"a,b", "in Fabrikam")])
    assert bot.asks[-1].said.token == "kept:users.csv"
    assert "File: users.csv" in answer.json()["entries"][-1]["html"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("users.csv", b"", "empty"), ("cat.png", b"x", "other-kind"), ("u.csv", b"x" * (LARGEST + 1), "too-large")],
)
def test_what_can_be_no_file_of_users_is_refused_in_its_words(bot, client, name, content, why):
    assert send(client, name, content).status_code == 200
    assert (bot.intake.kept, bot.asks[-1].said.token) == ([], f"refused:{why}")


@pytest.mark.parametrize(("fields", "status"), [({"csrf": "x"}, 403), ({"csrf": ""}, 403), ({"key": "short"}, 400)])
def test_another_pages_form_keeps_nothing(bot, client, fields, status):
    assert send(client, **fields).status_code == status
    assert (bot.intake.kept, bot.asks) == ([], [])


def test_more_than_anybody_may_send_is_not_read_to_its_end(bot, client):
    answer = send(client, content=b"x" * (LARGEST + 2**17))
    assert (answer.status_code, "Please send less" in answer.text) == (413, True)


def test_a_form_that_is_none_is_refused(client):
    page(client, who=ALICE.email)
    assert client.post("/console/send", data={"file": "x"}).status_code == 415
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/console/send", content=b"--y\r\n", headers=broken).status_code in {400, 403}


def test_a_form_without_a_file_says_so(client):
    fields = {name: (None, value) for name, value in {"csrf": csrf(client), "key": KEY}.items()}
    assert client.post(f"/console/send?who={ALICE.email}", files=fields).status_code == 400
