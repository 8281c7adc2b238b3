"""What somebody was asked to do, drawn as it stands: by the name of the task that its message carries."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.cards import Card
from handlers import approvals, fulfilling
from handlers.wholesale import run_cards
from store.values import Scope


def drawn(db: Connection, scope: Scope, task: str) -> Card | None:
    """None where there is no such task, or none within the scope."""
    found = approvals.drawn(db, scope, task) or fulfilling.drawn(db, scope, task)
    return found or run_cards.drawn(db, scope, task)
