"""Until when a Webex order must be set up, and how long an organisation wants to hear nothing of it; within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from store.provisioning import provisioning_reminders as reminders
from store.provisioning import provisioning_snoozes as snoozes
from store.provisioning import provisionings
from store.schema import lineage, organisations
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, ProvisioningState


@dataclass(frozen=True, slots=True)
class Deadline:
    """`organisation` sets it up by `due_on`; before `snoozed_until` the `concern`, the scope's own, hears nothing."""

    id: ProvisioningId
    number: int
    reference: str
    customer_name: str | None
    organisation: OrganisationId
    seller: str
    received_at: datetime
    due_on: date
    state: ProvisioningState
    snoozed_until: date | None
    concern: OrganisationId

    @property
    def label(self) -> str:
        return f"W-{self.number:06}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


OPEN: Final = (ProvisioningState.OPEN, ProvisioningState.HANDED_OVER)
_GET: Final = (
    select(
        *(provisionings.c.id, provisionings.c.number, provisionings.c.reference, provisionings.c.customer_name),
        *(provisionings.c.organisation_id, organisations.c.name, provisionings.c.received_at),
        *(provisionings.c.due_on, provisionings.c.state, snoozes.c.until, lineage.c.ancestor),
    )
    .select_from(provisionings)
    .join(organisations, organisations.c.id == provisionings.c.organisation_id)
    .join(lineage, lineage.c.descendant == provisionings.c.organisation_id)
    .outerjoin(
        snoozes,
        and_(snoozes.c.provisioning_id == provisionings.c.id, snoozes.c.organisation_id == bindparam("root")),
    )
    .where(lineage.c.ancestor == bindparam("root"), provisionings.c.id == bindparam("provisioning"))
)
_OF_DIGEST: Final = select(reminders.c.provisioning_id).where(reminders.c.digest == bindparam("digest")).distinct()
_new: Final = insert(snoozes)
_SNOOZE: Final = _new.on_conflict_do_update(
    index_elements=["organisation_id", "provisioning_id"], set_={"until": _new.excluded.until}
)


def get(db: Connection, scope: Scope, id: ProvisioningId) -> Deadline | None:
    row = db.execute(_GET, {"root": scope.root, "provisioning": id}).one_or_none()
    return None if row is None else Deadline(*row)


def of_digest(db: Connection, scope: Scope, digest: str) -> list[Deadline]:
    """The orders of which a day's digest speaks and that are still to be set up, the nearest deadline first."""
    ids = db.execute(_OF_DIGEST, {"digest": digest}).scalars()
    found = [one for id in ids if (one := get(db, scope, ProvisioningId(id))) and one.is_open]
    return sorted(found, key=lambda one: (one.due_on, one.number))


def snooze(db: Connection, scope: Scope, id: ProvisioningId, until: date) -> None:
    """The scope's own organisation hears no more of it before that day. `LookupError` outside of the scope."""
    if get(db, scope, id) is None:
        raise LookupError(id)
    db.execute(_SNOOZE, {"organisation_id": scope.root, "provisioning_id": id, "until": until})
