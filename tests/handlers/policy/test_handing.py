"""What somebody finds behind the link of an order, what its seller may take back, how long a visit lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.policy.handing import VISIT_IDLE, VISIT_LASTS, Opening, TakingBack, opening, taking_back, visit_is_open
from store.values.webex import HandedTo, ProvisioningState

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OPEN, HANDED = ProvisioningState.OPEN, ProvisioningState.HANDED_OVER
DONE, WITHDRAWN = ProvisioningState.DONE, ProvisioningState.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "ended", "good", "expected"),
    [
        (HANDED, False, True, Opening.OPEN),
        (HANDED, False, False, Opening.ENDED),
        (HANDED, True, True, Opening.TAKEN_BACK),
        (OPEN, True, False, Opening.TAKEN_BACK),
        (DONE, False, True, Opening.DONE),
        (DONE, True, False, Opening.DONE),
        (WITHDRAWN, False, True, Opening.WITHDRAWN),
        (WITHDRAWN, True, False, Opening.WITHDRAWN),
    ],
)
def test_what_is_behind_a_link(state, ended, good, expected):
    assert opening(state, ended=ended, good=good) is expected


@pytest.mark.parametrize(
    ("state", "handed_to", "mapped", "expected"),
    [
        (HANDED, HandedTo.SOMEONE, False, TakingBack.ALLOWED),
        (HANDED, HandedTo.SOMEONE, True, TakingBack.MAPPED),
        (HANDED, HandedTo.CUSTOMER, True, TakingBack.ALLOWED),
        (OPEN, None, False, TakingBack.NOT_HANDED),
        (DONE, HandedTo.SOMEONE, False, TakingBack.OVER),
        (WITHDRAWN, HandedTo.CUSTOMER, True, TakingBack.OVER),
        (DONE, None, True, TakingBack.OVER),
    ],
)
def test_what_a_seller_may_take_back(state, handed_to, mapped, expected):
    assert taking_back(state, handed_to, mapped=mapped) is expected


@pytest.mark.parametrize(
    ("seen", "expires", "expected"),
    [
        (NOW, NOW + VISIT_LASTS, True),
        (NOW - VISIT_IDLE + SECOND, NOW + SECOND, True),
        (NOW - VISIT_IDLE, NOW + SECOND, False),
        (NOW, NOW, False),
        (NOW, NOW + SECOND, True),
    ],
)
def test_a_visit_lasts_half_a_day_and_half_an_hour_without_a_press(seen, expires, expected):
    assert visit_is_open(seen, expires, NOW) is expected
