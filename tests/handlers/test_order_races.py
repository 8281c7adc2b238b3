"""“Order” and “Cancel” on the same proposal at the same moment: what is said is what came of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from handlers.approval_commands import SetThresholds
from handlers.sample.loading import sample_id
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.jobs.waiting import eventually

E3 = "Microsoft 365 E3"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def office(furnished, postgresql_url):
    """On SQLite one press waits for the other as a whole."""
    database = Database.open(postgresql_url)
    yield Office(database, NOW, loaded=True)
    database.close()


def pressed_meanwhile(office, change, alice, proposal, label):
    """The other press has written its change, and is not on disk before this one has read how it was."""
    with ThreadPoolExecutor(1) as pool:
        with office.database.transaction() as db:
            db.execute(text(f"UPDATE orders SET {change}"))
            press = pool.submit(alice.presses, proposal, label)
            eventually(lambda: office.one(WAITING))
        return press.result()


def test_what_is_dismissed_at_that_moment_is_not_said_to_be_ordered(alice, office):
    proposal = alice.asks(f"seats {E3} 30")
    said = pressed_meanwhile(office, "state = 'withdrawn'", alice, proposal, "Order 5 seats")
    assert "This was already dismissed. Nothing was ordered." in said.text
    assert office.rows("SELECT state, number FROM orders") == [("withdrawn", None)]
    assert office.one("SELECT count(*) FROM outbox") == 0


def test_what_is_ordered_at_that_moment_is_not_said_to_be_dismissed(alice, office):
    proposal = alice.asks(f"seats {E3} 30")
    said = pressed_meanwhile(office, "state = 'accepted', number = 1", alice, proposal, "Cancel")
    assert "Nothing was ordered" not in said.text
    assert "This order was already confirmed." in said.text


def test_what_is_dismissed_at_that_moment_asks_nobody_for_an_approval(alice, chloe, office):
    contoso = str(sample_id("organisation", "Contoso"))
    chloe.sends(SetThresholds(organisation=contoso, saves="yes", seats="3").token)
    proposal = alice.asks(f"seats {E3} 30")
    said = pressed_meanwhile(office, "state = 'withdrawn'", alice, proposal, "Order 5 seats")
    assert "This was already dismissed. Nothing was ordered." in said.text
    assert office.one("SELECT count(*) FROM approvals") == 0
