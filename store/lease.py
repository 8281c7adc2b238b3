"""One holder at a time for what must run once: a fence that grows with each change of hands, and a beat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from store.workings import lease


class Stale(Exception):
    """Somebody else holds the lease by now; whatever this transaction was about must not happen."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds it as of which beat; nobody if `holder` is empty."""

    holder: str
    fence: int
    beat_at: datetime


_READ = select(lease.c.holder, lease.c.fence, lease.c.beat_at).where(lease.c.name == bindparam("lease"))
_GUARD = select(lease.c.fence).where(lease.c.name == bindparam("lease")).with_for_update(read=True)
_FIRST = insert(lease).on_conflict_do_nothing(index_elements=["name"])
_as_seen = (
    (lease.c.name == bindparam("lease"))
    & (lease.c.fence == bindparam("seen_fence"))
    & (lease.c.holder == bindparam("seen_holder"))
)
_TAKE = (
    update(lease)
    .where(_as_seen, lease.c.beat_at == bindparam("seen_beat"))
    .values(holder=bindparam("by"), fence=lease.c.fence + 1, beat_at=bindparam("at"))
)
_BEAT = update(lease).where(_as_seen).values(beat_at=bindparam("at"))
_RELEASE = update(lease).where(_as_seen).values(holder="", fence=lease.c.fence + 1)


def read(db: Connection, name: str) -> Held | None:
    """None if nobody ever held it."""
    row = db.execute(_READ, {"lease": name}).one_or_none()
    return None if row is None else Held(*row)


def take(db: Connection, name: str, holder: str, seen: Held | None, now: datetime) -> int | None:
    """Take it from whoever was seen to hold it; the new fence, or None if something has changed since."""
    if seen is None:
        row = {"name": name, "holder": holder, "fence": 1, "beat_at": now}
        return 1 if db.execute(_FIRST.returning(lease.c.fence), row).first() else None
    was = {"lease": name, "seen_fence": seen.fence, "seen_holder": seen.holder, "seen_beat": seen.beat_at}
    changed = db.execute(_TAKE, was | {"by": holder, "at": now}).rowcount
    return seen.fence + 1 if changed else None


def beat(db: Connection, name: str, holder: str, fence: int, now: datetime) -> bool:
    """Still here; False if the lease changed hands meanwhile."""
    mine = {"lease": name, "seen_fence": fence, "seen_holder": holder}
    return db.execute(_BEAT, mine | {"at": now}).rowcount == 1


def release(db: Connection, name: str, holder: str, fence: int) -> None:
    """Leave it to whoever comes next."""
    db.execute(_RELEASE, {"lease": name, "seen_fence": fence, "seen_holder": holder})


def guard(db: Connection, name: str, fence: int) -> None:
    """Keep the lease from changing hands until this transaction ends; `Stale` if it has already."""
    if db.execute(_GUARD, {"lease": name}).scalar() != fence:
        raise Stale(name)
