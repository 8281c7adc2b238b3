"""Disguises that are over, anybody's, for jobs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, case, exists, or_, select

from store.accounts import guises
from store.guises import Guise
from store.schema import grants, lineage, people, users
from store.values import RIGHTS, Right, Role, Scope, UserStatus


@dataclass(frozen=True, slots=True)
class Over:
    """A disguise to be taken off, who wears it, and why it is over: `time`, `user` (gone) or `right` (lost)."""

    guise: Guise
    scope: Scope
    actor: str
    why: str


_MAY: Final = [role for role in Role if Right.MANAGE_USERS in RIGHTS[role]]
_out_of_time: Final = guises.c.ends_at <= bindparam("now", type_=guises.c.ends_at.type)
_there: Final = exists().where(users.c.id == guises.c.user_id, users.c.status == UserStatus.READY)
_may_still: Final = exists(
    select(grants.c.person_id)
    .join(lineage, lineage.c.ancestor == grants.c.organisation_id)
    .where(
        and_(
            grants.c.person_id == guises.c.person_id,
            lineage.c.descendant == guises.c.organisation_id,
            grants.c.role.in_(_MAY),
        )
    )
)
_OVER: Final = (
    select(
        guises.c.id,
        guises.c.person_id,
        guises.c.user_id,
        guises.c.organisation_id,
        guises.c.login,
        guises.c.began_at,
        guises.c.ends_at,
        people.c.email,
        case((_out_of_time, "time"), (~_there, "user"), else_="right"),
    )
    .join(people, people.c.id == guises.c.person_id)
    .where(or_(_out_of_time, ~_there, ~_may_still))
    .order_by(guises.c.ends_at)
)


def over(db: Connection, now: datetime) -> list[Over]:
    rows = db.execute(_OVER, {"now": now}).all()
    return [Over(Guise(*row[:7]), Scope(row.organisation_id), row.email, row[8]) for row in rows]
