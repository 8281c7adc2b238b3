"""Users of a customer, one by one: read, added, changed, deleted; every query within a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from store import additions
from store.accounts import passwords, sessions
from store.additions import NewUser
from store.schema import assignments, lineage, organisations, people, user_words, users
from store.values import OrganisationId, Scope, UserId, UserStatus, lowered
from store.wholesale import wholesale_users


@dataclass(frozen=True, slots=True)
class User:
    """A user with their customer. `notify` is where account notices go if not to the login."""

    id: UserId
    organisation: OrganisationId
    customer: str
    first_name: str
    last_name: str
    login: str
    notify: str | None
    staff: bool
    status: UserStatus
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None
    language: str | None
    zone: str | None
    created_at: datetime

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.login

    @property
    def noticed_at(self) -> str:
        """The address that account notices go to."""
        return self.notify or self.login


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine: Final = users.c.organisation_id.in_(_within)
COLUMNS: Final = (
    users.c.id,
    users.c.organisation_id,
    organisations.c.name.label("customer"),
    *(users.c[name] for name in ("first_name", "last_name", "login", "notify", "staff", "status")),
    *(users.c[name] for name in ("street", "postal_code", "city", "region", "country")),
    organisations.c.language,
    organisations.c.zone,
    users.c.created_at,
)
"""What a `User` is made of, in its order."""
ALL: Final = select(*COLUMNS).join(organisations, organisations.c.id == users.c.organisation_id)
_GET: Final = ALL.where(_mine, users.c.id == bindparam("id"))
_GET_LOCKED: Final = _GET.with_for_update(of=users)
_AMONG: Final = ALL.where(_mine, users.c.id.in_(bindparam("ids", expanding=True))).order_by(users.c.folded, users.c.id)
_BY_LOGIN: Final = ALL.where(_mine, users.c.login.in_(bindparam("logins", expanding=True))).order_by(
    organisations.c.name, users.c.folded, users.c.id
)
_OF_LOGIN: Final = ALL.where(users.c.login == bindparam("login"), users.c.status != UserStatus.DISABLED).order_by(
    case((users.c.status == UserStatus.READY, 0), else_=1), organisations.c.number
)
_ELSEWHERE: Final = (
    select(users.c.id).where(users.c.login == bindparam("login"), users.c.organisation_id.not_in(_within)).limit(1)
)
_STATUS: Final = (
    update(users)
    .where(_mine, users.c.id == bindparam("user"), users.c.status == bindparam("before"))
    .values(status=bindparam("after"))
)
_ADD: Final = insert(users).on_conflict_do_nothing(index_elements=["organisation_id", "login"]).returning(users.c.id)
_DELETE: Final = delete(users).where(_mine, users.c.id == bindparam("user"))


def get(db: Connection, scope: Scope, id: UserId, *, lock: bool = False) -> User | None:
    """None if there is none within the scope. `lock`: until the transaction ends."""
    row = db.execute(_GET_LOCKED if lock else _GET, {"root": scope.root, "id": id}).one_or_none()
    return None if row is None else User(*row)


def among(db: Connection, scope: Scope, ids: Collection[UserId]) -> list[User]:
    """These, by name; those outside the scope are left out."""
    return [User(*row) for row in db.execute(_AMONG, {"root": scope.root, "ids": list(ids)})]


def with_logins(db: Connection, scope: Scope, logins: Collection[str]) -> list[User]:
    """The users who sign in by one of these addresses, whatever its case; one address may serve in several places."""
    wanted = [lowered(login) for login in logins]
    return [User(*row) for row in db.execute(_BY_LOGIN, {"root": scope.root, "logins": wanted})]


def of_login(db: Connection, login: str) -> list[User]:
    """Whoever signs in by that address and is not disabled, wherever; those who may sign in come first."""
    return [User(*row) for row in db.execute(_OF_LOGIN, {"login": login})]


def elsewhere(db: Connection, scope: Scope, login: str) -> bool:
    """Whether that login is a user's outside the scope as well: what was counted for it is not the scope's alone."""
    return db.execute(_ELSEWHERE, {"root": scope.root, "login": login}).first() is not None


def add(db: Connection, scope: Scope, rows: Sequence[NewUser]) -> set[UserId]:
    """Those that were added; a login that the organisation has already adds nobody."""
    known = set(db.scalars(_within, {"root": scope.root}))
    mine = [row for row in rows if row.organisation_id in known]
    values = [{name: value for name, value in row._asdict().items() if name != "words"} for row in mine]
    added = {UserId(id) for id in db.scalars(_ADD, values)} if values else set()
    additions.user_words(db, [row for row in mine if row.id in added])
    return added


def set_status(db: Connection, scope: Scope, id: UserId, before: UserStatus, after: UserStatus) -> bool:
    """False if the user is no longer as they were."""
    values = {"root": scope.root, "user": id, "before": before, "after": after}
    return db.execute(_STATUS, values).rowcount == 1


def change(db: Connection, scope: Scope, user: User, values: Mapping[str, object]) -> None:
    """Set these columns. Another login is another person: the old one's password goes with its last user."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    mine = (users.c.id == user.id) & users.c.organisation_id.in_(within)
    db.execute(update(users).where(mine).values(dict(values)))
    _forget(db, user.login)


def call(db: Connection, scope: Scope, id: UserId, folded: str, words: Collection[str]) -> None:
    """The user sorts like this and is found by these words, and by no others."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    one = select(users.c.organisation_id).where(users.c.id == id, users.c.organisation_id.in_(within))
    organisation = db.scalar(one)
    if organisation is None:
        return
    db.execute(update(users).where(users.c.id == id).values(folded=folded))
    db.execute(delete(user_words).where(user_words.c.user_id == id))
    rows = [{"user_id": id, "word": word, "organisation_id": organisation, "folded": folded} for word in words]
    db.execute(insert(user_words), rows)


def remove(db: Connection, scope: Scope, user: User) -> bool:
    """Delete a user, which frees their seats; the password goes with the last user of that login.

    Whoever sees the bot as that user sees nothing more; the clock records that it ended.
    """
    if get(db, scope, user.id, lock=True) is None:
        return False
    for table in (assignments, user_words, wholesale_users):
        db.execute(delete(table).where(table.c.user_id == user.id))
    gone = db.execute(_DELETE, {"root": scope.root, "user": user.id}).rowcount == 1
    _forget(db, user.login)
    return gone


def _forget(db: Connection, login: str) -> None:
    """Whoever is no user any more has neither password nor session."""
    if db.scalar(select(users.c.id).where(users.c.login == login).limit(1)) is not None:
        return
    whose = select(people.c.id).where(people.c.email == login)
    for table in (passwords, sessions):
        db.execute(delete(table).where(table.c.person_id.in_(whose)))
