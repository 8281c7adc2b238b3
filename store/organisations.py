"""Organisations and their place below one another; every read within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from store.schema import lineage, organisations
from store.values import OrganisationId, OrganisationKind, Scope


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as a card names it. `zone`, `language`, `digest_at` (HH:MM) are None where nothing was set."""

    id: OrganisationId
    number: int
    kind: OrganisationKind
    name: str
    folded: str
    zone: str | None
    language: str | None
    digest_at: str | None

    @property
    def label(self) -> str:
        return f"O-{self.number:06}"


_WITHIN = (
    select(
        organisations.c.id,
        organisations.c.number,
        organisations.c.kind,
        organisations.c.name,
        organisations.c.folded,
        organisations.c.zone,
        organisations.c.language,
        organisations.c.digest_at,
    )
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .where(lineage.c.ancestor == bindparam("root"))
)
_ONE = _WITHIN.where(organisations.c.id == bindparam("id"))
_NUMBERED = _WITHIN.where(organisations.c.number == bindparam("number"))
_EXACT = _WITHIN.where(organisations.c.folded.in_(bindparam("names", expanding=True)))
_ALL = _WITHIN.order_by(lineage.c.depth, organisations.c.name).limit(bindparam("most"))


def get(db: Connection, scope: Scope, id: OrganisationId) -> Organisation | None:
    """None if there is no such organisation within the scope."""
    row = db.execute(_ONE, {"root": scope.root, "id": id}).one_or_none()
    return None if row is None else Organisation(*row)


def numbered(db: Connection, scope: Scope, number: int) -> list[Organisation]:
    return [Organisation(*row) for row in db.execute(_NUMBERED, {"root": scope.root, "number": number})]


def exact(db: Connection, scope: Scope, names: Sequence[str]) -> list[Organisation]:
    """The organisations that bear one of these folded names."""
    return [Organisation(*row) for row in db.execute(_EXACT, {"root": scope.root, "names": list(names)})]


def below(db: Connection, scope: Scope, *, most: int = 2000) -> list[Organisation]:
    """The organisation itself and those below it, nearest first."""
    return [Organisation(*row) for row in db.execute(_ALL, {"root": scope.root, "most": most})]
