"""The card of a request as it is when its message goes out."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.cards import Card
from bot.phrases import _
from handlers import approval_posts, find
from handlers.approvals import cards
from store import approvals, orders
from store.values import ApprovalState, OrderId, Scope


def drawn(db: Connection, scope: Scope, task: str) -> Card | None:
    """With its buttons while it waits: it goes to those alone who may decide."""
    words, again = approval_posts.order_of(task)
    id = find.identifier(words)
    order = orders.get(db, scope, OrderId(id)) if id else None
    asked = approvals.of_order(db, scope, order.id) if order else None
    if order is None or asked is None:
        return None
    waits = asked.state is ApprovalState.ASKED
    still = _("This still waits for your approval, until {moment}. Nothing is ordered before.", moment=asked.expires_at)
    return cards.request(db, scope, order, asked, notice=still if again and waits else None, decides=True)
