"""What can be asked about a cart and its checkout. `organisation` is the customer whose cart it is."""

from __future__ import annotations

from typing import ClassVar, Final

from pydantic import Field, model_validator

from bot.commands import Command
from store.values import Right

CHOICE: Final = "offer:"
"""What the field of a line's choice is named by; the offer that is in the cart stands behind it."""


class ShowCart(Command):
    """Show what is in a customer's cart, ten lines at a time."""

    name = "cart"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class AddToCart(Command):
    """Put seats of an offer into a customer's cart; `currency` is that of the price that was shown."""

    name = "cart.add"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    offer: str = ""
    seats: str = ""
    currency: str = ""


class ChangeLine(Command):
    """Another number of seats of a line: `30`, `+5`, `-2`."""

    name = "cart.line"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    offer: str = ""
    seats: str = ""


class DropLine(Command):
    """Take a line out of the cart."""

    name = "cart.drop"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    offer: str = ""


class EmptyCart(Command):
    """Take everything out of the cart, what was filled in included."""

    name = "cart.empty"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS


class NoteCart(Command):
    """Write a note on the cart, for whoever buys with one; `filled` once its form was."""

    name = "cart.note"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    note: str = ""
    filled: bool = False


class AcceptCart(Command):
    """Take the prices as they are now, and what ended out; `seen` is what the card showed of them."""

    name = "cart.accept"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    seen: str = ""


class Checkout(Command):
    """Go on where the checkout stopped, or back to `step`; `order` is the draft whose pages one turns."""

    name = "checkout"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    step: str = ""
    order: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)


class ChooseOptions(Command):
    """The term and billing of each line, ten lines at a time."""

    name = "checkout.options"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    offset: int = Field(default=0, ge=0, le=1_000_000)
    chosen: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: object) -> object:
        """Each line has a field of its own."""
        if not isinstance(given, dict):
            return given
        chosen = {str(key).removeprefix(CHOICE): value for key, value in given.items() if str(key).startswith(CHOICE)}
        return given | {"chosen": chosen} if chosen else given


class ChooseAccount(Command):
    """A new account with the vendor, or the one that is there."""

    name = "checkout.account"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    way: str = ""


class NameTenant(Command):
    """The first part of a new tenant's domain, and whether the customer has a special qualification."""

    name = "checkout.tenant"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    prefix: str = ""
    qualification: str = ""


class DescribeCompany(Command):
    """Who the new account is for, and where they are; `filled` once its form was."""

    name = "checkout.company"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    filled: bool = False
    company: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


class UseTenant(Command):
    """The domain of the tenant that the customer has."""

    name = "checkout.existing"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    domain: str = ""


class ChoosePayment(Command):
    """How the purchase is paid."""

    name = "checkout.payment"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    method: str = ""
