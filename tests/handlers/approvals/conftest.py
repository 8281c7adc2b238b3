"""Contoso lets every order of ten seats or of 1,000 € be approved; Chloé is its only Admin until Nora comes."""

from __future__ import annotations

import pytest

from handlers import sample
from handlers.approval_commands import Approve, Reject, SetThresholds
from handlers.operators.commands import AddOperator
from handlers.sample.loading import sample_id
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Conversation, Office

E3 = "Microsoft 365 E3"
NORA = "nora.petit@contoso.example"
CONTOSO = str(sample_id("organisation", "Contoso"))
LIMITS = SetThresholds(organisation=CONTOSO, saves="yes", amount="1000", currency="EUR", seats="10")


class Desk:
    """What is done with approvals, in few words."""

    def __init__(self, office, chloe):
        self.office = office
        self.chloe = chloe

    def limits(self, **fields):
        return self.chloe.sends(LIMITS.but(**fields).token)

    def asks(self, who, words=f"seats {E3} 30", press="Order 5 seats"):
        return who.presses(who.asks(words), press)

    @property
    def order(self):
        return str(self.office.one("select id from orders where number is not null order by number desc limit 1"))

    def approves(self, who: Conversation):
        return who.sends(Approve(order=self.order).token)

    def rejects(self, who: Conversation, reason):
        return who.sends(Reject(order=self.order).token, reason=reason)

    def states(self):
        """Of the orders that were asked for, and of the requests."""
        orders = self.office.rows("select state from orders where number is not null order by number")
        requests = self.office.rows("select state from approvals order by asked_at, state")
        return [row[0] for row in orders], [row[0] for row in requests]

    def told(self, family):
        """Who got messages whose key begins like that, and how many."""
        found: dict[object, int] = {}
        for channel, key in self.office.rows("select channel, key from outbox order by created_at, key"):
            if str(key).startswith(family):
                found[channel] = found.get(channel, 0) + 1
        return found


@pytest.fixture
def office(furnished, sqlite_url):
    """On SQLite alone: what may differ between the engines is in test_races.py."""
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


@pytest.fixture
def desk(office, chloe):
    desk = Desk(office, chloe)
    desk.limits()
    return desk


@pytest.fixture
def nora(office, alice):
    """A second Admin of Contoso."""
    alice.sends(AddOperator(email=NORA, role="admin", organisation=CONTOSO).token)
    return office.person(NORA)


__all__ = ["CONTOSO", "E3", "NORA", "sample"]
