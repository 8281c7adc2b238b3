"""A price list of 50,000 offers, on SQLite alone: what is asked of it is the same on PostgreSQL."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handlers import sample
from handlers.market.commands import ShowMarket
from handlers.policy import product_names
from handlers.policy.names import fold
from handlers.sample.loading import sample_id
from store import additions
from store.additions import NewOffer, NewPrice, NewProduct
from store.database import Database
from store.ids import ascending
from store.values import Billing, Policy, TermLength
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office
from tests.handlers.market.conftest import ALWAYS, CONTOSO

PRODUCTS = 16_667
CHOICES = (
    (TermLength.YEAR, Billing.ANNUAL),
    (TermLength.YEAR, Billing.MONTHLY),
    (TermLength.MONTH, Billing.MONTHLY),
)


@pytest.fixture
def big_office(sqlite_url):
    database = Database.open(sqlite_url)
    office = Office(database, NOW)
    with database.transaction() as db:
        fill(db, sample_id("organisation", "Atelier Cloud"))
    yield office
    database.close()


def fill(db, seller) -> None:
    ids = ascending(NOW)
    products = [product(next(ids), number) for number in range(PRODUCTS)]
    offers = [NewOffer(next(ids), one.id, *choice) for one in products for choice in CHOICES]
    additions.products(db, products)
    additions.offers(db, offers)
    sold = [(next(ids), seller, one.product_id, one.id, "FR", "EUR", Decimal(5), ALWAYS) for one in offers]
    additions.prices(db, [NewPrice(*one) for one in sold])


def product(id, number: int) -> NewProduct:
    name, sku = f"Gadget {number:05}", f"G-{number:05}"
    words = product_names.words(name, sku, "Gadgets")
    return NewProduct(id, sku, name, fold(name), Policy.NEW_COMMERCE, "Gadgets", None, words)


def test_pages_and_searches_of_fifty_thousand_offers(big_office):
    chloe = big_office.person(sample.CONTOSO_ADMIN)
    front = chloe.asks("market")
    assert "Gadgets: Products 16667" in front.text.replace(",", "")
    listed = chloe.presses(front, "Gadgets")
    assert "Gadget 00009" in listed.text
    assert "1–10 of more than 1,000" in listed.text
    last = chloe.sends(ShowMarket(organisation=CONTOSO, category="Gadgets", offset=16_660).token)
    assert {"Gadget 16660", "Gadget 16666"} <= set(last.buttons)
    assert "SKU: G-12345" in chloe.asks("market gadget 12345").text
    assert "This is what “gadget” finds" in chloe.asks("market gadgte").text
