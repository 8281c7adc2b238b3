"""What somebody was asked to do, drawn as it stands: by the name of the task that its message carries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.cards import Card
from handlers import approvals, fulfilling
from handlers.policy.terms import utc_day
from handlers.provisioning import arrivals, deadlines, handing_posts, rights_request
from handlers.wholesale import run_cards
from store.values import Scope


def drawn(db: Connection, scope: Scope, task: str, now: datetime) -> Card | None:
    """None where there is no such task, or none within the scope."""
    found = approvals.drawn(db, scope, task) or fulfilling.drawn(db, scope, task)
    found = found or run_cards.drawn(db, scope, task) or deadlines.drawn(db, scope, task, utc_day(now))
    found = found or handing_posts.drawn(db, scope, task) or rights_request.drawn(db, scope, task)
    return found or arrivals.drawn(db, scope, task)
