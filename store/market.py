"""What a customer can buy at a moment: the offers that its seller has a price for in its country, within a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from store.prepared import Query
from store.prices import valid
from store.schema import lineage, offers, organisations, prices, products, subscriptions
from store.values import (
    MOST_SEATS,
    Billing,
    Money,
    OfferId,
    OrganisationId,
    Policy,
    ProductId,
    Scope,
    TermLength,
)

_MOST_CURRENCIES: Final = 20
_ORDER: Final = ((TermLength.YEAR, Billing.ANNUAL), (TermLength.YEAR, Billing.MONTHLY))
"""As the choices of term and billing are told: these first, then by length."""


@dataclass(frozen=True, slots=True)
class Priced:
    """An offer as it is sold at a moment. `unit_price` is per seat and billing period, without taxes.

    `least` and `most` bound the seats. `valid_to` is the first moment at which the price is no longer good.
    """

    offer: OfferId
    product: ProductId
    sku: str
    name: str
    policy: Policy
    category: str
    url: str | None
    length: TermLength
    billing: Billing
    unit_price: Money
    least: int
    most: int
    valid_to: datetime | None


class _Row(NamedTuple):
    offer: OfferId
    product: ProductId
    sku: str
    name: str
    policy: Policy
    category: str
    url: str | None
    length: TermLength
    billing: Billing
    amount: Decimal
    currency: str
    least: int | None
    most: int | None
    valid_to: datetime | None


_buyer = (
    select(organisations.c.id)
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .where(lineage.c.ancestor == bindparam("root"), organisations.c.id == bindparam("customer"))
)
_seller = _buyer.with_only_columns(organisations.c.parent_id).scalar_subquery()
_country = _buyer.with_only_columns(organisations.c.country).scalar_subquery()


def listed() -> tuple[ColumnElement[bool], ...]:
    """The prices that the seller of `customer` (within `root`) has for its country."""
    return prices.c.seller_id == _seller, prices.c.country == _country


_SOLD = (
    select(
        offers.c.id,
        products.c.id.label("product"),
        products.c.sku,
        products.c.name,
        products.c.policy,
        products.c.category,
        products.c.url,
        offers.c.length,
        offers.c.billing,
        prices.c.unit_price,
        prices.c.currency,
        prices.c.min_seats,
        prices.c.max_seats,
        prices.c.valid_to,
    )
    .join(prices, prices.c.offer_id == offers.c.id)
    .join(products, products.c.id == offers.c.product_id)
    .where(*listed(), valid(), prices.c.currency == bindparam("currency"))
    .order_by(prices.c.valid_from)
)
_OFFER = Query(_SOLD.where(prices.c.offer_id == bindparam("offer")))
_PRODUCTS = _SOLD.where(prices.c.product_id.in_(bindparam("products", expanding=True)))
_NEXT_CURRENCY = Query(select(func.min(prices.c.currency)).where(*listed(), prices.c.currency > bindparam("after")))
_SOLD_IN = Query(select(prices.c.id).where(*listed(), valid(), prices.c.currency == bindparam("currency")).limit(1))
_SOLD_PRODUCT_IN = Query(
    select(prices.c.currency)
    .where(*listed(), valid(), prices.c.product_id == bindparam("product"))
    .distinct()
    .order_by(prices.c.currency)
)
_PAID_IN = Query(
    select(subscriptions.c.currency)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), subscriptions.c.organisation_id == bindparam("customer"))
    .order_by(subscriptions.c.created_at.desc(), subscriptions.c.number.desc())
    .limit(1)
)


def offer(
    db: Connection, scope: Scope, customer: OrganisationId, offer: OfferId, currency: str, at: datetime
) -> Priced | None:
    """One offer as the customer can buy it at that moment; None where its seller has no price for it."""
    values = {"root": scope.root, "customer": customer, "offer": offer, "currency": currency, "at": at}
    rows = _OFFER.run(db, values).all()
    return _priced(_Row._make(rows[-1])) if rows else None


def choices(
    db: Connection, scope: Scope, customer: OrganisationId, product: ProductId, currency: str, at: datetime
) -> list[Priced]:
    """The terms and billings that a product is sold with, the usual one first."""
    return of_products(db, scope, customer, [product], currency, at).get(product, [])


def of_products(
    db: Connection, scope: Scope, customer: OrganisationId, wanted: Sequence[ProductId], currency: str, at: datetime
) -> dict[ProductId, list[Priced]]:
    """The same for several products, each a list in that order."""
    values = {"root": scope.root, "customer": customer, "products": list(wanted), "currency": currency, "at": at}
    latest = {row.id: _priced(_Row._make(row)) for row in db.execute(_PRODUCTS, values)}
    found: dict[ProductId, list[Priced]] = {}
    for one in sorted(latest.values(), key=_place):
        found.setdefault(one.product, []).append(one)
    return found


def currencies(db: Connection, scope: Scope, customer: OrganisationId, at: datetime) -> list[str]:
    """Those in which the customer can buy anything at that moment, by their letters."""
    values = {"root": scope.root, "customer": customer, "at": at, "after": ""}
    listed: list[str] = []
    while len(listed) < _MOST_CURRENCIES and (found := _NEXT_CURRENCY.run(db, values).scalar_one()):
        listed.append(found)
        values["after"] = found
    return [one for one in listed if _SOLD_IN.run(db, values | {"currency": one}).first()]


def currency(db: Connection, scope: Scope, customer: OrganisationId, at: datetime) -> str | None:
    """What the customer pays in already, if its seller sells in that; None where it sells nothing."""
    sold = currencies(db, scope, customer, at)
    paid = _PAID_IN.run(db, {"root": scope.root, "customer": customer}).scalar_one_or_none()
    return paid if paid in sold else next(iter(sold), None)


def currencies_of(
    db: Connection, scope: Scope, customer: OrganisationId, product: ProductId, at: datetime
) -> list[str]:
    """Those in which the customer can buy that product."""
    values = {"root": scope.root, "customer": customer, "product": product, "at": at}
    return list(_SOLD_PRODUCT_IN.run(db, values).scalars())


def _priced(row: _Row) -> Priced:
    return Priced(
        *row[:9],
        unit_price=Money(row.amount, row.currency),
        least=row.least or 1,
        most=row.most or MOST_SEATS,
        valid_to=row.valid_to,
    )


def _place(one: Priced) -> tuple[int, int, int]:
    usual = _ORDER.index((one.length, one.billing)) if (one.length, one.billing) in _ORDER else len(_ORDER)
    return usual, one.length.months, one.billing.months
