from __future__ import annotations

from sqlalchemy import func, select

from jobs.cleaning import clean
from jobs.outbox import Drawing, Outbox
from jobs.worker import drain
from store import deliveries
from store.workings import deliveries as seen
from store.workings import files


def count(office, table):
    with office.database.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def round_of(office) -> int:
    return clean(office.database, office.clock, lambda _db: None)


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
    assert round_of(office) == 1
    assert office.states() == ["waiting"]


def test_files_go_when_they_expire(office, clock):
    organisation = office.sample("organisation", "Contoso")
    with office.database.transaction() as db:
        row = {"id": office.sample("file", "x"), "organisation_id": organisation, "name": "x.pdf", "private": True}
        times = {"created_at": clock(), "expires_at": clock()}
        db.execute(files.insert(), row | times | {"media_type": "application/pdf", "content": b"x"})
    assert (round_of(office), count(office, files)) == (1, 0)
