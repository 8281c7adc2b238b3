"""Price lists: what a seller's customers pay for an offer, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from handlers.importing import price_spans
from handlers.importing.catalogue import Catalogue, Goods, goods
from handlers.importing.forms import Form, Row
from handlers.importing.places import Places, label
from handlers.importing.price_rows import COLUMNS, FOREVER, PriceRow, passing
from handlers.importing.price_spans import Key
from handlers.importing.problems import BadRow
from handlers.importing.work import Work, differing
from handlers.policy.terms import first_second, utc_day
from store import additions, corrections, matching
from store.additions import NewPrice
from store.matching import KnownOrganisation, KnownPrice, KnownProduct
from store.values import OrganisationKind

_CORRECTED: Final = {"unit_price": "unit_price", "valid_to": "valid_to", "min_seats": "least", "max_seats": "most"}
"""By column of the table: the field of a row that says it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a file does not say: whose prices these are, which column they are in, whether three years are offered."""

    seller: str = ""
    price: str = ""
    three_years: bool = False


class Writing:
    """Writes the rows of one import, some thousand at a time."""

    def __init__(self, options: Options, work: Work) -> None:
        self._options, self._work = options, work
        self._catalogue = Catalogue(work)
        self._since = first_second(utc_day(work.now))
        self._opening: dict[UUID, str] = {}
        self._taken: dict[Key, int] = {}
        self._sellers: dict[str, UUID] = {}

    def __call__(self, rows: Sequence[Row[PriceRow]]) -> None:
        wanted = self._wanted(rows)
        known = self._known(wanted, without=self._catalogue.settle())
        price_spans.refuse_overlaps(self._work, wanted, known)
        new = [self._row(key, row.said) for key, row in wanted.items() if key not in known]
        additions.prices(self._work.db, new)
        self._work.tally.new += len(new)
        for key, row in wanted.items():
            if key in known:
                self._correct(known[key], row.said)
            if url := row.said.get("url"):
                self._open(key[0], self._catalogue.product(_goods(row.said)), url)

    def _known(self, wanted: Iterable[Key], *, without: AbstractSet[UUID]) -> dict[Key, KnownPrice]:
        """What the price lists say of these offers; of those that are new they say nothing."""
        pairs = {key[:2] for key in wanted if key[1] not in without}
        listed = matching.prices_of(self._work.db, self._work.scope, pairs) if pairs else []
        return {price_spans.key(one): one for one in listed}

    def _wanted(self, rows: Sequence[Row[PriceRow]]) -> dict[Key, Row[PriceRow]]:
        """The rows by what they are a price of."""
        places = Places(self._work, {self._options.seller, *(row.said.get("seller") for row in rows)})
        self._catalogue.look_up({_goods(row.said) for row in rows})
        wanted: dict[Key, Row[PriceRow]] = {}
        for row in rows:
            try:
                key = self._key(places, row.said)
            except BadRow as no:
                self._work.wrong(row.number, no)
                continue
            if (first := self._taken.setdefault(key, row.number)) == row.number:
                wanted[key] = row
            else:
                self._work.wrong(row.number, BadRow("product", f"the same offer on the same day as in row {first}"))
        return wanted

    def _key(self, places: Places, said: PriceRow) -> Key:
        seller = self._seller(places, said.get("seller") or self._options.seller)
        _refuse_bounds(said)
        offer = self._catalogue.offer(self._catalogue.product(_goods(said)), said["length"], said["billing"])
        return seller, offer, said["country"], said["currency"], said.get("valid_from") or self._since

    def _seller(self, places: Places, cell: str) -> UUID:
        if cell not in self._sellers:
            seller = places.one("seller", cell)
            _refuse_what_sells_nothing(seller)
            self._sellers[cell] = seller.id
        return self._sellers[cell]

    def _row(self, key: Key, said: PriceRow) -> NewPrice:
        seller, offer, country, currency, since = key
        until = said.get("valid_to")
        return NewPrice(
            next(self._work.ids),
            seller,
            self._catalogue.product(_goods(said)).id,
            offer,
            country,
            currency,
            said["unit_price"],
            since,
            None if until == FOREVER else until,
            said.get("least"),
            said.get("most"),
        )

    def _open(self, seller: UUID, product: KnownProduct, url: str) -> None:
        """The catalogue is everybody's, so what changes in it is recorded with whoever's list says so."""
        before = self._opening.get(product.id, product.url)
        self._opening[product.id] = url
        if before != url:
            corrections.opens_at(self._work.db, product.id, url)
            self._work.record(seller, product.name, {"url": f"{before or '–'} → {url}"})

    def _correct(self, known: KnownPrice, said: PriceRow) -> None:
        row: Mapping[str, object] = {name: said.get(field) for name, field in _CORRECTED.items()}
        as_said = known._replace(valid_to=known.valid_to or FOREVER)
        changes = differing(as_said, row, _CORRECTED)
        if changes:
            values = {name: None if new == FOREVER else new for name, (_old, new) in changes.items()}
            corrections.price(self._work.db, self._work.scope, known.id, values)
            self._work.corrected(known.seller_id, said.get("product") or said.get("sku") or "", _told(changes))
        else:
            self._work.tally.same += 1


def _told(changes: Mapping[str, tuple[object, object]]) -> dict[str, tuple[object, object]]:
    """An end that never comes is told as none."""
    return {
        name: (None if old == FOREVER else old, None if new == FOREVER else new) for name, (old, new) in changes.items()
    }


def _goods(said: PriceRow) -> Goods:
    code = (said.get("product_id"), said.get("sku"))
    return goods(*code, said.get("product"), said.get("policy"), said.get("category"), said.get("publisher"))


def _refuse_what_sells_nothing(seller: KnownOrganisation) -> None:
    if seller.kind is OrganisationKind.CUSTOMER:
        raise BadRow("seller", f"{seller.name} ({label(seller)}) is a customer: a price list is its seller's")


def _refuse_bounds(said: PriceRow) -> None:
    least, most, since, until = said.get("least"), said.get("most"), said.get("valid_from"), said.get("valid_to")
    if least and most and least > most:
        raise BadRow("most", f"is less than the {least} that are sold at least")
    if since and until and until <= since:
        raise BadRow("valid_to", "is not after the beginning")


def form(options: Options | None = None) -> Form[PriceRow]:
    """The seller's column is needed where no option says whose list it is."""
    options = options or Options()
    columns = COLUMNS | ({"unit_price": (options.price,)} if options.price else {})
    return Form(
        noun="prices",
        adapter=TypeAdapter(list[PriceRow]),
        columns=columns,
        needed=(
            *(() if options.seller else (("seller",),)),
            ("product", "sku", "product_id"),
            *(("length",), ("billing",), ("country",), ("currency",), ("unit_price",)),
        ),
        begin=partial(Writing, options),
        skip=passing(three_years=options.three_years),
    )


FORM: Final = form()
