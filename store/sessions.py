"""Who is signed in to the portal: a row each, found by the hash of what the browser holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, ScalarSelect, bindparam, delete, exists, insert, select, update

from store.accounts import sessions
from store.schema import organisations, people, users
from store.values import PersonId, UserStatus


@dataclass(frozen=True, slots=True)
class Session:
    """`language` and `zone` are the person's own, else those of an organisation whose user they are."""

    person: PersonId
    email: str
    name: str
    csrf: str
    seen_at: datetime
    language: str | None
    zone: str | None


_ready = exists().where(users.c.login == people.c.email, users.c.status == UserStatus.READY)


def _of_an_organisation(name: str) -> ScalarSelect[str | None]:
    """What some organisation says whose Ready user the person is."""
    return (
        select(organisations.c[name])
        .join(users, users.c.organisation_id == organisations.c.id)
        .where(users.c.login == people.c.email, users.c.status == UserStatus.READY, organisations.c[name].is_not(None))
        .order_by(organisations.c.number)
        .limit(1)
        .correlate(people)
        .scalar_subquery()
    )


_GET: Final = (
    select(
        people.c.id,
        people.c.email,
        people.c.name,
        sessions.c.csrf,
        sessions.c.seen_at,
        people.c.language,
        _of_an_organisation("language").label("theirs"),
        people.c.zone,
        _of_an_organisation("zone").label("there"),
    )
    .join(people, people.c.id == sessions.c.person_id)
    .where(
        sessions.c.key == bindparam("hashed"),
        sessions.c.expires_at > bindparam("now", type_=sessions.c.expires_at.type),
        sessions.c.seen_at > bindparam("idle_since", type_=sessions.c.seen_at.type),
        _ready,
    )
)
_SEE: Final = update(sessions).where(sessions.c.key == bindparam("hashed")).values(seen_at=bindparam("now"))
_CLOSE: Final = delete(sessions).where(sessions.c.key == bindparam("hashed"))
_CLOSE_ALL: Final = delete(sessions).where(sessions.c.person_id == bindparam("person"))
_FORGET: Final = delete(sessions).where(sessions.c.expires_at <= bindparam("now", type_=sessions.c.expires_at.type))


def hashed(cookie: str) -> str:
    """All of a cookie that is kept."""
    return sha256(cookie.encode()).hexdigest()


def open(db: Connection, cookie: str, person: PersonId, csrf: str, *, now: datetime, expires_at: datetime) -> None:
    row = {"key": hashed(cookie), "person_id": person, "csrf": csrf, "created_at": now, "seen_at": now}
    db.execute(insert(sessions), row | {"expires_at": expires_at})


def get(db: Connection, cookie: str, *, now: datetime, idle_since: datetime) -> Session | None:
    """Who holds that cookie; None once it ran out, was idle since then, or nobody Ready is behind it."""
    row = db.execute(_GET, {"hashed": hashed(cookie), "now": now, "idle_since": idle_since}).one_or_none()
    if row is None:
        return None
    return Session(row[0], row[1], row[2], row[3], row[4], row[5] or row[6], row[7] or row[8])


def see(db: Connection, cookie: str, now: datetime) -> None:
    """It was used just now."""
    db.execute(_SEE, {"hashed": hashed(cookie), "now": now})


def close(db: Connection, cookie: str) -> None:
    db.execute(_CLOSE, {"hashed": hashed(cookie)})


def close_all(db: Connection, person: PersonId) -> None:
    """Sign a person out everywhere."""
    db.execute(_CLOSE_ALL, {"person": person})


def forget(db: Connection, now: datetime) -> int:
    """Drop those that ran out; how many."""
    return db.execute(_FORGET, {"now": now}).rowcount
