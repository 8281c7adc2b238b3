from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from handlers.sample import CONTOSO_ADMIN
from jobs.cleaning import clean
from jobs.outbox import Drawing, Outbox
from jobs.shift import Shift
from jobs.worker import drain
from store import deliveries, mails, plans, sessions, sign_ins, throttles
from store.accounts import plans as planned
from store.accounts import sign_ins as tried
from store.mails import NewMail
from store.schema import grants
from store.sign_ins import NewSignIn
from store.values import Scope, SignInOutcome
from store.workings import deliveries as seen
from store.workings import files


@pytest.fixture
def office(office):
    """What is old in the sample data is gone."""
    round_of(office)
    return office


def count(office, table):
    with office.database.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def round_of(office) -> int:
    return clean(Shift(office.database, office.clock, lambda _db: None))


def test_deliveries_are_known_for_three_days(office, clock):
    with office.database.transaction() as db:
        deliveries.remember(db, "k", clock())
    clock.passes(days=3)
    round_of(office)
    assert count(office, seen) == 1
    clock.passes(seconds=1)
    round_of(office)
    assert count(office, seen) == 0


def test_messages_are_kept_for_thirty_days_after_they_were_settled_and_open_ones_for_ever(office, wire, clock):
    office.says("sent")
    drain(Outbox(office.database, {"slack": wire}, Drawing(order=lambda *_: None, digest=lambda *_: None), clock))
    office.says("waiting", "C2")
    clock.passes(days=31)
    round_of(office)
    assert office.states() == ["waiting"]


def test_a_checked_list_waits_for_three_days_for_its_confirmation(office, clock):
    with office.database.transaction() as db:
        place, person = db.execute(select(grants.c.organisation_id, grants.c.person_id).limit(1)).one()
        made = {"organisation": place, "asker": person, "kind": "users", "body": "{}", "now": clock()}
        plans.put(db, Scope(place), uuid4(), **made)
    clock.passes(days=3)
    round_of(office)
    assert count(office, planned) == 1
    clock.passes(seconds=1)
    round_of(office)
    assert count(office, planned) == 0


def test_a_mail_waits_for_a_server_for_thirty_days(office, clock):
    mail = NewMail(uuid4(), "k", None, "ada@contoso.example", "account", "en", "UTC", {})
    with office.database.transaction() as db:
        mails.put(db, mail, clock())
    for span, left in ((timedelta(days=30), 1), (timedelta(seconds=1), 0)):
        clock.now += span
        round_of(office)
        with office.database.reading() as db:
            assert (mails.unsent(db) is not None) is bool(left)


def test_files_go_when_they_expire(office, clock):
    organisation = office.sample("organisation", "Contoso")
    with office.database.transaction() as db:
        row = {"id": office.sample("file", "x"), "organisation_id": organisation, "name": "x.pdf", "private": True}
        times = {"created_at": clock(), "expires_at": clock()}
        db.execute(files.insert(), row | times | {"media_type": "application/pdf", "content": b"x"})
    assert (round_of(office), count(office, files)) == (1, 0)


def test_a_sign_in_is_kept_for_four_hundred_days(office, clock):
    with office.database.transaction() as db:
        sign_ins.record(db, NewSignIn(uuid4(), "a@b.example", None, clock(), "192.0.2.1", "", SignInOutcome.WRONG))
    clock.passes(days=400)
    round_of(office)
    assert count(office, tried) == 1
    clock.passes(seconds=1)
    round_of(office)
    assert count(office, tried) == 0


def test_failures_from_an_address_are_forgotten_and_those_of_a_login_count_on(office, clock):
    keys = throttles.of_address("192.0.2.1"), throttles.of_login("a@b.example")
    with office.database.transaction() as db:
        for key in keys:
            throttles.fail(db, key, now=clock(), cutoff=clock() - timedelta(minutes=15))
    clock.passes(hours=1)
    assert round_of(office) == 1
    with office.database.reading() as db:
        assert [throttles.failures(db, key, cutoff=datetime.min.replace(tzinfo=UTC)) for key in keys] == [0, 1]


def test_a_session_that_ran_out_goes(office, clock):
    chloe = office.sample("person", CONTOSO_ADMIN)
    with office.database.transaction() as db:
        sessions.open(db, "cookie", chloe, "csrf", now=clock(), expires_at=clock() + timedelta(hours=12))
    clock.passes(hours=11, minutes=59)
    assert round_of(office) == 0
    clock.passes(minutes=1)
    assert round_of(office) == 1
