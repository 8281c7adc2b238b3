"""Many users at a glance: pages, searches, totals; every query within a scope, or one organisation within it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Never

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from store.prepared import Query
from store.schema import assignments, lineage, user_words, users
from store.users import ALL, User
from store.values import OrganisationId, Scope, SubscriptionId, UserStatus

MOST_COUNTED: Final = 1_000
"""As many fitting users are counted; beyond that a list only says that there are more."""
_END: Final = "\U0010ffff"
_MOST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which users: of one organisation, else of the whole scope. `words` begin words of the name or address, folded."""

    organisation: OrganisationId | None = None
    words: tuple[str, ...] = ()
    status: UserStatus | None = None
    staff: bool | None = None
    subscription: SubscriptionId | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves any user of its organisation out."""
        return bool(self.words) or any(one is not None for one in (self.status, self.staff, self.subscription))


def page(db: Connection, scope: Scope, wanted: Wanted, *, offset: int, most: int) -> list[User]:
    """Some of them: by name, or where words are looked for, by the word that fits."""
    query = _page(*_shape(wanted))
    return [User(*row) for row in query.run(db, _values(scope, wanted) | {"most": most, "offset": offset})]


def count(db: Connection, scope: Scope, wanted: Wanted) -> int:
    """How many there are; of those that a search leaves, at most `MOST_COUNTED` and one."""
    if not wanted.narrows:
        return sum(totals(db, scope, wanted.organisation).values())
    query = _count(*_shape(wanted))
    return query.run(db, _values(scope, wanted) | {"most": MOST_COUNTED + 1}).scalar_one()


def totals(db: Connection, scope: Scope, organisation: OrganisationId | None = None) -> dict[UserStatus, int]:
    """How many are Ready, Locked and so on."""
    values = {"root": scope.root, "organisation": organisation}
    return {row[0]: row[1] for row in _totals(one=organisation is not None).run(db, values)}


def begun(db: Connection, scope: Scope, beginning: str, *, most: int) -> list[str]:
    """Words that users are found by and that begin like that: what a near word is looked for among."""
    values = {"root": scope.root, "word0": beginning, "end0": beginning + _END, "most": most}
    return list(db.scalars(_BEGUN, values))


def _shape(wanted: Wanted) -> tuple[bool, int, bool, bool, bool]:
    """What a statement depends on, so that each is built once."""
    return (
        wanted.organisation is not None,
        min(len(wanted.words), _MOST_WORDS),
        wanted.status is not None,
        wanted.staff is not None,
        wanted.subscription is not None,
    )


def _values(scope: Scope, wanted: Wanted) -> dict[str, object]:
    words = {f"word{place}": word for place, word in enumerate(wanted.words[:_MOST_WORDS])}
    ends = {f"end{place}": word + _END for place, word in enumerate(wanted.words[:_MOST_WORDS])}
    given: dict[str, object] = {"root": scope.root, "organisation": wanted.organisation, "status": wanted.status}
    return given | {"staff": wanted.staff, "subscription": wanted.subscription} | words | ends


_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_reached: Final = (
    select(lineage.c.depth)
    .where(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == bindparam("organisation"))
    .exists()
)
_BEGUN: Final = (
    select(user_words.c.word)
    .where(
        user_words.c.organisation_id.in_(_within),
        user_words.c.word >= bindparam("word0"),
        user_words.c.word < bindparam("end0"),
    )
    .distinct()
    .limit(bindparam("most"))
)


def _place(column: ColumnElement[object], *, one: bool) -> ColumnElement[bool]:
    return and_(column == bindparam("organisation"), _reached) if one else column.in_(_within)


@cache
def _totals(*, one: bool) -> Query[UserStatus, int]:
    statement = select(users.c.status, func.count()).where(_place(users.c.organisation_id, one=one))
    return Query(statement.group_by(users.c.status))


@cache
def _page(one: bool, words: int, status: bool, staff: bool, subscription: bool) -> Query[*tuple[Never, ...]]:  # noqa: FBT001 - a shape
    """Read in the order of an index, so that a page costs as much as its rows, however many users there are."""
    fitting = ALL.where(*_filters(status=status, staff=staff, subscription=subscription))
    if words:
        fitting = fitting.join(user_words, user_words.c.user_id == users.c.id)
        fitting = fitting.where(*_found(words, one=one)).order_by(*_BY_WORD)
    else:
        fitting = fitting.where(_place(users.c.organisation_id, one=one)).order_by(users.c.folded, users.c.id)
    return Query(fitting.limit(bindparam("most")).offset(bindparam("offset")))


@cache
def _count(one: bool, words: int, status: bool, staff: bool, subscription: bool) -> Query[int]:  # noqa: FBT001 - a shape
    filters = list(_filters(status=status, staff=staff, subscription=subscription))
    if words:
        fitting = select(user_words.c.user_id).where(*_found(words, one=one))
        if filters:
            fitting = fitting.join(users, users.c.id == user_words.c.user_id).where(*filters)
    else:
        fitting = select(users.c.id).where(_place(users.c.organisation_id, one=one), *filters)
    return Query(select(func.count()).select_from(fitting.limit(bindparam("most")).subquery()))


def _filters(*, status: bool, staff: bool, subscription: bool) -> Iterator[ColumnElement[bool]]:
    if status:
        yield users.c.status == bindparam("status")
    if staff:
        yield users.c.staff == bindparam("staff")
    if subscription:
        held = assignments.c.subscription_id == bindparam("subscription")
        yield select(assignments.c.user_id).where(assignments.c.user_id == users.c.id, held).exists()


_BY_WORD: Final = (user_words.c.word, user_words.c.folded, user_words.c.user_id)
_other: Final = user_words.alias("other")
_earlier: Final = (
    select(_other.c.word)
    .where(_other.c.user_id == user_words.c.user_id, _other.c.word >= bindparam("word0"))
    .where(_other.c.word < user_words.c.word)
    .exists()
)
"""The user is found by another word already."""


def _found(words: int, *, one: bool) -> Iterator[ColumnElement[bool]]:
    """The first word leads; each other one must be there too."""
    yield _place(user_words.c.organisation_id, one=one)
    yield user_words.c.word >= bindparam("word0")
    yield user_words.c.word < bindparam("end0")
    yield ~_earlier
    for place in range(1, words):
        also = user_words.alias(f"also{place}")
        yield (
            select(also.c.word)
            .where(also.c.user_id == user_words.c.user_id)
            .where(also.c.word >= bindparam(f"word{place}"), also.c.word < bindparam(f"end{place}"))
            .exists()
        )
