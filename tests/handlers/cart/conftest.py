"""Carts of Fabrikam, which has no tenant yet, and of Contoso, which has one."""

from __future__ import annotations

from uuid import UUID

import pytest

from handlers.cart.commands import AddToCart, Checkout, ShowCart
from handlers.sample.loading import sample_id
from jobs.orders import Orders

FABRIKAM = str(sample_id("organisation", "Fabrikam"))
CONTOSO = str(sample_id("organisation", "Contoso"))
_OFFER = (
    "SELECT o.id FROM offers o JOIN products p ON p.id = o.product_id"
    " WHERE p.name = :product AND length = :length AND billing = :billing"
)
COMPANY = {
    "company": "Fabrikam SA",
    "first_name": "Inès",
    "last_name": "Moreau",
    "email": "Ines@Fabrikam.example",
    "street": "1 rue de la Paix",
    "postal_code": "75 002",
    "city": "Paris",
    "country": "France",
    "phone": "",
    "region": "",
}


class Shop:
    """What somebody does in the shop, in few words."""

    def __init__(self, office):
        self.office = office

    def offer(self, product, length="P1Y", billing="annual"):
        return str(UUID(str(self.office.one(_OFFER, product=product, length=length, billing=billing))))

    def put(self, who, product, seats, *, place=FABRIKAM, length="P1Y", billing="annual"):
        offer = self.offer(product, length, billing)
        return who.sends(AddToCart(organisation=place, offer=offer, currency="EUR").token, seats=str(seats))

    def put_offer(self, who, id, seats):
        token = AddToCart(organisation=FABRIKAM, offer=str(UUID(str(id))), currency="EUR").token
        return who.sends(token, seats=str(seats))

    def cart(self, who, place=FABRIKAM):
        return who.sends(ShowCart(organisation=place).token)

    def checkout(self, who, place=FABRIKAM, step=""):
        return who.sends(Checkout(organisation=place, step=step).token)

    def options(self, who, place=FABRIKAM):
        """All the pages of the first step, left as they are."""
        said = who.submits(self.checkout(who, place))
        while any(field.startswith("offer:") for field in said.fields):
            said = who.submits(said)
        return said

    def with_account(self, who, place=FABRIKAM, prefix="fabrikam"):
        """Up to the payment, with a new account."""
        return self.account(who, self.options(who, place), prefix)

    def account(self, who, said, prefix="fabrikam"):
        """From the choice of the account up to the payment."""
        said = who.submits(said, way="new")
        said = who.submits(said, prefix=prefix, qualification="none")
        return who.submits(said, **COMPANY)

    def summary(self, who, place=FABRIKAM, prefix="fabrikam"):
        """Whatever lies before it, filled in."""
        said = self.options(who, place)
        payment = self.account(who, said, prefix) if "way" in said.fields else said
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

    def carry_out(self):
        """What the jobs do with orders."""
        works = Orders(self.office.database, lambda: self.office.now)
        while task := works.take():
            works.act(task)

    def orders(self):
        return self.office.one("SELECT count(*) FROM orders WHERE number IS NOT NULL")


@pytest.fixture
def shop(office):
    """Everything is sold with 300 seats at most."""
    office.write("UPDATE prices SET max_seats = 300")
    return Shop(office)
