"""Approvals that wait anywhere, for jobs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from store.buying import approvals
from store.values import ApprovalState, OrderId, OrganisationId, Scope


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that nobody has decided on, and whose it is."""

    order: OrderId
    organisation: OrganisationId
    asked_at: datetime
    expires_at: datetime

    @property
    def scope(self) -> Scope:
        return Scope(self.organisation)


_WAITING: Final = (
    select(approvals.c.order_id, approvals.c.organisation_id, approvals.c.asked_at, approvals.c.expires_at)
    .where(
        approvals.c.state == ApprovalState.ASKED,
        approvals.c.asked_at <= bindparam("before", type_=approvals.c.asked_at.type),
    )
    .order_by(approvals.c.expires_at)
)


def waiting(db: Connection, asked_before: datetime) -> list[Waiting]:
    """Those that were asked for by then, the ones that expire first at the top."""
    return [Waiting(*row) for row in db.execute(_WAITING, {"before": asked_before})]
