"""Links and codes that were sent by e-mail: what for, to whom, until when, and whether they were used.

The token itself is stored nowhere: it is derived from a link's id and generation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from store.accounts import links
from store.values import LinkId, LinkPurpose, OrganisationId


@dataclass(frozen=True, slots=True)
class Link:
    """`subject` is the user, person or organisation that it is about. Good while `now` < `expires_at` and unused."""

    id: LinkId
    purpose: LinkPurpose
    subject: UUID
    organisation: OrganisationId | None
    email: str
    generation: int
    failures: int
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None

    @property
    def mail_key(self) -> str:
        """The key of the mail that carries it; another generation goes in another mail."""
        return f"{self.purpose}:{self.id}:{self.generation}"

    def is_good(self, generation: int, now: datetime) -> bool:
        return self.generation == generation and self.used_at is None and now < self.expires_at


_COLUMNS: Final = (
    *(links.c.id, links.c.purpose, links.c.subject_id, links.c.organisation_id, links.c.email, links.c.generation),
    *(links.c.failures, links.c.issued_at, links.c.expires_at, links.c.used_at),
)
_new = insert(links)
_ISSUE: Final = _new.on_conflict_do_update(
    index_elements=["purpose", "subject_id"],
    set_={
        "generation": links.c.generation + 1,
        "failures": 0,
        "used_at": None,
        **{name: _new.excluded[name] for name in ("organisation_id", "email", "issued_at", "expires_at")},
    },
).returning(*_COLUMNS)
_BY_ID: Final = select(*_COLUMNS).where(links.c.id == bindparam("link"))
_OF: Final = select(*_COLUMNS).where(links.c.purpose == bindparam("for"), links.c.subject_id == bindparam("subject"))
_USE: Final = (
    update(links)
    .where(
        links.c.id == bindparam("link"),
        links.c.generation == bindparam("made"),
        links.c.used_at.is_(None),
        links.c.expires_at > bindparam("now"),
    )
    .values(used_at=bindparam("now"))
)
_TRY: Final = (
    update(links)
    .where(links.c.id == bindparam("link"), links.c.failures < bindparam("most"))
    .values(failures=links.c.failures + 1)
)
_CANCEL: Final = (
    update(links)
    .where(links.c.purpose == bindparam("for"), links.c.subject_id == bindparam("subject"), links.c.used_at.is_(None))
    .values(expires_at=bindparam("now"))
)
_FORGET: Final = delete(links).where(links.c.expires_at < bindparam("before"))


def issue(
    db: Connection,
    id: UUID,
    purpose: LinkPurpose,
    subject: UUID,
    *,
    organisation: OrganisationId | None,
    email: str,
    now: datetime,
    expires_at: datetime,
) -> Link:
    """A new link; an older one for the same purpose and subject is void from now on."""
    row = {"id": id, "purpose": purpose, "subject_id": subject, "organisation_id": organisation, "email": email}
    fresh = {"generation": 1, "failures": 0, "issued_at": now, "expires_at": expires_at, "used_at": None}
    return Link(*tuple(db.execute(_ISSUE, row | fresh).one()))


def find(db: Connection, id: LinkId) -> Link | None:
    """Whatever became of it."""
    row = db.execute(_BY_ID, {"link": id}).one_or_none()
    return None if row is None else Link(*tuple(row))


def of(db: Connection, purpose: LinkPurpose, subject: UUID) -> Link | None:
    """The latest link for that purpose."""
    row = db.execute(_OF, {"for": purpose, "subject": subject}).one_or_none()
    return None if row is None else Link(*tuple(row))


def use(db: Connection, id: LinkId, generation: int, now: datetime) -> bool:
    """Take its one use; False if it was used, ran out or was replaced."""
    return db.execute(_USE, {"link": id, "made": generation, "now": now}).rowcount == 1


def attempt(db: Connection, id: LinkId, most: int) -> bool:
    """Count one try of a code; False once there were that many, however many come at the same time."""
    return db.execute(_TRY, {"link": id, "most": most}).rowcount == 1


def cancel(db: Connection, purpose: LinkPurpose, subject: UUID, now: datetime) -> None:
    """Void the link of that purpose, if there is one: it runs out now."""
    db.execute(_CANCEL, {"for": purpose, "subject": subject, "now": now})


def forget(db: Connection, before: datetime) -> int:
    """Drop links that ran out before that moment; how many."""
    return db.execute(_FORGET, {"before": before}).rowcount
