"""One import: what it may touch, on whose behalf, and what it has done so far."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from handlers.importing.problems import BadRow, Problems
from store import audit
from store.ids import ascending
from store.values import OrganisationId, Scope

Changes = Mapping[str, tuple[object, object]]
"""By column: what it was, and what it is now."""


@dataclass(slots=True)
class Tally:
    """Rows that made something new, put something right, changed nothing, or say what was true before."""

    new: int = 0
    changed: int = 0
    same: int = 0
    outdated: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Who imports, and from which file."""

    actor: str
    file: str


@dataclass(slots=True)
class Work:
    """`command` is the audit's word for it; `headings` says how the file calls the column of each field."""

    db: Connection
    scope: Scope
    now: datetime
    origin: Origin
    command: str
    headings: Mapping[str, str] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    tally: Tally = field(default_factory=Tally)
    ids: Iterator[UUID] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = ascending(self.now)

    def wrong(self, row: int, no: BadRow) -> None:
        """This row is not written, and in the end none is."""
        self.problems.add(row, self.headings.get(no.field, no.field), no.text)

    def corrected(self, organisation: UUID, subject: str, changes: Changes) -> None:
        """Record what was put right, before and after."""
        self.tally.changed += 1
        self.record(
            organisation, subject, {name: f"{_said(old)} → {_said(new)}" for name, (old, new) in changes.items()}
        )

    def record(self, organisation: UUID, subject: str, detail: Mapping[str, str | int]) -> None:
        entry = audit.Entry(
            at=self.now,
            organisation=OrganisationId(organisation),
            person=None,
            actor=self.origin.actor,
            origin=f"file:{self.origin.file}"[:120],
            command=self.command,
            subject=subject,
            outcome="done",
            detail=json.dumps(detail, ensure_ascii=False),
        )
        audit.record(self.db, next(self.ids), entry)


def differing(known: object, said: Mapping[str, object], names: Iterable[str]) -> dict[str, tuple[object, object]]:
    """What a row says otherwise than what is known; what it leaves out is taken as it is."""
    before = {name: getattr(known, name) for name in names}
    return {name: (old, said[name]) for name, old in before.items() if said.get(name) not in {None, old}}


def _said(value: object) -> str:
    return "–" if value is None else str(value)
