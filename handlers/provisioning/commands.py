"""What can be asked about the set-up of Webex orders. Each step's own commands stand with the step."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right
from store.values.webex import HandedTo


class AboutProvisioning(Command):
    """On one order, by its id, as it was when the card was drawn: at a later version nothing is changed.

    `guests` are those who may ask it of an order that was handed over to them.
    """

    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    guests: ClassVar[frozenset[HandedTo]] = frozenset({HandedTo.SOMEONE})
    provisioning: str = ""
    version: int = Field(default=0, ge=0, le=1_000_000_000)

    @property
    def names_something(self) -> bool:
        return True


class ShowProvisionings(Command):
    """List the orders to be set up, the nearest deadline first; or go on with the one that the words name."""

    name = "provision"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    number: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return bool(self.number)


class OpenProvisioning(AboutProvisioning):
    """Go on where the set-up stopped."""

    name = "provision.open"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)


class GoTo(AboutProvisioning):
    """Go back to a step, or on to one that was reached."""

    name = "provision.step"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)
    step: str = ""


class TakeOver(AboutProvisioning):
    """Go on with what somebody else began; they are told."""

    name = "provision.take"
    guests: ClassVar[frozenset[HandedTo]] = frozenset()


class WithdrawProvisioning(AboutProvisioning):
    """Close an order that is not to be set up; `number` is how it was typed, `sure` once that was confirmed."""

    name = "provision.withdraw"
    guests: ClassVar[frozenset[HandedTo]] = frozenset()
    number: str = ""
    sure: bool = False


class ReopenProvisioning(AboutProvisioning):
    """Have an order again that was withdrawn, as far as it had come."""

    name = "provision.reopen"
    guests: ClassVar[frozenset[HandedTo]] = frozenset()


class ChooseWho(AboutProvisioning):
    """Who the order is for; or who will complete it, by `email`."""

    name = "provision.who"
    for_whom: str = ""
    email: str = ""


class ChooseSetup(AboutProvisioning):
    """Who sets the services up, and when: `now`, `customer`, `later`."""

    name = "provision.setup"
    way: str = ""


class SetUp(AboutProvisioning):
    """Make all that was filled in."""

    name = "provision.set-up"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)


class SnoozeDeadline(Command):
    """Say nothing about an order's deadline for a week; `digest` is the one that it was said to, if any."""

    name = "provision.snooze"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    provisioning: str = ""
    digest: str = ""

    @property
    def names_something(self) -> bool:
        return True


class AddProvisioning(Command):
    """Take in an order that came by other ways; `sent` once its form was."""

    name = "provision.add"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    sent: bool = False
    reference: str = ""
    contact: str = ""
    customer: str = ""
    product: str = ""
    meetings: str = ""
    calling: str = ""
    messaging: str = ""
    due: str = ""
