"""Organisations and their place below one another; every read within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from store.schema import ladders, lineage, organisations
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


def prefer(db: Connection, scope: Scope, changes: dict[str, str]) -> None:
    """Set `language`, `zone` or `digest_at` of the scope's own organisation."""
    if changes:
        db.execute(update(organisations).where(organisations.c.id == scope.root).values(changes))


def ladder(db: Connection, scope: Scope) -> tuple[int, ...]:
    """The days before a term's end on which the organisation is reminded, longest first; none if never set."""
    leads = select(ladders.c.lead).where(ladders.c.organisation_id == scope.root).order_by(ladders.c.lead.desc())
    return tuple(db.execute(leads).scalars())


def set_ladder(db: Connection, scope: Scope, leads: Sequence[int]) -> None:
    db.execute(delete(ladders).where(ladders.c.organisation_id == scope.root))
    db.execute(insert(ladders), [{"organisation_id": scope.root, "lead": lead} for lead in leads])
