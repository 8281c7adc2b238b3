"""What must be said elsewhere: rows with a unique key, claimed, sent without a transaction, settled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from store.database import wake
from store.values import InstallationId, QueueState
from store.workings import outbox

_PUT = insert(outbox).on_conflict_do_nothing(index_elements=["key"])


def put(
    db: Connection,
    id: UUID,
    key: str,
    *,
    installation: InstallationId,
    channel: str,
    kind: str,
    body: str,
    now: datetime,
) -> None:
    """Queue a message once per key. `body` is JSON that holds references, never a secret."""
    row = {"id": id, "key": key, "installation_id": installation, "channel": channel, "kind": kind, "body": body}
    fresh = {"state": QueueState.WAITING, "attempts": 0, "created_at": now, "not_before": now, "repeat": False}
    db.execute(_PUT, row | fresh)
    wake(db, "outbox")
