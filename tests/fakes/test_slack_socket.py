"""The pretended Slack's web sockets, held against Bolt's Socket Mode."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.slack import SlackFake
from tests.fakes.slack_sample_app import InThread, SampleApp, socket_handler


@pytest.fixture
def slack() -> Iterator[SlackFake]:
    with SlackFake() as fake:
        fake.use_socket_mode()
        yield fake
        assert not fake.violations


@pytest.fixture
def loop() -> Iterator[InThread]:
    with InThread() as thread:
        yield thread


@pytest.fixture
def app(slack, loop) -> Iterator[SampleApp]:
    sample = SampleApp(slack)
    handler = loop.run(lambda: socket_handler(sample))
    yield sample
    loop.run(handler.close_async)


@pytest.fixture
def anna(slack):
    return slack.person(email="anna@contoso.test", name="Anna Berg")


def test_commands_forms_and_events_go_over_the_socket(slack, app, anna):
    assert anna.text(anna.slash("/licence", "seats")).startswith("You said seats")
    anna.press(anna.last_card(), "Yes")
    assert anna.sees("Ordered.")
    anna.submit(anna.slash("/licence", "form"), {"Seats": 12})
    anna.dm("hello")
    assert anna.sees("12 seats", "Heard: hello")


def test_errors_in_a_form_come_back_in_the_acknowledgement(slack, app, anna):
    anna.submit(anna.slash("/licence", "form"), {"Seats": 13})
    assert anna.sees("Thirteen brings bad luck.")


def test_the_wrong_token_opens_no_socket(slack):
    from slack_sdk import WebClient

    answer = WebClient(base_url=slack.api_url).api_call
    with pytest.raises(Exception, match="invalid_auth"):
        answer("apps.connections.open", headers={"Authorization": "Bearer xapp-stolen"})
    slack.pardon("apps.connections.open")


@pytest.mark.parametrize("when", ["before", "mid_frame", "ack_lost"])
def test_an_event_comes_again_when_the_socket_is_cut(slack, app, anna, when):
    slack.socket.cut_next(when)
    anna.dm("hello")
    anna.waits_for("Heard: hello")
    assert app.done["message"] == (2 if when == "ack_lost" else 1)
    assert slack.socket.opened == 2


def test_a_press_is_lost_with_the_socket(slack, app, anna):
    answer = anna.slash("/licence", "seats")
    slack.outages_expected = True
    slack.socket.cut_next("mid_frame")
    assert anna.press(answer, "Yes") is None
    assert app.done["confirm"] == 0


def test_a_connection_is_renewed_when_slack_says_so(slack, app, anna):
    slack.socket.wait_connected()
    slack.socket.refresh()
    slack.wait_until(lambda: slack.socket.opened == 2, "a second socket")
    anna.slash("/licence", "seats")
    assert app.done["command"] == 1


def test_the_same_envelope_can_come_twice(slack, app, anna):
    anna.dm("hello")
    anna.redeliver()
    assert app.done["message"] == 2


def test_several_sockets_take_turns(slack, app, loop, anna):
    other = SampleApp(slack)
    handler = loop.run(lambda: socket_handler(other))
    slack.socket.wait_connected(2)
    for _ in range(4):
        anna.slash("/licence", "seats")
    assert (app.done["command"], other.done["command"]) == (2, 2)
    loop.run(handler.close_async)
