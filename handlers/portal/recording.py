"""The record of what happened in the portal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from store import audit
from store.values import OrganisationId


@dataclass(frozen=True, slots=True)
class Portal:
    """Who did it there, and from which address."""

    actor: str
    address: str


def record(
    db: Connection,
    where: Portal,
    command: str,
    organisation: OrganisationId | None,
    subject: str,
    now: datetime,
    **detail: str,
) -> None:
    """One audit row of this transaction."""
    entry = audit.Entry(
        at=now,
        organisation=organisation,
        person=None,
        actor=where.actor,
        origin=f"portal:{where.address}"[:120],
        command=command,
        subject=subject,
        outcome="done",
        detail=json.dumps(detail),
    )
    audit.record(db, uuid4(), entry)
