"""Who completes an order from outside: let in by a code that was mailed, found by the hash of a browser's cookie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from store.provisioning import provisioning_visits as visits
from store.sessions import hashed
from store.values import PersonId
from store.values.webex import HandingId


@dataclass(frozen=True, slots=True)
class Visit:
    """`generation` is that of the link which the visit was opened with."""

    handing: HandingId
    generation: int
    person: PersonId
    csrf: str
    seen_at: datetime
    expires_at: datetime


_GET: Final = select(
    *(visits.c.handing_id, visits.c.generation, visits.c.person_id, visits.c.csrf),
    *(visits.c.seen_at, visits.c.expires_at),
).where(visits.c.key == bindparam("hashed"))
_SEE: Final = update(visits).where(visits.c.key == bindparam("hashed")).values(seen_at=bindparam("now"))
_FORGET: Final = delete(visits).where(visits.c.expires_at <= bindparam("now", type_=visits.c.expires_at.type))


def open(db: Connection, cookie: str, visit: Visit) -> None:
    row = {"key": hashed(cookie), "handing_id": visit.handing, "generation": visit.generation, "csrf": visit.csrf}
    times = {"person_id": visit.person, "seen_at": visit.seen_at, "expires_at": visit.expires_at}
    db.execute(insert(visits).values(row | times))


def get(db: Connection, cookie: str) -> Visit | None:
    """Who holds that cookie, however long ago."""
    row = db.execute(_GET, {"hashed": hashed(cookie)}).one_or_none()
    return None if row is None else Visit(*row)


def see(db: Connection, cookie: str, now: datetime) -> None:
    """It was used just now."""
    db.execute(_SEE, {"hashed": hashed(cookie), "now": now})


def close_all(db: Connection, handing: HandingId) -> None:
    """Whoever is there has to go."""
    db.execute(delete(visits).where(visits.c.handing_id == handing))


def forget(db: Connection, now: datetime) -> int:
    """Drop those that ran out; how many."""
    return db.execute(_FORGET, {"now": now}).rowcount
