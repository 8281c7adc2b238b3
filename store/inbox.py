"""What a wire received and has not handled yet: rows with a unique key, claimed, handled, settled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from store.claims import breakdowns, claiming, due, installed, putting_back, settling
from store.database import wake
from store.schema import installations
from store.values import InstallationId, QueueState
from store.workings import inbox


@dataclass(frozen=True, slots=True)
class Receipt:
    """A claimed row; `attempt` counts the claims, this one included, and proves it.

    `breakdowns` counts the claims that ran out and the handlers that broke.
    """

    id: UUID
    key: str
    platform: str
    body: str
    attempt: int
    breakdowns: int
    created_at: datetime


_RECEIVE = insert(inbox).on_conflict_do_nothing(index_elements=["key"])
_platform = installed(inbox, installations.c.platform)
_NEXT = (
    select(
        inbox.c.id,
        inbox.c.key,
        _platform,
        inbox.c.body,
        inbox.c.attempts + 1,
        breakdowns(inbox),
        inbox.c.created_at,
    )
    .where(due(inbox), _platform.in_(bindparam("platforms", expanding=True)))
    .order_by(inbox.c.created_at, inbox.c.key)
    .limit(1)
)
_NEXT_LOCKED = _NEXT.with_for_update(of=inbox, skip_locked=True)
_CLAIM = claiming(inbox)
_SETTLE = settling(inbox)
_PUT_BACK = putting_back(inbox)


def receive(db: Connection, id: UUID, key: str, installation: InstallationId, body: str, now: datetime) -> bool:
    """Keep what was delivered, once per key; False for a redelivery."""
    row = {"id": id, "key": key, "installation_id": installation, "body": body}
    fresh = {"state": QueueState.WAITING, "attempts": 0, "created_at": now, "not_before": now}
    new = db.execute(_RECEIVE.returning(inbox.c.id), row | fresh).first() is not None
    wake(db, "inbox")
    return new


def any_due(db: Connection, platforms: Collection[str], now: datetime) -> bool:
    """Whether a claim would find something; takes no lock."""
    return db.execute(_NEXT, {"now": now, "platforms": list(platforms)}).first() is not None


def claim(db: Connection, platforms: Collection[str], *, now: datetime, until: datetime) -> Receipt | None:
    """Take the oldest that nobody handles, or whose handler has not been heard of since its claim ran out."""
    row = db.execute(_NEXT_LOCKED, {"now": now, "platforms": list(platforms)}).one_or_none()
    if row is None:
        return None
    receipt = Receipt(*tuple(row))
    db.execute(_CLAIM, {"row": receipt.id, "until": until})
    return receipt


def settle(db: Connection, receipt: Receipt, state: QueueState, now: datetime, error: str = "") -> bool:
    """Done or refused, for good; False if the claim was no longer ours."""
    ours = {"row": receipt.id, "attempt": receipt.attempt}
    return db.execute(_SETTLE, ours | {"to": state, "at": now, "because": error or None}).rowcount == 1


def put_back(db: Connection, receipt: Receipt, later: datetime, error: str, *, broke: bool) -> bool:
    """Try again from `later` on; False if the claim was no longer ours."""
    ours = {"row": receipt.id, "attempt": receipt.attempt}
    return db.execute(_PUT_BACK, ours | {"later": later, "because": error, "broke": int(broke)}).rowcount == 1
