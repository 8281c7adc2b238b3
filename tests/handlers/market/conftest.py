"""Price lists with something of our own in them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

import pytest

from handlers.cart.commands import AddToCart
from handlers.market.commands import ShowProduct
from handlers.policy import product_names
from handlers.policy.names import fold
from handlers.sample.loading import sample_id
from store import additions
from store.additions import NewOffer, NewPrice, NewProduct
from store.values import Billing, Policy, TermLength

CONTOSO = str(sample_id("organisation", "Contoso"))
ALWAYS = datetime(2020, 1, 1, tzinfo=UTC)


class Stock:
    """What sellers have besides the sample's products."""

    def __init__(self, office):
        self.office = office
        self._skus = count()

    def sells(self, name, **price):
        """A new product by the year, with its price; its id and its offer's."""
        sku = f"TEST-{next(self._skus)}"
        words = product_names.words(name, sku, "Tests")
        product = NewProduct(uuid4(), sku, name, fold(name), Policy.NEW_COMMERCE, "Tests", None, words)
        offer = NewOffer(uuid4(), product.id, TermLength.YEAR, Billing.ANNUAL)
        with self.office.database.transaction() as db:
            additions.products(db, [product])
            additions.offers(db, [offer])
        self.prices((product.id, offer.id), **price)
        return product.id, offer.id

    def prices(self, sold, *, seller="Atelier Cloud", country="FR", currency="EUR", price="12.50", **rest):
        """A price of it; `rest`: since, until, least, most."""
        span = rest.get("since", ALWAYS), rest.get("until"), rest.get("least"), rest.get("most")
        whose = sample_id("organisation", seller)
        row = NewPrice(uuid4(), whose, *sold, country, currency, Decimal(price), *span)
        with self.office.database.transaction() as db:
            additions.prices(db, [row])

    def shown(self, who, product: UUID, currency="", place=CONTOSO):
        return who.sends(ShowProduct(organisation=place, product=str(product), currency=currency).token)

    def put(self, who, offer: UUID, place=CONTOSO, currency="EUR"):
        token = AddToCart(organisation=place, offer=str(offer), currency=currency).token
        return who.sends(token, seats="1")


@pytest.fixture
def stock(office):
    return Stock(office)
