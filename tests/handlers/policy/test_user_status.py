"""The statuses of a user: every status with every event, and what is refused."""

from __future__ import annotations

from itertools import product

import pytest

from handlers.policy.user_status import Event, NotNow, after, possible
from store.values import UserStatus

STATES = (None, *UserStatus)
# One line a status: what each event makes of it; "x" is refused, "gone" is nobody any more.
TABLE = """
                      nobody         ready          locked         not-activated  disabled
added-with-mail       not-activated  x              x              x              x
added-without-mail    ready          x              x              x              x
link-followed         x              ready          x              ready          x
activated-by-hand     x              x              x              ready          x
invited-again         x              x              x              not-activated  x
too-many-failures     x              locked         locked         x              x
unlocked              x              x              ready          x              x
reset-mailed          x              ready          locked         x              x
moved-with-mail       x              not-activated  not-activated  not-activated  x
moved-without-mail    x              ready          locked         not-activated  disabled
disabled              x              disabled       disabled       disabled       x
enabled               x              x              x              x              ready
deleted               x              gone           gone           gone           gone
"""


def expected():
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    states = {"nobody": None} | {str(status): status for status in UserStatus}
    return {(states[name], Event(line[0])): said for line in lines for name, said in zip(head, line[1:], strict=True)}


EXPECTED = expected()
WAYS = [(status, event, said) for (status, event), said in EXPECTED.items() if said != "x"]
NO_WAYS = [(status, event) for (status, event), said in EXPECTED.items() if said == "x"]


def test_the_table_says_something_of_every_status_with_every_event():
    assert set(EXPECTED) == set(product(STATES, Event))


@pytest.mark.parametrize(("status", "event", "said"), WAYS)
def test_an_event_leads_from_one_status_to_the_next(status, event, said):
    assert possible(status, event)
    assert after(status, event) == (None if said == "gone" else UserStatus(said))


@pytest.mark.parametrize(("status", "event"), NO_WAYS)
def test_what_is_not_in_the_table_is_refused_and_says_what_it_was(status, event):
    assert not possible(status, event)
    with pytest.raises(NotNow) as refused:
        after(status, event)
    assert (refused.value.status, refused.value.event) == (status, event)
