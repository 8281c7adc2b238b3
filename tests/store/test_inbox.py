from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from handlers.sample import load
from handlers.sample.loading import sample_id
from store import inbox, people
from store.database import Database
from store.values import InstallationId, OrganisationId, QueueState

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE = InstallationId(uuid4())


@pytest.fixture
def database(database_url):
    opened = Database.open(database_url)
    with opened.transaction() as db:
        load(db, NOON)
        people.install(db, HERE, "webex", "O1", "B1", OrganisationId(sample_id("organisation", "Nordlicht")), NOON)
    yield opened
    opened.close()


def claim(db, now=NOON, platform="webex"):
    return inbox.claim(db, [platform], now=now, until=now + timedelta(minutes=1))


def test_a_delivery_is_kept_once_and_tells_the_queue(database):
    heard: list[str] = []
    database.listen(heard.append)
    with database.transaction() as db:
        assert inbox.receive(db, uuid4(), "k", HERE, "body", NOON)
    with database.transaction() as db:
        assert not inbox.receive(db, uuid4(), "k", HERE, "other", NOON)
        receipt = claim(db)
    assert receipt
    assert (receipt.body, receipt.platform, heard) == ("body", "webex", ["inbox", "inbox"])


def test_what_is_claimed_is_nobody_elses_until_the_claim_runs_out(database):
    with database.transaction() as db:
        inbox.receive(db, uuid4(), "k", HERE, "body", NOON)
        old = claim(db)
        assert claim(db) is None
        new = claim(db, NOON + timedelta(minutes=2))
        assert old
        assert new
        assert (new.attempt, new.breakdowns) == (2, 1)
        assert not inbox.settle(db, old, QueueState.DONE, NOON)
        assert inbox.settle(db, new, QueueState.DONE, NOON)
        assert claim(db, NOON + timedelta(days=1)) is None


def test_another_platforms_deliveries_are_left_alone(database):
    with database.transaction() as db:
        inbox.receive(db, uuid4(), "k", HERE, "body", NOON)
        assert claim(db, platform="slack") is None


def test_what_was_put_back_waits_and_counts_what_broke(database):
    with database.transaction() as db:
        inbox.receive(db, uuid4(), "k", HERE, "body", NOON)
        receipt = claim(db)
        assert receipt
        assert inbox.put_back(db, receipt, NOON + timedelta(seconds=30), "why", broke=True)
        assert claim(db, NOON + timedelta(seconds=29)) is None
        again = claim(db, NOON + timedelta(seconds=30))
    assert again
    assert again.breakdowns == 1


def test_two_workers_at_once_take_two_deliveries(postgresql_url):
    one, other = Database.open(postgresql_url), Database.open(postgresql_url)
    with one.transaction() as db:
        load(db, NOON)
        people.install(db, HERE, "webex", "O1", "B1", OrganisationId(sample_id("organisation", "Nordlicht")), NOON)
        for key in "ab":
            inbox.receive(db, uuid4(), key, HERE, key, NOON)
    with one.transaction() as first, other.transaction() as second:
        taken = claim(first), claim(second), claim(second)
    assert [receipt.key if receipt else None for receipt in taken] == ["a", "b", None]
    one.close()
    other.close()
