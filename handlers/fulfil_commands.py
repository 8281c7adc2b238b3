"""What a seller's Admins can ask about the orders that they carry out by hand."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowFulfilments(Command):
    """List the orders of one's customers that wait for a human, oldest first, or show one by its number."""

    name = "fulfil"
    needs: ClassVar[Right] = Right.FULFIL_ORDERS
    number: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return bool(self.number)


class AboutFulfilment(Command):
    """One order, by its id."""

    needs: ClassVar[Right] = Right.FULFIL_ORDERS
    order: str = ""

    @property
    def names_something(self) -> bool:
        return True


class MarkDone(AboutFulfilment):
    """Say that the supplier has done what was ordered."""

    name = "fulfil.done"


class MarkRefused(AboutFulfilment):
    """Say that it will not be done, and why; the one who ordered reads the reason."""

    name = "fulfil.refuse"
    reason: str = ""


class MarkWithdrawn(AboutFulfilment):
    """Let an order go that nobody wants any more."""

    name = "fulfil.withdrawn"


class ChooseSupplier(Command):
    """Say how the orders of one's customers are carried out: at once, by people, or as those above have said."""

    name = "fulfil.supplier"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    supplier: str = ""
