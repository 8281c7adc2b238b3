from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

import pytest

from handlers.orders import tracking
from jobs.crew import Crew, Equipment
from jobs.outbox import Drawing
from jobs.patience import Patience
from store import audit, inbox
from tests.jobs.office import Office
from tests.jobs.waiting import eventually

KEY = b"k" * 32
TOGETHER = 0.5
EQUIPMENT = Equipment(holder="me", audit_key=KEY, drawing=Drawing(order=tracking, digest=lambda *_: None))


def real():
    return datetime.now(UTC)


def inbox_is_empty(office):
    with office.database.reading() as db:
        return not inbox.any_due(db, ["slack"], real())


@pytest.fixture
def office(database):
    return Office(database, real)


@pytest.fixture
def rounds():
    return []


@pytest.fixture
def crew(office, wire, rounds):
    equipment = replace(
        EQUIPMENT,
        senders={"slack": wire},
        rounds={"remind": (timedelta(seconds=1), lambda _shift: rounds.append("remind"))},
        watches={"webhooks": (timedelta(seconds=1), lambda: rounds.append("watch"))},
        patience=Patience(pace=timedelta(seconds=0.1)),
    )
    crew = Crew(office.database, real, equipment)
    crew.start()
    yield crew
    crew.stop()


def test_what_is_ordered_is_carried_out_and_told_without_anyone_asking(office, crew, wire):
    office.orders("seats Microsoft 365 E3 +5")
    eventually(lambda: office.order_states() == ["completed"])
    eventually(lambda: wire.heard and "Completed" in wire.heard[-1].card.elements[0].text.source)
    assert office.held("Microsoft 365 E3").terms.seats == 30


def test_what_was_recorded_is_sealed_within_seconds(office, crew):
    office.asks("orders")

    def sealed():
        with office.database.reading() as db:
            return audit.verify(db, KEY).sealed > 0

    eventually(sealed)


def test_a_crew_in_health_says_so_and_does_the_rounds_it_was_given(crew, rounds):
    eventually(lambda: set(rounds) == {"remind", "watch"})
    assert (crew.alive, crew.leads) == (True, True)
    rounds_of_all = ["heartbeat", "seal", "terms", "stuck", "clean", "approvals", "guises", "channels"]
    assert [pulse.name for pulse in crew.health()] == [*rounds_of_all, "remind", "webhooks"]
    assert not any(pulse.late for pulse in crew.health())


def test_who_has_something_in_hand_is_waited_for_together(office, wire):
    wire.held.clear()
    handles = {"slack": lambda _body: wire.held.wait(10)}
    crew = Crew(office.database, real, replace(EQUIPMENT, senders={"slack": wire}, handles=handles))
    office.says("slow")
    with office.database.transaction() as db:
        inbox.receive(db, uuid4(), "slow", office.installation, "{}", real())
    crew.start()
    eventually(lambda: wire.heard and inbox_is_empty(office))
    started = monotonic()
    crew.stop(TOGETHER)
    took = monotonic() - started
    wire.held.set()
    crew.stop()
    assert took < 2 * TOGETHER


def test_a_crew_that_went_home_is_not_alive(crew):
    crew.stop()
    assert not crew.alive
