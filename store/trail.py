"""The audit as an organisation reads it: its own rows and those below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from store.schema import lineage
from store.values import Scope
from store.workings import audit


@dataclass(frozen=True, slots=True)
class Recorded:
    """A row of the audit; `detail` is JSON, `origin` like `file:orders.csv` or `platform:team:channel`."""

    at: datetime
    actor: str
    command: str
    subject: str
    outcome: str
    detail: str
    origin: str


_WITHIN: Final = lineage.c.descendant == audit.c.organisation_id
_PAGE: Final = (
    select(*(audit.c[one.name] for one in fields(Recorded)))
    .join(lineage, _WITHIN)
    .where(lineage.c.ancestor == bindparam("root"))
    .order_by(audit.c.at.desc(), audit.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("offset"))
)
_EACH: Final = _PAGE.limit(None).offset(None)
_STREAMED: Final = {"yield_per": 2_000}
_COUNT: Final = (
    select(func.count()).select_from(audit).join(lineage, _WITHIN).where(lineage.c.ancestor == bindparam("root"))
)


def page(db: Connection, scope: Scope, *, offset: int, most: int) -> list[Recorded]:
    """The latest first."""
    rows = db.execute(_PAGE, {"root": scope.root, "offset": offset, "most": most})
    return [Recorded(*row) for row in rows]


def each(db: Connection, scope: Scope) -> Iterator[Recorded]:
    """All of it, the latest first, some thousand rows in memory at a time."""
    rows = db.execute(_EACH, {"root": scope.root}, execution_options=_STREAMED)
    return (Recorded(*row) for row in rows)


def count(db: Connection, scope: Scope) -> int:
    return db.execute(_COUNT, {"root": scope.root}).scalar_one()
