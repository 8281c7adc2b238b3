"""Who sees the bot as somebody else at the moment: one disguise a person, for minutes; within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from store.accounts import guises
from store.people import Grant
from store.schema import lineage, organisations, users
from store.values import GuiseId, OrganisationId, PersonId, Role, Scope, UserId, UserStatus, lowered


@dataclass(frozen=True, slots=True)
class Seen:
    """A user whose view can be taken, and the role and place that this view has."""

    id: UserId
    first_name: str
    last_name: str
    login: str
    status: UserStatus
    organisation: OrganisationId
    grant: Grant

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.login


@dataclass(frozen=True, slots=True)
class Guise:
    """Somebody's view of a user, until `ends_at` (UTC, excluded)."""

    id: GuiseId
    person: PersonId
    user: UserId
    organisation: OrganisationId
    login: str
    began_at: datetime
    ends_at: datetime


_SEEN: Final = (
    select(
        users.c.id,
        users.c.first_name,
        users.c.last_name,
        users.c.login,
        users.c.status,
        users.c.staff,
        users.c.organisation_id,
        organisations.c.name,
        organisations.c.kind,
        organisations.c.language,
        organisations.c.zone,
    )
    .join(organisations, organisations.c.id == users.c.organisation_id)
    .join(lineage, lineage.c.descendant == users.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
)
_ONE: Final = _SEEN.where(users.c.id == bindparam("user"))
_CALLED: Final = _SEEN.where(users.c.login == bindparam("login")).order_by(organisations.c.name).limit(5)
_columns: Final = (
    *(guises.c.id, guises.c.person_id, guises.c.user_id, guises.c.organisation_id),
    *(guises.c.login, guises.c.began_at, guises.c.ends_at),
)
_OF: Final = (
    select(*_columns)
    .join(lineage, lineage.c.descendant == guises.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), guises.c.person_id == bindparam("person"))
)
_BEGIN: Final = insert(guises).on_conflict_do_nothing(index_elements=["person_id"]).returning(guises.c.id)


def user(db: Connection, scope: Scope, id: UserId) -> Seen | None:
    """The user with that id, None if there is none within the scope."""
    row = db.execute(_ONE, {"root": scope.root, "user": id}).mappings().one_or_none()
    return None if row is None else _seen(row)


def answering(db: Connection, scope: Scope, login: str) -> list[Seen]:
    """The users with that login; one may be a user of several organisations."""
    rows = db.execute(_CALLED, {"root": scope.root, "login": lowered(login.strip())}).mappings()
    return [_seen(row) for row in rows]


def of(db: Connection, scope: Scope, person: PersonId) -> Guise | None:
    """The disguise that somebody wears, worn out or not."""
    row = db.execute(_OF, {"root": scope.root, "person": person}).one_or_none()
    return None if row is None else Guise(*row)


def begin(db: Connection, scope: Scope, guise: Guise) -> bool:
    """Put it on; False if that person wears one already."""
    row = {
        "id": guise.id,
        "person_id": guise.person,
        "user_id": guise.user,
        "organisation_id": guise.organisation,
        "login": guise.login,
        "began_at": guise.began_at,
        "ends_at": guise.ends_at,
    }
    return user(db, scope, guise.user) is not None and db.execute(_BEGIN, row).first() is not None


def end(db: Connection, scope: Scope, guise: Guise) -> bool:
    """Take it off; False if somebody, or the clock, did so already."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    mine = (guises.c.id == guise.id) & guises.c.organisation_id.in_(within)
    return db.execute(delete(guises).where(mine)).rowcount == 1


def _seen(row: RowMapping) -> Seen:
    role, place = Role.STAFF if row["staff"] else Role.SERVICE, row["organisation_id"]
    return Seen(
        id=row["id"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        login=row["login"],
        status=row["status"],
        organisation=place,
        grant=Grant(place, row["name"], row["kind"], role, row["language"], row["zone"]),
    )
