"""Until when a platform was listened to; it outlives the process, so that what was missed can be listed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from store.schema import installations
from store.values import InstallationId


def heard_until(db: Connection, installation: InstallationId) -> datetime | None:
    """None where nothing was ever heard."""
    return db.execute(select(installations.c.heard_at).where(installations.c.id == installation)).scalar_one_or_none()


def mark(db: Connection, installation: InstallationId, now: datetime) -> None:
    db.execute(update(installations).where(installations.c.id == installation).values(heard_at=now))
