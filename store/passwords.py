"""Passwords, as hashes alone: one a person, whatever they are a user of."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from store.accounts import passwords
from store.schema import people, users
from store.values import PersonId, UserStatus

_GET: Final = (
    select(people.c.id, passwords.c.hash)
    .join(passwords, passwords.c.person_id == people.c.id)
    .where(people.c.email == bindparam("address"))
)
_READY: Final = select(users.c.id).where(users.c.login == bindparam("address"), users.c.status == UserStatus.READY)
_new = insert(passwords)
_SET: Final = _new.on_conflict_do_update(
    index_elements=["person_id"], set_={name: _new.excluded[name] for name in ("hash", "changed_at")}
)


def of(db: Connection, email: str) -> tuple[PersonId, str] | None:
    """Whose address it is, and the hash of their password; None where there is none."""
    row = db.execute(_GET, {"address": email}).one_or_none()
    return None if row is None else (PersonId(row[0]), row[1])


def may_sign_in(db: Connection, email: str) -> bool:
    """Whether somebody with that login is Ready anywhere."""
    return db.execute(_READY.limit(1), {"address": email}).first() is not None


def put(db: Connection, person: PersonId, hash: str, now: datetime) -> None:
    """The person's password from now on."""
    db.execute(_SET, {"person_id": person, "hash": hash, "changed_at": now})
