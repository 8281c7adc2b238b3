"""The fixture `webex`: a strict Webex for one test, which fails if the bot broke a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from tests.fakes.webex import Webex, utc_now


@pytest.fixture
def webex_clock() -> Callable[[], datetime]:
    """Override it to freeze or to shift the time of the fake."""
    return utc_now


@pytest.fixture
def webex(webex_clock: Callable[[], datetime]) -> Iterator[Webex]:
    with Webex(webex_clock) as fake:
        yield fake
    assert not fake.violations, "\n".join(fake.violations)
