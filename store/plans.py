"""What was checked and shown and waits for its one confirmation; every query within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from store.accounts import plans
from store.schema import lineage
from store.values import OrganisationId, PersonId, PlanId, Scope


@dataclass(frozen=True, slots=True)
class Plan:
    """`body` is JSON of what will be done; `done_at` is None until it is."""

    id: PlanId
    organisation: OrganisationId
    asker: PersonId
    kind: str
    body: str
    made_at: datetime
    done_at: datetime | None


_COLUMNS: Final = ("id", "organisation_id", "asker_id", "kind", "body", "made_at")
_here: Final = (
    select(*(bindparam(name, type_=plans.c[name].type) for name in _COLUMNS))
    .select_from(lineage)
    .where(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == bindparam("organisation_id"))
)
_PUT: Final = insert(plans).from_select(_COLUMNS, _here)
_within: Final = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
_mine: Final = (plans.c.id == bindparam("plan")) & plans.c.organisation_id.in_(_within)
_GET: Final = select(
    *(plans.c[name] for name in ("id", "organisation_id", "asker_id", "kind", "body", "made_at", "done_at"))
).where(_mine)
_LATEST: Final = (
    select(plans.c.id)
    .where(
        plans.c.organisation_id.in_(_within),
        plans.c.asker_id == bindparam("asker"),
        plans.c.kind == bindparam("what"),
        plans.c.made_at >= bindparam("since"),
        plans.c.done_at.is_(None),
    )
    .order_by(plans.c.made_at.desc())
    .limit(1)
)
_TAKE: Final = update(plans).where(_mine, plans.c.done_at.is_(None)).values(done_at=bindparam("now"))
_REVISE: Final = update(plans).where(_mine, plans.c.done_at.is_(None)).values(body=bindparam("said"))
_FORGET: Final = delete(plans).where(plans.c.made_at < bindparam("before"))


def put(
    db: Connection,
    scope: Scope,
    id: PlanId,
    *,
    organisation: OrganisationId,
    asker: PersonId,
    kind: str,
    body: str,
    now: datetime,
) -> None:
    """Keep it; nothing is kept for an organisation outside the scope."""
    values = {"id": id, "organisation_id": organisation, "asker_id": asker, "kind": kind, "body": body, "made_at": now}
    db.execute(_PUT, values | {"root": scope.root})


def get(db: Connection, scope: Scope, id: PlanId) -> Plan | None:
    row = db.execute(_GET, {"root": scope.root, "plan": id}).one_or_none()
    return None if row is None else Plan(*row)


def latest(db: Connection, scope: Scope, asker: PersonId, kind: str, since: datetime) -> Plan | None:
    """What somebody was shown last of that kind since then, if it still waits."""
    found = db.scalar(_LATEST, {"root": scope.root, "asker": asker, "what": kind, "since": since})
    return get(db, scope, PlanId(found)) if found else None


def take(db: Connection, scope: Scope, id: PlanId, now: datetime) -> bool:
    """Carry it out, alone: False when somebody has already."""
    return db.execute(_TAKE, {"root": scope.root, "plan": id, "now": now}).rowcount == 1


def forget(db: Connection, before: datetime) -> int:
    """Drop what was made before that moment, carried out or not; how many."""
    return db.execute(_FORGET, {"before": before}).rowcount


def revise(db: Connection, scope: Scope, id: PlanId, body: str) -> bool:
    """Another body for what still waits; False when it was carried out."""
    return db.execute(_REVISE, {"root": scope.root, "plan": id, "said": body}).rowcount == 1
