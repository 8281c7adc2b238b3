"""What can be asked about who has an order in hand; none of it by a guest."""

from __future__ import annotations

from typing import ClassVar

from handlers.provisioning.commands import AboutProvisioning
from store.values.webex import HandedTo


class HandOver(AboutProvisioning):
    """Let somebody else complete the order."""

    name = "provision.hand"
    guests: ClassVar[frozenset[HandedTo]] = frozenset()
    email: str = ""


class LetCustomerSetUp(AboutProvisioning):
    """Let the customer's admin set the services up; the seller may still do it."""

    name = "provision.customer-sets-up"
    guests: ClassVar[frozenset[HandedTo]] = frozenset()
    email: str = ""


class TakeBack(AboutProvisioning):
    """Have it again oneself."""

    name = "provision.back"
    guests: ClassVar[frozenset[HandedTo]] = frozenset()
