"""What can be asked of the marketplace."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowMarket(Command):
    """The categories; the products of one, or those that some words find, ten at a time."""

    name = "market"
    needs: ClassVar[Right] = Right.VIEW
    words: str = ""
    category: str = ""
    currency: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)


class SearchMarket(Command):
    """The form that looks for products."""

    name = "market.search"
    needs: ClassVar[Right] = Right.VIEW
    words: str = ""
    category: str = ""
    currency: str = ""


class ShowProduct(Command):
    """One product with its choices of term and billing."""

    name = "market.product"
    needs: ClassVar[Right] = Right.VIEW
    product: str = ""
    currency: str = ""


class PutIntoCart(Command):
    """So many seats of a product, by one of its choices; asked for where they are not said yet."""

    name = "market.put"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    product: str = ""
    currency: str = ""
    offer: str = ""
    seats: str = ""
