"""Wholesale users, many at a time: looked up, and brought to what a file of users says; every query within a scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, or_, select, update

from store import additions
from store.accounts import passwords, sessions
from store.additions import NewUser
from store.bulk import put
from store.schema import assignments, lineage, people, user_words, users
from store.values import Scope, UserId
from store.values.webex import Package
from store.wholesale import wholesale_users


class Equipment(NamedTuple):
    """A row of `wholesale_users`."""

    user_id: UUID
    organisation_id: UUID
    package: Package | None
    number: str | None
    extension: str | None
    location_id: UUID | None
    site: str | None
    messaging: bool
    meeting: bool
    calling: bool
    changed_at: datetime


class Found(NamedTuple):
    """A user and their equipment; without any its flags are None. `ours`: of the customer that is looked at."""

    id: UserId
    ours: bool
    first_name: str
    last_name: str
    login: str
    package: Package | None
    number: str | None
    extension: str | None
    location_id: UUID | None
    site: str | None
    messaging: bool | None
    meeting: bool | None
    calling: bool | None


_ALONE: Final = select(func.pg_advisory_xact_lock(4_919_260_713))
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_ALL: Final = select(
    users.c.id,
    users.c.organisation_id,
    *(users.c[name] for name in ("first_name", "last_name", "login")),
    *(wholesale_users.c[name] for name in Equipment._fields[2:10]),
).join(wholesale_users, wholesale_users.c.user_id == users.c.id, isouter=True)
_BY_LOGIN: Final = _ALL.where(users.c.login.in_(bindparam("logins", expanding=True)))
_BY_NUMBER: Final = _ALL.where(
    or_(
        wholesale_users.c.number.in_(bindparam("numbers", expanding=True)),
        wholesale_users.c.extension.in_(bindparam("extensions", expanding=True)),
    )
)
_DROP: Final = delete(wholesale_users).where(
    wholesale_users.c.user_id.in_(bindparam("ids", expanding=True)), wholesale_users.c.organisation_id.in_(_within)
)
_RENAME: Final = (
    update(users)
    .where(users.c.id == bindparam("user"))
    .values(first_name=bindparam("first"), last_name=bindparam("last"), folded=bindparam("sorted"))
)


def alone(db: Connection) -> None:
    """Nobody else gives out numbers or addresses until the transaction ends: each is one user's, wherever they are."""
    if db.dialect.name == "postgresql":
        db.execute(_ALONE)


def by_logins(db: Connection, scope: Scope, logins: Collection[str]) -> list[Found]:
    """Whoever signs in by one of these, also elsewhere: of those only that they are."""
    return _found(db.execute(_BY_LOGIN, {"logins": list(logins)}).mappings().all(), scope)


def reached_by(db: Connection, scope: Scope, numbers: Collection[str], extensions: Collection[str]) -> list[Found]:
    """Whoever has one of these numbers, wherever, or of these extensions within the scope."""
    found = db.execute(_BY_NUMBER, {"numbers": list(numbers), "extensions": list(extensions)}).mappings().all()
    return [one for one in _found(found, scope) if one.ours or one.number in numbers]


def remove(db: Connection, scope: Scope, gone: Sequence[tuple[UserId, str]]) -> None:
    """Delete these users (id and login), which frees their seats; passwords go with the last user of a login."""
    if not gone:
        return
    ids = [id for id, _login in gone]
    drop(db, scope, ids)
    mine = users.c.organisation_id.in_(select(lineage.c.descendant).where(lineage.c.ancestor == scope.root))
    known = list(db.scalars(select(users.c.id).where(users.c.id.in_(ids), mine)))
    for table in (assignments, user_words):
        db.execute(delete(table).where(table.c.user_id.in_(known)))
    db.execute(delete(users).where(users.c.id.in_(known)))
    _forget(db, [login for _id, login in gone])


def drop(db: Connection, scope: Scope, ids: Sequence[UserId]) -> None:
    """Take away their equipment: the numbers are free from now on."""
    if ids:
        db.execute(_DROP, {"root": scope.root, "ids": list(ids)})


def add(db: Connection, rows: Sequence[NewUser]) -> None:
    additions.users(db, rows)


def rename(db: Connection, rows: Sequence[NewUser]) -> None:
    """The users whose ids these are bear these names, and are found by them."""
    if not rows:
        return
    said = [{"user": one.id, "first": one.first_name, "last": one.last_name, "sorted": one.folded} for one in rows]
    db.execute(_RENAME, said)
    db.execute(delete(user_words).where(user_words.c.user_id.in_([one.id for one in rows])))
    additions.user_words(db, rows)


def equip(db: Connection, rows: Sequence[Equipment]) -> None:
    put(db, wholesale_users, Equipment._fields, rows)


def _found(rows: Sequence[RowMapping], scope: Scope) -> list[Found]:
    read = [name for name in Found._fields if name != "ours"]
    return [Found(ours=row["organisation_id"] == scope.root, **{name: row[name] for name in read}) for row in rows]


def _forget(db: Connection, logins: list[str]) -> None:
    left = set(db.scalars(select(users.c.login).where(users.c.login.in_(logins))))
    gone = [login for login in logins if login not in left]
    whose = select(people.c.id).where(people.c.email.in_(gone))
    if gone:
        for table in (passwords, sessions):
            db.execute(delete(table).where(table.c.person_id.in_(whose)))
