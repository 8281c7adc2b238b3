"""What can be asked about the end of a subscription, and what may take its place."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from handlers.find import AboutSubscription
from store.values import Right


class SetRenewal(AboutSubscription):
    """Ask that a subscription renews at its term's end, goes on month by month, or stops."""

    name = "renewal"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    to: str = ""


class ShowRenewals(Command):
    """List the terms that end soon, those first on which nobody has decided."""

    name = "renewals"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class CancelSubscription(AboutSubscription):
    """Ask that a subscription ends at once."""

    name = "cancel"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS


class ShowWindow(AboutSubscription):
    """Show until when which seats can go back, what the renewal will do, and what each change would cost."""

    name = "window"


class ChangeProduct(AboutSubscription):
    """Ask for another product in place of this one: `target` is the offer that it would run by."""

    name = "product"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    target: str = ""


class KeepProduct(AboutSubscription):
    """Ask that it renews as the product that it is."""

    name = "product.keep"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
