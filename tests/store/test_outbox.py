"""Claims on the queue of messages: what one connection does while another one looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from handlers.sample import load
from handlers.sample.loading import sample_id
from store import outbox, people
from store.database import Database
from store.outbox import Pace
from store.values import InstallationId, OrganisationId, QueueState
from store.workings import outbox as rows

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE = InstallationId(uuid4())
QUIET = Pace(timedelta(0), [])


@pytest.fixture
def database(database_url):
    opened = Database.open(database_url)
    with opened.transaction() as db:
        load(db, NOON)
        people.install(db, HERE, "slack", "T1", "B1", OrganisationId(sample_id("organisation", "Nordlicht")), NOON)
    yield opened
    opened.close()


def put(db, key, channel="C1", now=NOON):
    outbox.put(db, uuid4(), key, installation=HERE, channel=channel, kind="test", body="{}", now=now)


def claim(db, now=NOON):
    return outbox.claim(db, ["slack"], now=now, until=now + timedelta(minutes=1), pace=QUIET)


def test_a_key_is_queued_once(database):
    with database.transaction() as db:
        put(db, "a")
        put(db, "a", "C2")
        assert [row.channel for row in db.execute(select(rows))] == ["C1"]


def test_a_claim_names_the_installation_and_what_it_may_see(database):
    with database.transaction() as db:
        put(db, "a")
        message = claim(db)
    assert message is not None
    assert (message.platform, message.team, message.scope.root) == (
        "slack",
        "T1",
        sample_id("organisation", "Nordlicht"),
    )


def test_two_workers_at_once_take_two_channels_and_never_the_same_message(postgresql_url):
    one, other = Database.open(postgresql_url), Database.open(postgresql_url)
    with one.transaction() as db:
        load(db, NOON)
        people.install(db, HERE, "slack", "T1", "B1", OrganisationId(sample_id("organisation", "Nordlicht")), NOON)
        for key, channel in (("a", "C1"), ("b", "C1"), ("c", "C2")):
            put(db, key, channel)
    with one.transaction() as first, other.transaction() as second:
        taken = claim(first), claim(second), claim(second)
    assert [message.key if message else None for message in taken] == ["a", "c", None]
    one.close()
    other.close()


def test_an_older_message_that_was_committed_late_waits_for_the_one_in_flight(database):
    with database.transaction() as db:
        put(db, "young")
        assert claim(db)
        put(db, "old", now=NOON - timedelta(seconds=5))
        assert claim(db) is None


def test_the_database_itself_refuses_a_second_message_in_flight(database):
    with database.transaction() as db:
        put(db, "a")
        put(db, "b", "C2")
        assert claim(db)
        db.execute(rows.update().where(rows.c.key == "b").values(channel="C1"))
        db.execute(rows.update().where(rows.c.key == "a").values(settled_at=NOON))
        assert claim(db, NOON + timedelta(seconds=1)) is None


def test_a_message_for_later_does_not_hold_up_its_channel(database):
    with database.transaction() as db:
        put(db, "later")
        db.execute(rows.update().values(not_before=NOON + timedelta(hours=1)))
        put(db, "now", now=NOON + timedelta(seconds=1))
        message = claim(db, NOON + timedelta(seconds=1))
    assert message
    assert message.key == "now"


def test_a_claim_that_was_followed_by_another_settles_nothing(database):
    with database.transaction() as db:
        put(db, "a")
        old = claim(db)
        new = claim(db, NOON + timedelta(minutes=2))
        assert old
        assert new
        assert (new.lost, new.repeat, new.breakdowns) == (True, True, 1)
        assert not outbox.settle(db, old, QueueState.DONE, NOON)
        assert not outbox.put_back(db, old, NOON, "", repeat=False)
        assert outbox.settle(db, new, QueueState.DONE, NOON)


def test_since_when_the_oldest_waits(database):
    with database.transaction() as db:
        assert outbox.waiting_since(db, NOON) is None
        put(db, "a", now=NOON - timedelta(minutes=3))
        put(db, "b", now=NOON)
        assert outbox.waiting_since(db, NOON) == NOON - timedelta(minutes=3)


def test_looking_for_work_reads_the_open_messages_alone(sqlite_url):
    database = Database.open(sqlite_url)
    said: list[str] = []
    with database.reading() as db:
        raw = db.connection.driver_connection
        assert raw
        raw.set_trace_callback(said.append)
        outbox.any_due(db, ["slack"], NOON, QUIET)
        raw.set_trace_callback(None)
        plan = " ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {said[-1]}"))
    assert "USING INDEX ix_outbox_open" in plan
    assert "SCAN outbox_" not in plan
    assert "TEMP B-TREE" not in plan
    database.close()


def test_a_key_may_name_a_family_an_occasion_an_installation_and_a_webex_account(database):
    keys = [f"approval-again:{uuid4()}:reminded:{HERE}:{'W' * 79}{last}" for last in "ab"]
    with database.transaction() as db:
        for key in keys:
            put(db, key)
        assert set(db.execute(select(rows.c.key)).scalars()) == set(keys)
