"""Operators of an organisation and their roles; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.schema import grants, identities, people
from store.values import PersonId, Role, Scope


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody with a role in the scope's own organisation. `seen`: a platform has vouched for them since.

    `name` is what that organisation calls them, whatever they are called elsewhere.
    """

    person: PersonId
    email: str
    name: str
    role: Role
    granted_at: datetime
    seen: bool


_seen = (
    select(identities.c.account)
    .where(identities.c.person_id == people.c.id, identities.c.vouched_at >= grants.c.granted_at)
    .exists()
)
_name = func.coalesce(grants.c.called, people.c.name)
_ALL: Final = (
    select(people.c.id, people.c.email, _name, grants.c.role, grants.c.granted_at, _seen)
    .join(grants, grants.c.person_id == people.c.id)
    .where(grants.c.organisation_id == bindparam("root"))
    .order_by(grants.c.role, _name, people.c.email)
)
_ONE: Final = _ALL.where(people.c.id == bindparam("person"))
_CALLED: Final = _ALL.where(people.c.email == bindparam("address"))
_COUNT: Final = select(func.count()).select_from(grants).where(grants.c.organisation_id == bindparam("root"))
_ADMINS: Final = (
    select(grants.c.person_id)
    .where(grants.c.organisation_id == bindparam("root"), grants.c.role == Role.ADMIN)
    .order_by(grants.c.person_id)
    .with_for_update()
)
_mine = (grants.c.organisation_id == bindparam("root")) & (grants.c.person_id == bindparam("person"))
_new = insert(grants).on_conflict_do_nothing(index_elements=["person_id", "organisation_id"])
_ADD: Final = _new.returning(grants.c.person_id)
_CHANGE: Final = update(grants).where(_mine).values(role=bindparam("to"))
_REMOVE: Final = delete(grants).where(_mine)


def page(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Operator]:
    """Admins first, then by name."""
    return [Operator(*row) for row in db.execute(_ALL.limit(most).offset(offset), {"root": scope.root})]


def count(db: Connection, scope: Scope) -> int:
    return int(db.execute(_COUNT, {"root": scope.root}).scalar_one())


def get(db: Connection, scope: Scope, person: PersonId) -> Operator | None:
    row = db.execute(_ONE, {"root": scope.root, "person": person}).one_or_none()
    return None if row is None else Operator(*row)


def with_address(db: Connection, scope: Scope, email: str) -> Operator | None:
    """The operator of that e-mail address (in its normal form)."""
    row = db.execute(_CALLED, {"root": scope.root, "address": email}).one_or_none()
    return None if row is None else Operator(*row)


def admins(db: Connection, scope: Scope) -> list[PersonId]:
    """The Admins, held until the transaction ends: nobody else takes one away meanwhile."""
    return list(db.execute(_ADMINS, {"root": scope.root}).scalars())


def add(db: Connection, scope: Scope, person: PersonId, role: Role, called: str, now: datetime) -> bool:
    """False if the person has a role there already."""
    row = {"person_id": person, "organisation_id": scope.root, "role": role, "called": called, "granted_at": now}
    return db.execute(_ADD, row).first() is not None


def change(db: Connection, scope: Scope, person: PersonId, role: Role) -> bool:
    return db.execute(_CHANGE, {"root": scope.root, "person": person, "to": role}).rowcount == 1


def remove(db: Connection, scope: Scope, person: PersonId) -> bool:
    return db.execute(_REMOVE, {"root": scope.root, "person": person}).rowcount == 1
