"""kill -9 between any two steps of an order that a supplier in another process carries out."""

from __future__ import annotations

import signal
import time
from collections import Counter

import pytest

from jobs.crashpoint import Point
from jobs.orders import Orders
from jobs.worker import drain
from store.database import Database
from tests.fakes.supplier_client import FarAway
from tests.jobs.office import Clock, Office
from tests.jobs.waiting import eventually
from tests.kill.life import LEAP, Spec, far_away

POINTS = [point for point in Point if point.startswith("order-")]
E3 = "Microsoft 365 E3"


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    with FarAway(tmp_path_factory.mktemp("supplier") / "ledger") as started:
        yield started


@pytest.fixture
def far(process):
    process.file.unlink(missing_ok=True)
    process.goes_wrong()
    return process


class Carriers:
    """Processes that carry out orders, one after the other; the clock leaps between them."""

    def __init__(self, nursery, url, supplier):
        self.nursery, self.url, self.supplier, self.epoch = nursery, url, supplier, 0
        self.clock = Clock()
        self.office = Office(Database.open(url), self.clock)

    def lives(self, crashpoint=""):
        """How one of them ends."""
        self.epoch += 1
        self.clock.now += LEAP
        spec = Spec(self.url, "", "carrier", self.epoch, time.monotonic(), crashpoint, self.supplier)
        return self.nursery.wait(self.nursery.start(spec))

    def settled(self):
        """Whether all is carried out; PostgreSQL may take a moment to notice that somebody was killed."""
        self.clock.now += LEAP
        self.epoch += 1
        drain(Orders(self.office.database, self.clock, suppliers=far_away(self.supplier)))
        return set(self.office.order_states()) == {"completed"}


@pytest.fixture
def carriers(nursery, database_url, far):
    started = Carriers(nursery, database_url, far.url)
    yield started
    started.office.database.close()


@pytest.mark.parametrize("before", ["", "lost-after", "lost"])
def test_an_order_whose_carrier_was_killed_is_reconciled_and_done_once(carriers, far, before):
    """`before`: what went wrong the first time; the kill then falls into the reconciliation."""
    office = carriers.office
    for count, point in enumerate(POINTS, 1):
        office.orders(f"seats {E3} +1")
        if before:
            far.goes_wrong(before)
            assert carriers.lives() == 0
            assert office.order_states()[-1] == "unknown"
        assert carriers.lives(point) == -signal.SIGKILL, point
        eventually(carriers.settled)
        assert office.held(E3).terms.seats == 25 + count, point
    assert set(Counter(entry["key"] for entry in far.effects()).values()) == {1}
    assert len(far.effects()) == len(office.records("carry-out")) == len(POINTS)
