"""The `slack` fixture: a strict Slack for one test, which fails if the app broke Slack's rules meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.slack import SlackFake


@pytest.fixture
def slack() -> Iterator[SlackFake]:
    with SlackFake() as fake:
        yield fake
        assert not fake.violations, "\n".join(map(str, fake.violations))
