"""Links: good once, to the second, and only the latest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from store import links
from store.database import Database
from store.values import LinkPurpose

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FOR_48_HOURS = timedelta(hours=48)
SUBJECT = uuid4()


@pytest.fixture
def database(database_url):
    opened = Database.open(database_url)
    yield opened
    opened.close()


def issue(database, now=NOON, subject=SUBJECT, organisation=None):
    with database.transaction() as db:
        return links.issue(
            db,
            uuid4(),
            LinkPurpose.INVITATION,
            subject,
            organisation=organisation,
            email="ada@contoso.example",
            now=now,
            expires_at=now + FOR_48_HOURS,
        )


def use(database, link, at, generation=None):
    with database.transaction() as db:
        return links.use(db, link.id, generation or link.generation, at)


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(0), True), (FOR_48_HOURS - SECOND, True), (FOR_48_HOURS, False)]
)
def test_a_link_is_good_until_its_last_second(database, after, works):
    link = issue(database)
    assert link.is_good(1, NOON + after) is works
    assert use(database, link, NOON + after) is works


def test_a_link_is_good_once(database):
    link = issue(database)
    assert [use(database, link, NOON), use(database, link, NOON)] == [True, False]


def test_a_new_link_voids_the_older_one_and_is_good_again(database):
    first = issue(database)
    use(database, first, NOON)
    second = issue(database, NOON + SECOND)
    assert (second.id, second.generation, second.used_at) == (first.id, 2, None)
    assert use(database, first, NOON + SECOND, generation=1) is False
    assert use(database, second, NOON + FOR_48_HOURS) is True


def test_a_cancelled_link_is_void_at_once(database):
    link = issue(database)
    with database.transaction() as db:
        links.cancel(db, LinkPurpose.INVITATION, SUBJECT, NOON + SECOND)
    assert use(database, link, NOON + SECOND) is False


def test_links_that_ran_out_long_ago_are_forgotten(database):
    old, young = issue(database), issue(database, NOON + timedelta(days=30), uuid4())
    with database.transaction() as db:
        assert links.forget(db, NOON + FOR_48_HOURS + SECOND) == 1
        assert links.find(db, old.id) is None
        assert links.find(db, young.id) == young
