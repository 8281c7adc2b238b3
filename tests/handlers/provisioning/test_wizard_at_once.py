"""The wizard on each engine, with two Admins of one seller who press at the very same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from handlers.provisioning.commands import ChooseWho, TakeOver
from handlers.provisioning.handing_commands import HandOver, LetCustomerSetUp, TakeBack
from handlers.provisioning.mapping_commands import ChooseOrganisation
from tests.handlers.provisioning.mapped import ATELIER, Order, ident
from tests.handlers.provisioning.outside import CONTACT, NADIA, mapped

OPEN = "SELECT email FROM provisioning_handings WHERE ended_at IS NULL"


def together(*acts):
    """Their answers, in the order of the acts."""
    start = Barrier(len(acts))

    def act(one):
        start.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


@pytest.fixture
def order(office, ole):
    ole.asks("overview")
    return Order(office, CONTACT, customer="Contoso", step="customer", partner=ATELIER)


def test_an_order_has_one_customer_and_the_other_admin_is_told(alice, ole, order):
    before = order.version
    presses = {name: order.ask(ChooseOrganisation, chosen=ident(name)) for name in ("Contoso", "Fabrikam")}
    answers = together(lambda: alice.sends(presses["Contoso"]), lambda: ole.sends(presses["Fabrikam"]))
    assert order.version == before + 1
    assert sorted("Service set-up" in said.text for said in answers) == [False, True]
    assert sum("changed this order meanwhile" in said.text for said in answers) == 1
    assert order.mapped("customer") == order.draft["customer"]["name"]


def test_an_order_is_handed_to_one_of_two(alice, ole, order, office):
    press = order.ask(HandOver)
    together(lambda: alice.sends(press, email=NADIA), lambda: ole.sends(press, email="zoe@elsewhere.example"))
    assert len(office.rows(OPEN)) == 1
    assert office.one("SELECT count(*) FROM mails WHERE template = 'handing'") == 1


def test_an_order_is_handed_over_or_gone_on_with(alice, ole, order, office):
    hand, go_on = order.ask(HandOver), order.ask(ChooseOrganisation, chosen=ident("Contoso"))
    together(lambda: alice.sends(hand, email=NADIA), lambda: ole.sends(go_on))
    handed = bool(office.rows(OPEN))
    assert handed != (order.mapped("customer") == "Contoso")


def test_a_customer_is_asked_once_by_two(alice, ole, office):
    order = mapped(office)
    press = order.ask(LetCustomerSetUp)
    emails = ("a@contoso.example", "b@contoso.example")
    together(lambda: alice.sends(press, email=emails[0]), lambda: ole.sends(press, email=emails[1]))
    assert len(office.rows(OPEN)) == 1


def test_of_two_who_take_it_over_one_has_it(alice, ole, hanna, order, office):
    alice.sends(order.ask(ChooseWho), for_whom="customer", email="")
    press = order.ask(TakeOver)
    before = order.version
    together(lambda: ole.sends(press), lambda: hanna.sends(press))
    assert order.version == before + 1


def test_it_is_taken_back_once(alice, ole, office):
    order = Order(office, CONTACT, step="who")
    alice.sends(order.ask(HandOver), email=NADIA)
    press = order.ask(TakeBack)
    together(lambda: alice.sends(press), lambda: ole.sends(press))
    assert office.rows(OPEN) == []
    assert office.one("SELECT count(*) FROM mails WHERE template = 'taken-back'") == 1
