"""Fixtures of the fakes' own tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import webexteamssdk

from tests.fakes.webex import Webex
from tests.fakes.webex_people import Person
from tests.fakes.webex_receiver import Receiver


@pytest.fixture
def api(webex: Webex) -> Iterator[Any]:
    """What a bot talks to Webex with."""
    api = webexteamssdk.WebexTeamsAPI(webex.token, base_url=webex.base, wait_on_rate_limit=False)
    yield api
    api._session._req_session.close()


@pytest.fixture
def alice(webex: Webex) -> Person:
    return webex.person("alice.martin@contoso.example")


@pytest.fixture
def receiver(webex: Webex) -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.thread.start()
    webex.until(lambda: receiver.server.started)
    yield receiver
    webex.settle()
    receiver.stop()
