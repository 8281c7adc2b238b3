"""Products and their offers as rows name them; what the catalogue lacks is added to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from handlers.policy import product_names
from handlers.policy.names import fold
from store import additions, matching
from store.additions import NewOffer, NewProduct
from store.matching import KnownProduct
from store.values import Billing, Policy, TermLength

_LONGEST_SKU: Final = 80
_SHORT_SKU: Final = 4
_NO_CATEGORY: Final = "Other"


class Goods(NamedTuple):
    """What a row says of a product: its SKU, its name, or both; the publisher is its category if nothing else is."""

    sku: str | None
    name: str | None
    policy: Policy | None = None
    category: str | None = None
    publisher: str | None = None


@lru_cache(maxsize=4096)
def goods(
    product_id: str | None,
    sku: str | None,
    name: str | None,
    policy: Policy | None = None,
    category: str | None = None,
    publisher: str | None = None,
) -> Goods:
    """A portal's product id and its short SKU (`0001`, of which a spreadsheet eats the zeros) are one SKU together."""
    short = sku.zfill(_SHORT_SKU) if product_id and sku and sku.isdigit() else sku
    code = ":".join(part for part in (product_id, short) if part)[:_LONGEST_SKU]
    return Goods(code or None, name, policy, category, publisher)


class Found:
    """Products by SKU and by name."""

    def __init__(self, products: Iterable[KnownProduct]) -> None:
        self._skus: dict[str, KnownProduct] = {}
        self._names: dict[str, list[KnownProduct]] = {}
        for one in products:
            self.add(one)

    def add(self, one: KnownProduct) -> None:
        self._skus[one.sku] = one
        self._names.setdefault(one.folded, []).append(one)

    def answering(self, wanted: Goods) -> list[KnownProduct]:
        """By SKU; by name those that have none of their own, or any where the row gives no SKU."""
        if wanted.sku and (same := self._skus.get(wanted.sku)):
            return [same]
        folded = fold(wanted.name or "")
        called = self._names.get(folded, [])
        return [one for one in called if not wanted.sku or one.sku == folded[:_LONGEST_SKU]]


@dataclass(slots=True)
class Catalogue:
    """Remembers what it has looked up or added during one import."""

    work: Work
    _products: dict[Goods, list[KnownProduct]] = field(default_factory=dict)
    _offers: dict[tuple[str, TermLength, Billing], UUID] = field(default_factory=dict)
    _new_products: list[NewProduct] = field(default_factory=list)
    _new_offers: list[NewOffer] = field(default_factory=list)

    def look_up(self, named: Iterable[Goods]) -> None:
        """Know all of these, adding those that nobody knew."""
        wanted = {one for one in named if one not in self._products and (one.sku or one.name)}
        if not wanted:
            return
        names = {fold(one.name) for one in wanted if one.name}
        listed = matching.products_answering(self.work.db, skus={one.sku for one in wanted if one.sku}, names=names)
        found = Found(listed)
        for one in sorted(wanted, key=str):
            self._products[one] = found.answering(one) or [self._add(one, found)]
        additions.products(self.work.db, self._new_products)
        self._new_products = []
        skus = {one.id: one.sku for one in listed}
        for (product, length, billing), id in matching.offers_of(self.work.db, skus).items():
            self._offers[skus[product], length, billing] = id

    def product(self, wanted: Goods) -> KnownProduct:
        """`BadRow` says why there is not exactly one."""
        found = self._products.get(wanted, [])
        if not found:
            raise BadRow("product", "is missing")
        if len(found) > 1:
            raise BadRow("product", f"{len(found)} products are called “{wanted.name}”; give the SKU as well")
        return found[0]

    def offer(self, product: KnownProduct, length: TermLength, billing: Billing) -> UUID:
        """The offer of that term and billing; the next `settle` adds it if nobody had it."""
        key = (product.sku, length, billing)
        if (known := self._offers.get(key)) is not None:
            return known
        new = self._offers[key] = next(self.work.ids)
        self._new_offers.append(NewOffer(new, product.id, length, billing))
        return new

    def settle(self) -> set[UUID]:
        """Put new offers into the tables, before rows that refer to them; which ones these were."""
        additions.offers(self.work.db, self._new_offers)
        new = {one.id for one in self._new_offers}
        self._new_offers = []
        return new

    def _add(self, one: Goods, found: Found) -> KnownProduct:
        name = one.name or one.sku or ""
        folded = fold(name)
        product = KnownProduct(
            id=next(self.work.ids),
            sku=one.sku or folded[:_LONGEST_SKU],
            name=name,
            folded=folded,
            policy=one.policy or Policy.NEW_COMMERCE,
            category=_category(one, name),
        )
        words = product_names.words(name, product.sku, product.category)
        self._new_products.append(NewProduct(*product, words=words))
        found.add(product)
        return product


def _category(one: Goods, name: str) -> str:
    said = one.category or product_names.family(name) or one.publisher or _NO_CATEGORY
    return said[: product_names.LONGEST_CATEGORY]
