from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO

import pytest

from bot.ask import Account, Platform
from bot.errand import Busy, Down, Errand, Gone, Lost, Parcel, direct
from jobs.outbox import Drawing, Outbox
from jobs.worker import drain
from store.values import QueueState


class Store:
    """Makes files for those who `may` have them, and counts how often; `open` counts those not closed yet."""

    def __init__(self) -> None:
        self.may = {("0f8c", Account(Platform.SLACK, "T1", "U1"))}
        self.made = self.open = 0

    @contextmanager
    def opened(self, id: str, account: Account):
        if (id, account) not in self.may:
            yield None
            return
        self.made += 1
        self.open += 1
        yield Parcel("orders.csv", "text/csv", 3, BytesIO(b"a,b"))
        self.open -= 1


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def queue(office, wire, clock, store):
    drawing = Drawing(order=lambda *_: None, digest=lambda *_: None, file=store.opened)
    return Outbox(office.database, {"slack": wire}, drawing, clock)


@pytest.fixture
def errand(office) -> None:
    office.sends(Errand(file="0f8c", language="fr"), direct("U1"))


def test_a_file_is_made_when_it_is_sent_and_handed_to_one_account(errand, office, queue, wire, store):
    assert drain(queue) == 1
    (handed,) = wire.files
    assert (handed.team, handed.account, handed.tongue.language) == ("T1", "U1", "fr")
    assert (handed.name, handed.content) == ("orders.csv", b"a,b")
    assert (office.states(), store.open, wire.heard) == (["done"], 0, [])


def test_a_file_is_not_even_made_where_the_card_leads_to_it(errand, office, queue, wire, store):
    wire.takes_files = False
    assert drain(queue) == 1
    assert (store.made, wire.files, office.states()) == (0, [], ["done"])


def test_who_may_not_have_it_any_more_gets_nothing(errand, office, queue, wire, store):
    store.may.clear()
    assert drain(queue) == 1
    assert (wire.files, office.states()) == ([], ["done"])


@pytest.mark.parametrize("fault", [Busy(5), Down("closed")])
def test_a_platform_that_takes_nothing_now_gets_it_later_and_not_as_a_repeat(errand, fault, queue, wire, clock, store):
    wire.fails.append(fault)
    drain(queue)
    clock.passes(minutes=1)
    drain(queue)
    assert [handed.repeat for handed in wire.files] == [False, False]
    assert (store.made, store.open) == (2, 0)


def test_a_lost_answer_leads_to_one_repeat_that_says_so(errand, office, queue, wire, clock):
    wire.fails += [Lost("cut"), Lost("cut again")]
    for _ in range(3):
        drain(queue)
        clock.passes(minutes=1)
    assert [handed.repeat for handed in wire.files] == [False, True]
    assert office.states() == [QueueState.UNKNOWN]


def test_what_a_worker_left_behind_is_sent_as_a_repeat(errand, queue, wire, clock):
    assert queue.take() is not None
    clock.passes(minutes=2)
    drain(queue)
    assert [handed.repeat for handed in wire.files] == [True]


def test_a_file_that_can_never_be_sent_is_given_up(errand, office, queue, wire):
    wire.fails.append(Gone("too large"))
    drain(queue)
    assert [(row.state, row.error) for row in office.messages()] == [(QueueState.REFUSED, "too large")]
