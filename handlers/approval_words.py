"""How a request for approval stands, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection

from bot.cards import Fact
from bot.phrases import Phrase, _, joined, plain
from store import approvals, approvers
from store.approvals import Approval
from store.approvers import Approver
from store.orders import Order
from store.values import ApprovalState, Scope

STATES: Final = {
    ApprovalState.ASKED: _("waiting"),
    ApprovalState.APPROVED: _("approved"),
    ApprovalState.REJECTED: _("rejected"),
    ApprovalState.EXPIRED: _("expired"),
    ApprovalState.OVERTAKEN: _("overtaken by a change"),
    ApprovalState.WITHDRAWN: _("withdrawn"),
    ApprovalState.BROKEN_GLASS: _("ordered without approval"),
}
_MOST_NAMES: Final = 5


def facts(db: Connection, scope: Scope, order: Order) -> tuple[Fact, ...]:
    """The approval of an order, where it needed one: whose and until when; afterwards who said what."""
    asked = approvals.of_order(db, scope, order.id)
    if asked is None:
        return ()
    if asked.state is not ApprovalState.ASKED:
        return decision(asked)
    by = names(approvers.of(db, Scope(order.organisation), order))
    until = _("until {moment}", moment=asked.expires_at)
    return (Fact(label=_("Waits for approval by"), value=by, note=until),)


def decision(asked: Approval) -> tuple[Fact, ...]:
    """What became of a request, through whom and when, and their reason."""
    parts = [plain(asked.name)] if asked.name else []
    when = [plain(asked.decided_at)] if asked.decided_at else []
    said = Fact(label=_("Approval"), value=STATES[asked.state], note=joined([*parts, *when]) if parts or when else None)
    return (said, Fact(label=_("Reason given"), value=plain(asked.reason))) if asked.reason else (said,)


def names(found: Iterable[Approver]) -> Phrase:
    """The first few of them."""
    known = [one.name or one.email for one in found]
    if not known:
        return _("nobody: there is no other Admin")
    return plain(", ".join(known[:_MOST_NAMES]) + (" …" if len(known) > _MOST_NAMES else ""))
