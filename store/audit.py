"""The record of what was done and refused: append-only rows, sealed into a chain of HMACs by one sealer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert

from store.values import OrganisationId, PersonId
from store.workings import audit

_RECORD = insert(audit)


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


def record(db: Connection, id: UUID, entry: Entry) -> None:
    """Write an entry in the caller's transaction; it is sealed later."""
    db.execute(
        _RECORD,
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
