"""Users of a customer with their wholesale packages, as lists and cards show them; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Never

from sqlalchemy import Connection, Select, bindparam, func, select

from store.provisioning import locations
from store.schema import lineage, organisations, user_words, users
from store.values import OrganisationId, Scope, UserId
from store.values.webex import LocationId, Package
from store.wholesale import wholesale_users

MOST_WORDS: Final = 4
_END: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Member:
    """A user of a customer; without a package of theirs all that comes with one is None."""

    id: UserId
    organisation: OrganisationId
    customer: str
    first_name: str
    last_name: str
    login: str
    package: Package | None
    number: str | None
    extension: str | None
    location: LocationId | None
    location_name: str | None
    site: str | None
    messaging: bool | None
    meeting: bool | None
    calling: bool | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.login


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which users of a customer: `words` begin words of the name or address, folded."""

    organisation: OrganisationId
    words: tuple[str, ...] = ()
    package: Package | None = None


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_ALL: Final = (
    select(
        *(users.c[name] for name in ("id", "organisation_id")),
        organisations.c.name,
        *(users.c[name] for name in ("first_name", "last_name", "login")),
        *(wholesale_users.c[name] for name in ("package", "number", "extension", "location_id")),
        locations.c.name,
        *(wholesale_users.c[name] for name in ("site", "messaging", "meeting", "calling")),
    )
    .select_from(users)
    .join(organisations, organisations.c.id == users.c.organisation_id)
    .join(wholesale_users, wholesale_users.c.user_id == users.c.id, isouter=True)
    .join(locations, locations.c.id == wholesale_users.c.location_id, isouter=True)
    .where(users.c.organisation_id.in_(_within))
)
_GET: Final[Select[*tuple[Never, ...]]] = _ALL.where(users.c.id == bindparam("id"))


def get(db: Connection, scope: Scope, id: UserId) -> Member | None:
    row = db.execute(_GET, {"root": scope.root, "id": id}).one_or_none()
    return None if row is None else Member(*row)


def page(db: Connection, scope: Scope, wanted: Wanted, *, offset: int, most: int) -> list[Member]:
    """Some of them, by name."""
    query = _found(*_shape(wanted)).order_by(users.c.folded, users.c.id).offset(offset).limit(most)
    return [Member(*row) for row in db.execute(query, _values(scope, wanted))]


def count(db: Connection, scope: Scope, wanted: Wanted) -> int:
    query = _found(*_shape(wanted)).with_only_columns(func.count())
    return int(db.execute(query, _values(scope, wanted)).scalar_one())


def _shape(wanted: Wanted) -> tuple[int, bool]:
    return min(len(wanted.words), MOST_WORDS), wanted.package is not None


def _values(scope: Scope, wanted: Wanted) -> dict[str, object]:
    words = {f"word{place}": word for place, word in enumerate(wanted.words[:MOST_WORDS])}
    ends = {f"end{place}": word + _END for place, word in enumerate(wanted.words[:MOST_WORDS])}
    given: dict[str, object] = {"root": scope.root, "organisation": wanted.organisation, "package": wanted.package}
    return given | words | ends


@cache
def _found(words: int, package: bool) -> Select[*tuple[Never, ...]]:  # noqa: FBT001 - a shape
    statement = _ALL.where(users.c.organisation_id == bindparam("organisation"))
    if package:
        statement = statement.where(wholesale_users.c.package == bindparam("package"))
    for place in range(words):
        word = user_words.alias(f"word_{place}")
        begun = (word.c.word >= bindparam(f"word{place}")) & (word.c.word < bindparam(f"end{place}"))
        statement = statement.where(select(word.c.user_id).where(word.c.user_id == users.c.id, begun).exists())
    return statement
