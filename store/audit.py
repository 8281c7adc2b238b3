"""The record of what was done and refused: append-only rows, sealed into a chain of HMACs by one sealer."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Connection, Executable, MappingResult, bindparam, func, insert, select, tuple_, update

from store.columns import microseconds
from store.prepared import Insertion
from store.values import OrganisationId, PersonId
from store.workings import audit, heads

_PAGE = 500
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was asked and what became of it. `detail` is JSON: before and after, or why not."""

    at: datetime
    organisation: OrganisationId | None
    person: PersonId | None
    actor: str
    origin: str
    command: str
    subject: str
    outcome: str
    detail: str = "{}"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it is stored; `position` and `seal` are None until it is sealed."""

    id: UUID
    entry: Entry
    position: int | None
    seal: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain at some time: kept elsewhere, it shows whether rows were cut off since."""

    position: int
    seal: str


START = Head(0, "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken_at` is the position of the first row that is missing or not as it was sealed; None if all is well."""

    sealed: int
    unsealed: int
    broken_at: int | None = None
    why: str = ""


_ENTRY = (
    *(audit.c.at, audit.c.organisation_id, audit.c.person_id, audit.c.actor, audit.c.origin),
    *(audit.c.command, audit.c.subject, audit.c.outcome, audit.c.detail),
)
_ROW = select(audit.c.id, audit.c.position, audit.c.seal, *_ENTRY)
_RECORD = Insertion(insert(audit), ["id", *(column.name for column in _ENTRY)])
_UNSEALED = _ROW.where(audit.c.position.is_(None)).order_by(audit.c.at, audit.c.id).limit(bindparam("most"))
_SEALED = _ROW.where(audit.c.position > bindparam("after")).order_by(audit.c.position).limit(_PAGE)
_LAST = select(audit.c.position, audit.c.seal).where(audit.c.position.is_not(None)).order_by(audit.c.position.desc())
_SEAL = (
    update(audit)
    .where(audit.c.id == bindparam("row"), audit.c.position.is_(None))
    .values(position=bindparam("place"), seal=bindparam("mark"))
)
_WAITING = select(func.count(), func.min(audit.c.at)).where(audit.c.position.is_(None))
_after = tuple_(bindparam("day", type_=audit.c.at.type), bindparam("row", type_=audit.c.id.type))
_EVERYTHING = _ROW.where(tuple_(audit.c.at, audit.c.id) > _after).order_by(audit.c.at, audit.c.id).limit(_PAGE)


def record(db: Connection, id: UUID, entry: Entry) -> None:
    """Write an entry in the caller's transaction; it is sealed later."""
    _RECORD.run(
        db,
        {
            "id": id,
            "at": entry.at,
            "organisation_id": entry.organisation,
            "person_id": entry.person,
            "actor": entry.actor,
            "origin": entry.origin,
            "command": entry.command,
            "subject": entry.subject,
            "outcome": entry.outcome,
            "detail": entry.detail,
        },
    )


def sealed(key: bytes, before: str, position: int, row: Row) -> str:
    """The seal of a row at a position: an HMAC-SHA256 over the seal before it and all that the row says."""
    entry = row.entry
    content = json.dumps(
        [
            position,
            row.id.hex,
            microseconds(entry.at),
            entry.organisation and entry.organisation.hex,
            entry.person and entry.person.hex,
            *(entry.actor, entry.origin, entry.command, entry.subject, entry.outcome, entry.detail),
        ],
        separators=(",", ":"),
    )
    return hmac.digest(key, f"{before}\n{content}".encode(), "sha256").hex()


def seal(db: Connection, key: bytes, *, most: int = _PAGE) -> int:
    """Give the oldest unsealed rows their place in the chain; how many. One sealer at a time, or the commit fails."""
    rows = _rows(db.execute(_UNSEALED, {"most": most}).mappings())
    last = head(db)
    marks = []
    for position, row in enumerate(rows, last.position + 1):
        last = Head(position, sealed(key, last.seal, position, row))
        marks.append({"row": row.id, "place": position, "mark": last.seal})
    if marks:
        db.execute(_SEAL, marks)
    return len(marks)


def head(db: Connection) -> Head:
    """The end of the chain; `START` of an empty one."""
    row = db.execute(_LAST.limit(1)).one_or_none()
    return START if row is None else Head(*row)


def keep_head(db: Connection, day: date) -> None:
    """Remember the day's last head, so that a cut is seen that reaches further back."""
    last = head(db)
    known = db.execute(select(heads.c.position).where(heads.c.on_date == day)).scalar()
    values = {"position": last.position, "seal": last.seal}
    if known is None:
        db.execute(insert(heads).values(on_date=day, **values))
    elif known < last.position:
        db.execute(update(heads).where(heads.c.on_date == day).values(values))


def waiting(db: Connection) -> tuple[int, datetime | None]:
    """How many rows are unsealed, and since when the oldest of them is."""
    count, since = db.execute(_WAITING).one()
    return count, since


def verify(db: Connection, key: bytes, exported: Head | None = None) -> Verdict:
    """Follow the whole chain, in constant memory; it must pass through every head that was kept or exported."""
    unsealed, _since = waiting(db)
    milestones = {Head(*row) for row in db.execute(select(heads.c.position, heads.c.seal))} - {START}
    milestones |= {exported} if exported else set()
    last = START
    for row in _chain(db):
        expected = last.position + 1
        if row.position != expected:
            return Verdict(last.position, unsealed, expected, "missing")
        last = Head(expected, sealed(key, last.seal, expected, row))
        if row.seal != last.seal:
            return Verdict(expected - 1, unsealed, expected, "changed")
        milestones.discard(last)
    if milestones:
        return _past_a_milestone(last, unsealed, milestones)
    return Verdict(last.position, unsealed)


def everything(db: Connection) -> Iterator[Row]:
    """Every row, those about strangers included, who belong to no organisation."""
    return _paged(db, _EVERYTHING, {})


def _paged(db: Connection, page: Executable, wanted: dict[str, object]) -> Iterator[Row]:
    last = {"day": _LONG_AGO, "row": UUID(int=0)}
    while rows := _rows(db.execute(page, wanted | last).mappings()):
        yield from rows
        last = {"day": rows[-1].entry.at, "row": rows[-1].id}


def _past_a_milestone(last: Head, unsealed: int, milestones: set[Head]) -> Verdict:
    """The chain is whole in itself, but it once went on, or elsewhere."""
    first = min(milestone.position for milestone in milestones)
    cut = first > last.position
    return Verdict(last.position, unsealed, last.position + 1 if cut else first, "missing" if cut else "changed")


def _chain(db: Connection) -> Iterator[Row]:
    after = 0
    while rows := _rows(db.execute(_SEALED, {"after": after}).mappings()):
        yield from rows
        after = rows[-1].position or after


def _rows(found: MappingResult) -> list[Row]:
    return [
        Row(row["id"], Entry(*[row[column.name] for column in _ENTRY]), row["position"], row["seal"]) for row in found
    ]
