"""Orders in other hands: Nadia's, who completes one from outside, and one that a customer's admin sets up."""

from __future__ import annotations

import pytest

from handlers.provisioning.handing_commands import LetCustomerSetUp
from tests.handlers.provisioning.mapped import Order
from tests.handlers.provisioning.outside import CONTACT, NADIA, Outsider, hands, mapped


@pytest.fixture
def order(office):
    return Order(office, CONTACT, customer="Contoso", step="who")


@pytest.fixture
def nadia(order, alice, office):
    """She was mailed the order, and follows its link."""
    hands(order, alice, NADIA)
    return Outsider(office, NADIA).link()


@pytest.fixture
def customer(office, alice):
    """Contoso's admin, who sets the services up."""
    order = mapped(office)
    alice.sends(order.ask(LetCustomerSetUp), email="admin@contoso.example")
    return Outsider(office, "admin@contoso.example").link("set-up")
