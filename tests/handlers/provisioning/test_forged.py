"""Buttons of an order's cards pressed where they never stood, by people who write their own presses."""

from __future__ import annotations

import pytest

from handlers.provisioning.commands import ChooseSetup
from handlers.provisioning.service_cards import FinishService, LeaveService
from tests.handlers.provisioning.outside import NADIA, Outsider, hands, mapped
from tests.handlers.provisioning.serviced import Order


@pytest.mark.parametrize("command", [FinishService, LeaveService])
@pytest.mark.parametrize("step", ["who", "partner", "customer", "setup", "review"])
def test_behind_a_service_one_goes_on_from_a_service_alone(alice, office, command, step):
    order = Order(office, meetings=25, step=step)
    alice.sends(order.ask(command))
    assert (order.step, order.state) == (step, "open")


def test_a_guest_is_not_told_who_the_customer_s_admins_are(office, alice, chloe):
    order = mapped(office)
    hands(order, alice, NADIA)
    office.write("UPDATE provisionings SET step = 'setup' WHERE reference = :it", it=order.reference)
    nadia = Outsider(office, NADIA)
    nadia.comes_in()
    said = nadia.sends(order.ask(ChooseSetup, way="customer"))
    assert "chloe" not in said
    assert order.draft.get("setup") is None
