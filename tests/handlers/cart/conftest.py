"""Carts of Fabrikam, which has no tenant yet, and of Contoso, which has one."""

from __future__ import annotations

import pytest

from handlers.cart.commands import AddToCart, Checkout, ShowCart
from handlers.sample.loading import sample_id

FABRIKAM = str(sample_id("organisation", "Fabrikam"))
CONTOSO = str(sample_id("organisation", "Contoso"))
COMPANY = {
    "company": "Fabrikam SA",
    "first_name": "Inès",
    "last_name": "Moreau",
    "email": "Ines@Fabrikam.example",
    "street": "1 rue de la Paix",
    "postal_code": "75 002",
    "city": "Paris",
    "country": "France",
}


class Shop:
    """What somebody does in the shop, in few words."""

    def __init__(self, office):
        self.office = office

    def offer(self, product, length="P1Y", billing="annual"):
        from uuid import UUID  # noqa: PLC0415

        sql = "SELECT o.id FROM offers o JOIN products p ON p.id = o.product_id WHERE p.name = :p AND length = :l AND billing = :b"
        return str(UUID(str(self.office.one(sql, p=product, l=length, b=billing))))

    def put(self, who, product, seats, *, place=FABRIKAM, length="P1Y", billing="annual"):
        offer = self.offer(product, length, billing)
        return who.sends(AddToCart(organisation=place, offer=offer, currency="EUR").token, seats=str(seats))

    def cart(self, who, place=FABRIKAM):
        return who.sends(ShowCart(organisation=place).token)

    def checkout(self, who, place=FABRIKAM, step=""):
        return who.sends(Checkout(organisation=place, step=step).token)

    def with_account(self, who, prefix="fabrikam"):
        """Up to the payment, with a new account."""
        said = who.submits(self.checkout(who))
        said = who.submits(said, way="new")
        said = who.submits(said, prefix=prefix, qualification="none")
        return who.submits(said, **COMPANY)

    def summary(self, who, place=FABRIKAM, prefix="fabrikam"):
        """Whatever lies before it, filled in."""
        payment = self.with_account(who, prefix) if place == FABRIKAM else who.submits(self.checkout(who, place))
        return who.submits(payment, method="invoice")

    def price(self, product, price, length="P1Y", billing="annual"):
        """The seller's price of an offer is another from now on."""
        offer = self.offer(product, length, billing)
        sql = "UPDATE prices SET unit_price = :price WHERE offer_id = :offer"
        self.office.write(sql, price=int(price * 1_000_000), offer=self.stored(offer))

    def ended(self, product, length="P1Y", billing="annual"):
        """The seller sells it no longer."""
        offer = self.offer(product, length, billing)
        self.office.write("DELETE FROM prices WHERE offer_id = :offer", offer=self.stored(offer))

    def stored(self, id):
        return id.replace("-", "") if self.office.database.is_sqlite else id

    def orders(self):
        return self.office.one("SELECT count(*) FROM orders WHERE number IS NOT NULL")


@pytest.fixture
def shop(office):
    return Shop(office)
