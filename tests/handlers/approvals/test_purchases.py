"""A purchase that waits: the cart stays until somebody else has approved it, and only as it was shown."""

from __future__ import annotations

import pytest

from tests.handlers.approvals.conftest import CONTOSO, E3
from tests.handlers.cart.conftest import Shop


@pytest.fixture
def shop(office, chloe, nora, desk):
    """Contoso has ordered five seats for 1,800 €."""
    office.write("UPDATE prices SET max_seats = 300")
    shop = Shop(office)
    shop.put(chloe, E3, 5, place=CONTOSO)
    return shop


@pytest.fixture
def waits(shop, chloe):
    """What Chloé is told at the press."""
    return chloe.presses(shop.summary(chloe, CONTOSO), "Buy")


def test_nothing_is_bought_and_the_cart_stays(chloe, shop, desk, waits):
    assert "Waiting for approval by nora.petit@contoso.example" in waits.text
    assert desk.states() == (["waiting"], ["asked"])
    assert E3 in shop.cart(chloe, CONTOSO).text


def test_approved_it_is_bought_once_and_the_cart_is_empty(chloe, nora, shop, desk, office, waits):
    assert "purchase of 5 seats" in nora.asks("approvals 1").text
    desk.approves(nora)
    assert desk.states() == (["accepted"], ["approved"])
    assert "The cart is empty." in shop.cart(chloe, CONTOSO).text
    shop.carry_out()
    assert office.rows("SELECT state FROM orders WHERE number = 1") == [("completed",)]
    assert office.one("SELECT count(*) FROM subscriptions WHERE name = :name", name=E3) == 2


@pytest.mark.parametrize("change", ["price", "ended", "put"])
def test_what_changed_in_the_cart_or_the_price_list_is_not_what_was_approved(chloe, nora, shop, desk, change, waits):
    if change == "put":
        shop.put(chloe, "Visio Plan 2", 1, place=CONTOSO)
    elif change == "price":
        shop.price(E3, 300)
    else:
        shop.ended(E3)
    assert "What was asked for has changed meanwhile. Nothing was ordered." in desk.approves(nora).text
    assert desk.states() == (["refused"], ["overtaken"])
    assert E3 in shop.cart(chloe, CONTOSO).text


def test_the_same_cart_is_asked_for_once_whoever_asks(alice, shop, desk, waits):
    said = alice.presses(shop.checkout(alice, CONTOSO), "Buy")
    assert "The very same waits for approval already, as order C-000001." in said.text
