"""Files for somebody: their bytes, or the recipe by which they are made when they are fetched; until they expire."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert

from store.schema import lineage
from store.values import FileId, OrganisationId, PersonId, Scope
from store.workings import files as rows


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of an organisation: its `content` or its `recipe` (JSON), never both.

    A private one is for `person_id` alone, any other for whoever may see the organisation.
    """

    id: FileId
    organisation_id: OrganisationId
    person_id: PersonId | None
    name: str
    media_type: str
    content: bytes | None
    recipe: str | None
    private: bool
    created_at: datetime
    expires_at: datetime


_COLUMNS = tuple(column.name for column in fields(Kept))
_PUT = (
    insert(rows)
    .from_select(
        _COLUMNS,
        select(*(bindparam(name, type_=rows.c[name].type) for name in _COLUMNS))
        .select_from(lineage)
        .where(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == bindparam("organisation_id")),
    )
    .on_conflict_do_nothing(index_elements=["id"])
)
_GET = (
    select(*(rows.c[name] for name in _COLUMNS))
    .join(lineage, lineage.c.descendant == rows.c.organisation_id)
    .where(
        lineage.c.ancestor == bindparam("root"),
        rows.c.id == bindparam("id"),
        rows.c.expires_at > bindparam("now"),
        or_(~rows.c.private, rows.c.person_id == bindparam("person")),
    )
)


def put(db: Connection, scope: Scope, file: Kept) -> None:
    """Keep a file of an organisation within the scope; the same one again changes nothing."""
    db.execute(_PUT, asdict(file) | {"root": scope.root})


def get(db: Connection, scope: Scope, id: FileId, person: PersonId, now: datetime) -> Kept | None:
    """None where it has expired, is outside the scope, or is private to somebody else."""
    row = db.execute(_GET, {"root": scope.root, "id": id, "person": person, "now": now}).one_or_none()
    return None if row is None else Kept(*row)
