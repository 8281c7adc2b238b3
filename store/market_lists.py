"""What is on sale for a customer, at a glance: categories, pages, searches; every query within a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Never

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from store.market import listed
from store.prepared import Query
from store.prices import valid
from store.schema import prices, product_words, products
from store.values import OrganisationId, ProductId, Scope

MOST_COUNTED: Final = 1_000
"""As many products that a search finds are counted; beyond that a list only says that there are more."""
_END: Final = "\U0010ffff"
_MOST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Sale:
    """What a customer can buy, in one currency, at a moment."""

    customer: OrganisationId
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which products of a sale: `words` begin words of the name, the SKU or the category, folded."""

    words: tuple[str, ...] = ()
    category: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    id: ProductId
    sku: str
    name: str
    category: str


def page(db: Connection, scope: Scope, sale: Sale, wanted: Wanted, *, offset: int, most: int) -> list[Product]:
    """Some of them: by name, or where words are looked for, by the word that fits."""
    values = _values(scope, sale, wanted) | {"most": most, "offset": offset}
    return [Product(*row) for row in _page(*_shape(wanted)).run(db, values)]


def count(db: Connection, scope: Scope, sale: Sale, wanted: Wanted) -> int:
    """How many there are, at most `MOST_COUNTED` and one."""
    values = _values(scope, sale, wanted) | {"most": MOST_COUNTED + 1}
    return _count(*_shape(wanted)).run(db, values).scalar_one()


def categories(db: Connection, scope: Scope, sale: Sale) -> dict[str, int]:
    """How many products there are of each category, by its name."""
    return {row[0]: row[1] for row in _CATEGORIES.run(db, _values(scope, sale, Wanted()))}


def begun(db: Connection, scope: Scope, sale: Sale, beginning: str, *, most: int) -> list[str]:
    """Words of what is on sale that begin like that: what a near word is looked for among."""
    values = _values(scope, sale, Wanted(words=(beginning,))) | {"most": most}
    return list(_BEGUN.run(db, values).scalars())


def _shape(wanted: Wanted) -> tuple[int, bool]:
    """What a statement depends on, so that each is built once."""
    return min(len(wanted.words), _MOST_WORDS), bool(wanted.category)


def _values(scope: Scope, sale: Sale, wanted: Wanted) -> dict[str, object]:
    words = {f"word{place}": word for place, word in enumerate(wanted.words[:_MOST_WORDS])}
    ends = {f"end{place}": word + _END for place, word in enumerate(wanted.words[:_MOST_WORDS])}
    where: dict[str, object] = {"root": scope.root, "customer": sale.customer, "currency": sale.currency}
    return where | {"at": sale.at, "category": wanted.category} | words | ends


_priced: Final = (*listed(), prices.c.currency == bindparam("currency"), valid())


def _on_sale(product: ColumnElement[ProductId]) -> ColumnElement[bool]:
    return select(prices.c.id).where(*_priced, prices.c.product_id == product).exists()


_sold: Final = select(prices.c.product_id).where(*_priced).distinct().subquery()
_CATEGORIES: Final = Query(
    select(products.c.category, func.count())
    .join(_sold, _sold.c.product_id == products.c.id)
    .group_by(products.c.category)
    .order_by(products.c.category)
)
_BEGUN: Final = Query(
    select(product_words.c.word)
    .where(product_words.c.word >= bindparam("word0"), product_words.c.word < bindparam("end0"))
    .where(_on_sale(product_words.c.product_id))
    .distinct()
    .limit(bindparam("most"))
)
_ALL: Final = select(products.c.id, products.c.sku, products.c.name, products.c.category)
_BY_WORD: Final = (product_words.c.word, product_words.c.folded, product_words.c.product_id)
_other: Final = product_words.alias("other")
_earlier: Final = (
    select(_other.c.word)
    .where(_other.c.product_id == product_words.c.product_id, _other.c.word >= bindparam("word0"))
    .where(_other.c.word < product_words.c.word)
    .exists()
)
"""The product is found by another word already."""


@cache
def _page(words: int, category: bool) -> Query[*tuple[Never, ...]]:  # noqa: FBT001 - a shape
    """Read in the order of an index, so that a page costs as much as its rows, however many products there are."""
    order = _BY_WORD if words else (products.c.folded, products.c.id)
    fitting = _fitting(_ALL, words, category=category).order_by(*order)
    return Query(fitting.limit(bindparam("most")).offset(bindparam("offset")))


@cache
def _count(words: int, category: bool) -> Query[int]:  # noqa: FBT001 - a shape
    fitting = _fitting(select(products.c.id), words, category=category).limit(bindparam("most"))
    return Query(select(func.count()).select_from(fitting.subquery()))


def _fitting(of: Select[*tuple[Never, ...]], words: int, *, category: bool) -> Select[*tuple[Never, ...]]:
    found = of.where(products.c.category == bindparam("category")) if category else of
    if not words:
        return found.where(_on_sale(products.c.id))
    found = found.join(product_words, product_words.c.product_id == products.c.id)
    return found.where(*_found(words), _on_sale(product_words.c.product_id))


def _found(words: int) -> Iterator[ColumnElement[bool]]:
    """The first word leads; each other one must be there too."""
    yield product_words.c.word >= bindparam("word0")
    yield product_words.c.word < bindparam("end0")
    yield ~_earlier
    for place in range(1, words):
        also = product_words.alias(f"also{place}")
        yield (
            select(also.c.word)
            .where(also.c.product_id == product_words.c.product_id)
            .where(also.c.word >= bindparam(f"word{place}"), also.c.word < bindparam(f"end{place}"))
            .exists()
        )
