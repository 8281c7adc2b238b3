"""“Order” and “Cancel” on the same proposal at the same moment: what is said is what came of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from handlers.approval_commands import Approve, SetThresholds
from handlers.order_commands import WithdrawOrder
from handlers.sample.loading import sample_id
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.jobs.waiting import eventually

E3 = "Microsoft 365 E3"
CONTOSO = str(sample_id("organisation", "Contoso"))
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
    chloe.sends(SetThresholds(organisation=CONTOSO, saves="yes", seats="3").token)
    proposal = alice.asks(f"seats {E3} 30")
    said = pressed_meanwhile(office, "state = 'withdrawn'", alice, proposal, "Order 5 seats")
    assert "This was already dismissed. Nothing was ordered." in said.text
    assert office.one("SELECT count(*) FROM approvals") == 0


def blocked(office, count):
    return lambda: office.one(WAITING) == count


def test_who_takes_an_order_back_while_another_approves_it_is_in_nobodys_way(alice, chloe, office):
    chloe.sends(SetThresholds(organisation=CONTOSO, saves="yes", seats="3").token)
    alice.presses(alice.asks(f"seats {E3} 30"), "Order 5 seats")
    order = str(office.one("SELECT id FROM orders WHERE state = 'waiting'"))
    with ThreadPoolExecutor(2) as pool:
        with office.database.transaction() as db:
            db.execute(text("SELECT id FROM subscriptions FOR UPDATE"))
            approval = pool.submit(chloe.sends, Approve(order=order).token)
            eventually(blocked(office, 1))
            withdrawal = pool.submit(alice.sends, WithdrawOrder(order=order).token)
            eventually(blocked(office, 2))
        said = approval.result().text, withdrawal.result().text
    assert not any("does not answer" in each for each in said)
    assert office.rows("SELECT state FROM orders WHERE number = 1") == [("withdrawn",)]
