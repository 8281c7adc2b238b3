"""What can be asked about approvals: see them, give them, refuse them, go alone, say when one is needed."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowApprovals(Command):
    """List what waits for an approval and what became of earlier requests, or show one by its order's number.

    `offset` turns the pages of those that wait; with `earlier` those of the earlier ones.
    """

    name = "approvals"
    needs: ClassVar[Right] = Right.VIEW
    number: str = ""
    earlier: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return bool(self.number)


class AboutApproval(Command):
    """The request of one order, by the order's id."""

    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    order: str = ""

    @property
    def names_something(self) -> bool:
        return True


class Approve(AboutApproval):
    """Let an order be carried out that somebody else asked for. `price`: the credit that was left, as its card said."""

    name = "approvals.approve"
    price: str = ""


class Reject(AboutApproval):
    """Refuse that, with a reason that its asker reads."""

    name = "approvals.reject"
    reason: str = ""


class GoAlone(AboutApproval):
    """Break the glass: carry one's own order out without approval, with a reason that every Admin reads.

    `price`: the credit that was left, as the form said.
    """

    name = "approvals.alone"
    reason: str = ""
    price: str = ""


class SetThresholds(Command):
    """Say from when on orders of an organisation need an approval. `saves`: the form was filled in.

    The kinds of action, and whether an Admin may go alone, are `yes` or `no`.
    """

    name = "approvals.settings"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    saves: str = ""
    amount: str = ""
    currency: str = ""
    seats: str = ""
    buying: str = ""
    more: str = ""
    fewer: str = ""
    renewal: str = ""
    cancelling: str = ""
    product: str = ""
    alone: str = ""
