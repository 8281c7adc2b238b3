from __future__ import annotations

import pytest
from starlette.testclient import TestClient

HERE = ("127.0.0.1", 50000)


def asked(bot, host="127.0.0.1:3000", client=HERE, **headers):
    with TestClient(bot.app(), "http://127.0.0.1:3000", client=client) as visitor:
        return visitor.get("/console/", headers={"host": host, **headers})


@pytest.mark.parametrize("host", ["127.0.0.1:3000", "localhost", "LOCALHOST:80", "[::1]:3000", "[::1]"])
def test_the_machine_itself_is_let_in_by_its_own_names(bot, host):
    assert asked(bot, host).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost:x", "localhost:", "", "127.0.0.1@evil.example", "10.0.0.5"],
)
def test_a_name_that_somebody_pointed_here_is_refused(bot, host):
    answer = asked(bot, host)
    assert answer.status_code == 403
    assert "on its own machine only" in answer.text


@pytest.mark.parametrize("address", ["192.168.1.5", "10.0.0.1", "2001:db8::1", "::ffff:192.168.1.5", "testclient"])
def test_other_machines_are_refused(bot, address):
    assert asked(bot, client=(address, 50000)).status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.2", "::1", "::ffff:127.0.0.1"])
def test_every_address_of_the_machine_itself_is_let_in(bot, address):
    assert asked(bot, client=(address, 50000)).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"])
def test_what_a_proxy_passed_on_is_refused(bot, header):
    assert asked(bot, **{header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize("path", ["/console/", "/console/static/console.js", "/console/nothing", "/console/news"])
def test_every_answer_forbids_foreign_scripts_frames_and_guessing(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_refusal_is_said_in_the_browsers_language(bot):
    assert asked(bot, "evil.example", **{"Accept-Language": "de, fr;q=0.5"}).text != asked(bot, "evil.example").text
