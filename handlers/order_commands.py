"""What can be asked about orders that were placed."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowOrders(Command):
    """Show one order by its number, or the latest ones."""

    name = "orders"
    needs: ClassVar[Right] = Right.VIEW
    number: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return bool(self.number)


class RetryOrder(Command):
    """Propose again what was refused or failed, as things are now."""

    name = "order.retry"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    order: str = ""

    @property
    def names_something(self) -> bool:
        return True


class WithdrawOrder(RetryOrder):
    """Take back an order that nobody has carried out yet; ask for it where people have it in hand."""

    name = "order.withdraw"
