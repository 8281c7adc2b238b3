"""Two at the same moment: one order a cart, one customer a domain, whatever the engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers.approval_commands import Approve, SetThresholds
from tests.handlers.cart.conftest import CONTOSO

E3 = "Microsoft 365 E3"
_OPEN = "SELECT count(*) FROM cart_lines JOIN carts ON id = cart_id WHERE closed_at IS NULL"


def at_once(*acts):
    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(act) for act in acts]]


def test_admins_who_press_at_the_same_moment_make_one_order(alice, ole, hanna, shop, office):
    shop.put(alice, E3, 5)
    shown = {alice: shop.summary(alice), ole: shop.checkout(ole), hanna: shop.checkout(hanna)}
    said = at_once(*(lambda who=who, card=card: who.presses(card, "Buy") for who, card in shown.items()))
    assert sum("ordered for Fabrikam" in one.text for one in said) == 1
    assert sum("bought this cart on" in one.text for one in said) == 2
    assert shop.orders() == 1
    assert office.one("SELECT count(*) FROM tenants") == 1


def test_one_press_that_is_made_many_times_at_once_is_one_order(alice, shop):
    shop.put(alice, E3, 5)
    summary = shop.summary(alice)
    said = at_once(*[lambda: alice.presses(summary, "Buy")] * 4)
    assert sum("ordered for Fabrikam" in one.text for one in said) == 1
    assert sum("already confirmed" in one.text for one in said) == 3
    assert shop.orders() == 1


def test_a_domain_that_two_customers_buy_at_the_same_moment_is_one_of_theirs(alice, chloe, shop, office):
    office.write("UPDATE organisations SET tenant = NULL WHERE name = 'Contoso'")
    shop.put(alice, E3, 5)
    shop.put(chloe, E3, 5, place=CONTOSO)
    cards = {alice: shop.summary(alice, prefix="same"), chloe: shop.summary(chloe, CONTOSO, prefix="same")}
    said = at_once(*(lambda who=who, card=card: who.presses(card, "Buy") for who, card in cards.items()))
    assert sum("ordered for" in one.text for one in said) == 1
    assert sum("same.onmicrosoft.com" in one.text for one in said) == 1
    assert (shop.orders(), office.one("SELECT count(*) FROM tenants")) == (1, 1)


def test_lines_that_several_people_add_at_once_are_all_there(alice, ole, hanna, shop, office):
    """Each round opens a new cart, which is where they get into each other's way."""
    for _round in range(8):
        at_once(*(lambda who=who: shop.put(who, E3, 5) for who in (alice, ole, hanna) * 2))
        assert office.rows(f"{_OPEN} AND seats = 30") == [(1,)]
        office.write("UPDATE carts SET closed_at = changed_at WHERE closed_at IS NULL")


@pytest.fixture
def asked(shop, chloe, alice, office):
    """A purchase for Contoso by its seller, which Contoso's Admin must approve."""
    chloe.sends(SetThresholds(organisation=CONTOSO, saves="yes", seats="3").token)
    shop.put(alice, E3, 5, place=CONTOSO)
    alice.presses(shop.summary(alice, CONTOSO), "Buy")
    assert state(office) == "waiting"
    return Approve(order=str(office.one("SELECT id FROM orders WHERE number IS NOT NULL"))).token


def state(office):
    return office.one("SELECT state FROM orders WHERE number IS NOT NULL")


def test_a_cart_that_waits_for_approval_says_so_and_is_bought_as_it_is_approved(alice, chloe, shop, office, asked):
    assert "Order C-000001 of this cart waits for approval." in shop.cart(alice, CONTOSO).text
    chloe.sends(asked)
    assert state(office) == "accepted"
    assert "The cart is empty." in shop.cart(alice, CONTOSO).text


def test_what_was_asked_for_is_void_once_the_cart_is_another(alice, chloe, shop, office, asked):
    assert "waits for approval" not in shop.put(alice, E3, 1, place=CONTOSO).text
    chloe.sends(asked)
    assert state(office) == "refused"
    assert "Due at the purchase: €2,160.00" in shop.cart(alice, CONTOSO).text


def test_the_very_same_cart_is_not_asked_for_twice(ole, shop, office, asked):
    said = ole.presses(shop.checkout(ole, CONTOSO), "Buy")
    assert "waits for approval already, as order C-000001" in said.text
    assert shop.orders() == 1
