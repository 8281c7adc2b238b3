"""Buttons of an order's cards pressed where they never stood, by people who write their own presses."""

from __future__ import annotations

import pytest

from handlers.provisioning.commands import ChooseSetup
from handlers.provisioning.service_cards import FinishService, LeaveService
from handlers.provisioning.work import NAMES, Step
from tests.handlers.provisioning.mapped import Order as Mapped
from tests.handlers.provisioning.outside import CONTACT, NADIA, Outsider, hands, mapped
from tests.handlers.provisioning.serviced import Order


@pytest.mark.parametrize("command", [FinishService, LeaveService])
@pytest.mark.parametrize("step", ["who", "partner", "customer", "setup", "review"])
def test_behind_a_service_one_goes_on_from_a_service_alone(alice, office, command, step):
    order = Order(office, meetings=25, step=step)
    alice.sends(order.ask(command))
    assert (order.step, order.state) == (step, "open")


@pytest.mark.parametrize("way", ["now", "customer", "later"])
@pytest.mark.parametrize(("step", "whom"), [("who", None), ("partner", "customer"), ("customer", "customer")])
def test_services_are_not_set_up_before_it_is_said_whose_they_are(alice, office, way, step, whom):
    order = Mapped(office, CONTACT, step=step, whom=whom, partner="Atelier Cloud" if step == "customer" else None)
    said = alice.sends(order.ask(ChooseSetup, way=way))
    assert "First say who the order is for" in said.text
    assert f"· {NAMES[Step(step)].source}" in said.text
    assert (order.step, order.draft.get("setup")) == (step, None)


@pytest.mark.parametrize("site", ["contoso.webex.com", "x" * 100_000])
def test_a_site_that_the_order_has_not_stands_for_no_other(alice, office, site):
    Order(office, meetings=5, customer="Contoso").describes(alice, "contoso")
    order = Order(office, meetings=1)
    assert "contoso.webex.com is taken" in order.describes(alice, "contoso", site=site).text
    order.describes(alice, "fabrikam")
    assert "at most 1 sites" in order.describes(alice, "fabrikam-lab", site=site).text


@pytest.mark.parametrize("first", [{"country": "{0}"}, {"country": "FR", "name": "x" * 100_000}])
def test_an_address_without_its_name_and_country_begins_with_them(alice, office, first):
    order = Order(office, calling=5, step="calling")
    said = order.locates(alice, **({"name": "Siège"} | first))
    assert {"called", "country"} == {field.name for field in said.card.inputs}
    assert order.locations == []


def test_a_guest_is_not_told_who_the_customer_s_admins_are(office, alice, chloe):
    order = mapped(office)
    hands(order, alice, NADIA)
    office.write("UPDATE provisionings SET step = 'setup' WHERE reference = :it", it=order.reference)
    nadia = Outsider(office, NADIA)
    nadia.comes_in()
    said = nadia.sends(order.ask(ChooseSetup, way="customer"))
    assert "chloe" not in said
    assert order.draft.get("setup") is None
