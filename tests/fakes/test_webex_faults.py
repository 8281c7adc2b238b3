from __future__ import annotations

import json

import pytest
import requests
import webexteamssdk


def test_rate_limits_come_with_the_retry_after_that_the_test_wants(webex, api, alice):
    webex.fail("POST", "/messages", retry_after="7")
    with pytest.raises(webexteamssdk.RateLimitError) as limited:
        api.messages.create(toPersonId=alice.id, text="x")
    assert limited.value.retry_after == 7
    api.messages.create(toPersonId=alice.id, text="x")
    assert alice.sees() == ["x"]


@pytest.mark.parametrize("junk", ["rand(30),add(30)", "2.5", "Sat, 21 Nov 2026 08:30:00 GMT"])
def test_a_malformed_retry_after_reaches_the_client_as_it_is(webex, api, junk):
    webex.fail("*", ".*", retry_after=junk)
    answer = requests.get(f"{webex.base}people/me", timeout=5)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, junk)


def test_an_answer_can_be_lost_after_the_effect(webex, api, alice):
    webex.fail("POST", "/messages", lost=True)
    with pytest.raises(requests.ConnectionError):
        api.messages.create(toPersonId=alice.id, text="once")
    assert alice.sees() == ["once"]


def test_an_answer_can_be_lost_before_the_effect(webex, api, alice):
    webex.fail("POST", "/messages", lost=True, effect=False)
    with pytest.raises(requests.ConnectionError):
        api.messages.create(toPersonId=alice.id, text="never")
    assert alice.sees() == []


def test_answers_can_be_cut_or_be_rubbish(webex, api):
    webex.fail("GET", "/people/me", truncated=True)
    webex.fail("GET", "/people/me", html=True)
    for _ in range(2):
        with pytest.raises(json.JSONDecodeError):
            api.people.me()
    assert api.people.me().id == webex.bot.id


def test_an_answer_can_come_too_late(webex, api, alice):
    webex.fail("POST", "/messages", slow=0.5)
    with pytest.raises(requests.ReadTimeout):
        api._session.request("POST", "messages", 200, json={"toPersonId": alice.id, "text": "late"}, timeout=0.1)
    assert alice.sees() == ["late"]


def test_a_fault_can_wait_and_comes_as_often_as_it_is_told(webex, api):
    fault = webex.fail("GET", "/people/.*", skip=1, times=2, status=503)
    outcomes = [requests.get(f"{webex.base}people/me", timeout=5).status_code for _ in range(4)]
    assert outcomes == [401, 503, 503, 401]
    assert fault.hits == 2
