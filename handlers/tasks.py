"""What somebody was asked to do, drawn as it stands: by the name of the task that its message carries."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.cards import Card
from handlers import approvals, fulfilling
from store.values import Scope


def drawn(db: Connection, scope: Scope, task: str) -> Card | None:
    """None where there is no such task, or none within the scope."""
    return approvals.drawn(db, scope, task) or fulfilling.drawn(db, scope, task)
