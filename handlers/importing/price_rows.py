"""What a row of a price list says, and which rows are passed over since nothing here is sold like that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Final, TypeVar

from pydantic import PlainValidator
from typing_extensions import TypedDict

from handlers.importing import choices
from handlers.importing.cells import At, Text, amount, moment, needed, page, whole
from handlers.importing.choices import AsPolicy, billing, length
from handlers.importing.forms import Skip
from handlers.policy.names import fold
from store.values import MOST_SEATS, Billing, Policy, TermLength

T = TypeVar("T")
FOREVER: Final = datetime.max.replace(tzinfo=UTC)
"""How a list writes that a price has no end: the year 9999."""
_LAST_SECOND: Final = time(23, 59, 59)
_COMMERCIAL: Final = {"", "commercial", "commerciale", "entreprise"}
_OFFERED: Final = {
    (TermLength.YEAR, Billing.ANNUAL),
    (TermLength.YEAR, Billing.MONTHLY),
    (TermLength.MONTH, Billing.MONTHLY),
}


@lru_cache(maxsize=4096)
def price(text: str) -> Decimal | None:
    """An amount above nothing."""
    if text.strip().startswith(("-", "−")):
        raise ValueError(f"“{text.strip()[:40]}” is below zero")
    read = amount(text)
    if read is not None and not read:
        raise ValueError("is zero; what costs nothing is not in a price list")
    return read


@lru_cache(maxsize=4096)
def until(text: str) -> datetime | None:
    """The first moment after a span. Of a day, or its last second, that is the next day's first one."""
    read = moment(text)
    if read is None:
        return None
    if read.year == FOREVER.year:
        return FOREVER
    if "T" not in text and ":" not in text:
        return read + timedelta(days=1)
    ends = read.time().replace(microsecond=0) == _LAST_SECOND
    return read.replace(microsecond=0) + timedelta(seconds=1) if ends else read


@lru_cache(maxsize=4096)
def seats(text: str) -> int | None:
    """A number of seats; None where there is no bound."""
    read = whole(text)
    if read == 0:
        raise ValueError("is zero")
    return None if read is None or read > MOST_SEATS else read


class PriceRow(TypedDict, total=False):
    seller: Text
    product: Text
    product_id: Text
    sku: Text
    policy: AsPolicy
    category: Text
    publisher: Text
    length: Annotated[TermLength, PlainValidator(needed(length))]
    billing: Annotated[Billing, PlainValidator(needed(billing))]
    country: Annotated[str, PlainValidator(needed(choices.known_country))]
    currency: Annotated[str, PlainValidator(needed(choices.known_currency))]
    unit_price: Annotated[Decimal, PlainValidator(needed(price))]
    valid_from: At
    valid_to: Annotated[datetime | None, PlainValidator(until)]
    tier: Text
    least: Annotated[int | None, PlainValidator(seats)]
    most: Annotated[int | None, PlainValidator(seats)]
    segment: Text
    url: Annotated[str | None, PlainValidator(page)]


COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "seller": ("seller", "partner", "reseller", "vendeur", "partenaire", "revendeur"),
    "product": ("product", "sku title", "product name", "product title", "offer name", "produit"),
    "product_id": ("product id",),
    "sku": ("sku", "sku id", "part number", "article"),
    "policy": ("policy", "product type", "type de produit"),
    "category": ("category", "product family", "catégorie"),
    "publisher": ("publisher", "vendor", "éditeur"),
    "length": ("term", "term duration", "durée", "engagement"),
    "billing": ("billing", "billing plan", "billing cycle", "billing frequency", "facturation"),
    "country": ("country", "market", "country code", "pays"),
    "currency": ("currency", "currency code", "devise"),
    "unit_price": ("unit price", "price", "prix unitaire", "prix"),
    "valid_from": ("valid from", "effective start date", "valable du", "à partir du"),
    "valid_to": ("valid to", "effective end date", "valable jusqu'au", "jusqu'au"),
    "tier": ("pricing tier range min",),
    "least": ("min seats", "minimum seats", "licences minimum"),
    "most": ("max seats", "maximum seats", "pricing tier range max", "licences maximum"),
    "segment": ("segment", "customer type", "secteur"),
    "url": ("service url", "opens at", "adresse du service"),
}
ONLY_READ: Final = {"product_id", "publisher", "segment", "tier"}
"""Columns of other programs' lists; an export says the same by the others."""


def passing(*, three_years: bool) -> Skip:
    """Which rows are passed over, with or without terms of three years among what is offered."""

    @lru_cache(maxsize=4096)
    def reason(segment: str, tier: str, kind: str, term: str, plan: str) -> str | None:
        return _of_others(segment) or _of_a_later_tier(tier) or _not_offered(kind, term, plan, three_years=three_years)

    names = ("segment", "tier", "policy", "length", "billing")
    return lambda cells: reason(*(cells.get(name, "") for name in names))


def _of_others(segment: str) -> str | None:
    return None if fold(segment) in _COMMERCIAL else f"the segment “{segment.strip()[:40]}” is not sold to here"


def _of_a_later_tier(tier: str) -> str | None:
    """A list with tiers has a price from one seat on and others from more; one of each offer is kept."""
    digits = tier.strip()
    many = digits.isascii() and digits.isdigit() and int(digits[:12]) > 1
    return f"a price from {digits} seats on: the one from 1 seat on is taken" if many else None


def _not_offered(kind: str, term: str, plan: str, *, three_years: bool) -> str | None:
    """None for what is offered, and for cells that are empty: what is missing is told as wrong."""
    lasts, comes = _known(length, term), _known(billing, plan)
    if term.strip() and lasts is None:
        return f"the term “{term.strip()[:40]}” is not offered"
    if plan.strip() and comes is None:
        return f"the billing “{plan.strip()[:40]}” is not offered"
    if lasts is None or comes is None or _known(choices.policy, kind) not in {None, Policy.NEW_COMMERCE}:
        return None
    if lasts is TermLength.THREE_YEARS and comes is not Billing.ONCE:
        return None if three_years else "terms of three years are not offered (--three-years)"
    known = (lasts, comes) in _OFFERED or (comes is Billing.ONCE and not kind.strip())
    return None if known else f"a term of {lasts} billed {comes} is not offered"


def _known(read: Callable[[str], T | None], text: str) -> T | None:
    try:
        return read(text)
    except ValueError:
        return None
