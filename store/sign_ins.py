"""The history of sign-ins to the portal: when, from where, with what, and whether it worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from store.accounts import sign_ins
from store.schema import lineage, organisations, users
from store.values import OrganisationId, PersonId, Scope, SignInOutcome, UserId, UserStatus


class NewSignIn(NamedTuple):
    id: UUID
    email: str
    person_id: PersonId | None
    at: datetime
    address: str
    agent: str
    outcome: SignInOutcome


@dataclass(frozen=True, slots=True)
class SignIn:
    """One try. `address` is the client's, `agent` its browser's own words."""

    at: datetime
    address: str
    agent: str
    outcome: SignInOutcome


@dataclass(frozen=True, slots=True)
class Locked:
    """A user that too many failures have locked."""

    id: UserId
    organisation: OrganisationId
    name: str
    noticed_at: str
    customer: str
    language: str | None
    zone: str | None


_COLUMNS: Final = (sign_ins.c.at, sign_ins.c.address, sign_ins.c.agent, sign_ins.c.outcome)
_OF: Final = (
    select(*_COLUMNS)
    .where(
        sign_ins.c.email == bindparam("address"),
        exists().where(
            users.c.login == sign_ins.c.email,
            func.coalesce(users.c.moved_at, users.c.created_at) <= sign_ins.c.at,
            lineage.c.descendant == users.c.organisation_id,
            lineage.c.ancestor == bindparam("root"),
        ),
    )
    .order_by(sign_ins.c.at.desc(), sign_ins.c.id)
    .limit(bindparam("most"))
)
_MINE: Final = (
    select(*_COLUMNS)
    .where(sign_ins.c.person_id == bindparam("person"), sign_ins.c.email == bindparam("address"))
    .order_by(sign_ins.c.at.desc(), sign_ins.c.id)
    .limit(bindparam("most"))
)
_LOCK: Final = (
    update(users)
    .where(users.c.login == bindparam("address"), users.c.status == UserStatus.READY)
    .values(status=UserStatus.LOCKED)
    .returning(users.c.id)
)
_LOCKED: Final = (
    select(
        users.c.id,
        users.c.organisation_id,
        users.c.first_name,
        users.c.last_name,
        users.c.notify,
        users.c.login,
        organisations.c.name,
        organisations.c.language,
        organisations.c.zone,
    )
    .join(organisations, organisations.c.id == users.c.organisation_id)
    .where(users.c.id.in_(bindparam("ids", expanding=True)))
)
_KNOWN: Final = select(users.c.id).where(users.c.login == bindparam("address")).limit(1)
_FORGET: Final = delete(sign_ins).where(sign_ins.c.at < bindparam("before"))


def of(db: Connection, scope: Scope, email: str, most: int) -> list[SignIn]:
    """The latest tries under a login since it is a user's within the scope, newest first."""
    return [SignIn(*row) for row in db.execute(_OF, {"root": scope.root, "address": email, "most": most})]


def mine(db: Connection, person: PersonId, email: str, most: int) -> list[SignIn]:
    """A person's own latest tries, newest first."""
    return [SignIn(*row) for row in db.execute(_MINE, {"person": person, "address": email, "most": most})]


def record(db: Connection, tried: NewSignIn) -> None:
    db.execute(insert(sign_ins), tried._asdict())


def is_known(db: Connection, email: str) -> bool:
    """Whether anybody is a user under that login, whatever their status."""
    return db.execute(_KNOWN, {"address": email}).first() is not None


def lock(db: Connection, email: str) -> list[Locked]:
    """Lock every Ready user with that login; those that were not locked before."""
    ids = list(db.execute(_LOCK, {"address": email}).scalars())
    rows = db.execute(_LOCKED, {"ids": ids}).all() if ids else []
    return [
        Locked(row[0], row[1], f"{row[2]} {row[3]}".strip() or row[5], row[4] or row[5], row[6], row[7], row[8])
        for row in rows
    ]


def forget(db: Connection, before: datetime) -> int:
    """Drop what is older; how many."""
    return db.execute(_FORGET, {"before": before}).rowcount
