"""Price lists: what a seller's customers pay for an offer, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import PlainValidator, TypeAdapter
from typing_extensions import TypedDict

from handlers.importing.catalogue import Catalogue, Goods, goods
from handlers.importing.cells import At, Needed, Text, amount, needed, page
from handlers.importing.choices import AsPolicy, billing, country, currency, length
from handlers.importing.forms import Form, Row
from handlers.importing.places import Places
from handlers.importing.problems import BadRow
from handlers.importing.work import Work, differing
from handlers.policy.terms import first_second, utc_day
from store import additions, corrections, matching
from store.additions import NewPrice
from store.matching import KnownPrice, KnownProduct
from store.values import Billing, TermLength


class PriceRow(TypedDict, total=False):
    seller: Needed
    product: Text
    product_id: Text
    sku: Text
    policy: AsPolicy
    category: Text
    length: Annotated[TermLength, PlainValidator(needed(length))]
    billing: Annotated[Billing, PlainValidator(needed(billing))]
    country: Annotated[str, PlainValidator(needed(country))]
    currency: Annotated[str, PlainValidator(needed(currency))]
    unit_price: Annotated[Decimal, PlainValidator(needed(amount))]
    valid_from: At
    valid_to: At
    url: Annotated[str | None, PlainValidator(page)]


Key = tuple[UUID, UUID, str, str, datetime]
"""Seller, offer, country, currency, and from when."""


class Writing:
    """Writes the rows of one import, some thousand at a time."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._catalogue = Catalogue(work)
        self._since = first_second(utc_day(work.now))
        self._opening: dict[UUID, str] = {}

    def __call__(self, rows: Sequence[Row[PriceRow]]) -> None:
        wanted = self._wanted(rows)
        pairs = {key[:2] for key in wanted}
        known = {_key(one): one for one in matching.prices_of(self._work.db, self._work.scope, pairs)} if pairs else {}
        new = [self._row(key, row.said) for key, row in wanted.items() if key not in known]
        additions.prices(self._work.db, new)
        self._work.tally.new += len(new)
        for key, row in wanted.items():
            if key in known:
                self._correct(known[key], row.said)
            if url := row.said.get("url"):
                self._open(key[0], self._catalogue.product(_goods(row.said)), url)

    def _wanted(self, rows: Sequence[Row[PriceRow]]) -> dict[Key, Row[PriceRow]]:
        """The rows by what they are a price of."""
        places = Places(self._work, (row.said["seller"] for row in rows))
        self._catalogue.look_up({_goods(row.said) for row in rows})
        wanted: dict[Key, Row[PriceRow]] = {}
        for row in rows:
            try:
                seller = places.one("seller", row.said["seller"])
                offer = self._offer(row.said)
            except BadRow as no:
                self._work.wrong(row.number, no)
                continue
            since = row.said.get("valid_from") or self._since
            key = (seller.id, offer, row.said["country"], row.said["currency"], since)
            if (first := wanted.setdefault(key, row)) is not row:
                twice = BadRow("product", f"the same offer on the same day as in row {first.number}")
                self._work.wrong(row.number, twice)
        return wanted

    def _offer(self, said: PriceRow) -> UUID:
        return self._catalogue.offer(self._catalogue.product(_goods(said)), said["length"], said["billing"])

    def _row(self, key: Key, said: PriceRow) -> NewPrice:
        seller, offer, market, money, since = key
        product = self._catalogue.product(_goods(said)).id
        price, until = said["unit_price"], said.get("valid_to")
        return NewPrice(next(self._work.ids), seller, product, offer, market, money, price, since, until)

    def _open(self, seller: UUID, product: KnownProduct, url: str) -> None:
        """The catalogue is everybody's, so what changes in it is recorded with whoever's list says so."""
        before = self._opening.get(product.id, product.url)
        self._opening[product.id] = url
        if before != url:
            corrections.opens_at(self._work.db, product.id, url)
            self._work.record(seller, product.name, {"url": f"{before or '–'} → {url}"})

    def _correct(self, known: KnownPrice, said: PriceRow) -> None:
        changes = differing(known, dict(said), ("unit_price", "valid_to"))
        if changes:
            values = {name: new for name, (_old, new) in changes.items()}
            corrections.price(self._work.db, self._work.scope, known.id, values)
            self._work.corrected(known.seller_id, said.get("product") or said.get("sku") or "", changes)
        else:
            self._work.tally.same += 1


def _goods(said: PriceRow) -> Goods:
    code = (said.get("product_id"), said.get("sku"))
    return goods(*code, said.get("product"), said.get("policy"), said.get("category"))


def _key(one: KnownPrice) -> Key:
    return one.seller_id, one.offer_id, one.country, one.currency, one.valid_from


FORM: Final = Form(
    noun="prices",
    adapter=TypeAdapter(list[PriceRow]),
    columns={
        "seller": ("seller", "partner", "reseller", "vendeur", "partenaire", "revendeur"),
        "product": ("product", "sku title", "product name", "product title", "offer name", "produit"),
        "product_id": ("product id",),
        "sku": ("sku", "sku id", "part number", "article"),
        "policy": ("policy", "product type", "type de produit"),
        "category": ("category", "publisher", "vendor", "catégorie", "éditeur"),
        "length": ("term", "term duration", "durée", "engagement"),
        "billing": ("billing", "billing plan", "billing cycle", "billing frequency", "facturation"),
        "country": ("country", "market", "country code", "pays"),
        "currency": ("currency", "currency code", "devise"),
        "unit_price": ("unit price", "price", "prix unitaire", "prix"),
        "valid_from": ("valid from", "effective start date", "valable du", "à partir du"),
        "valid_to": ("valid to", "effective end date", "valable jusqu'au", "jusqu'au"),
        "url": ("service url", "opens at", "adresse du service"),
    },
    needed=(
        ("seller",),
        ("product", "sku", "product_id"),
        *(("length",), ("billing",), ("country",), ("currency",), ("unit_price",)),
    ),
    begin=Writing,
)
