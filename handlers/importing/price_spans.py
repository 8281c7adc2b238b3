"""When prices are good: two of one offer, in one price list, country and currency, must not be good at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from handlers.importing.forms import Row
from handlers.importing.price_rows import FOREVER, PriceRow
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from store.matching import KnownPrice

Key = tuple[UUID, UUID, str, str, datetime]
"""Seller, offer, country, currency, and from when."""


class Span(NamedTuple):
    """From when, and until when if it ends; the row that says so, 0 for what was there before."""

    since: datetime
    until: datetime | None
    row: int

    def __str__(self) -> str:
        return f"{_day(self.since)} to {_day(self.until)}" if self.until else f"{_day(self.since)} on"


def key(one: KnownPrice) -> Key:
    return one.seller_id, one.offer_id, one.country, one.currency, one.valid_from


def refuse_overlaps(work: Work, wanted: Mapping[Key, Row[PriceRow]], known: Mapping[Key, KnownPrice]) -> None:
    """A price without an end is good until the next one begins; one with an end must be over by then."""
    spans: dict[tuple[UUID, UUID, str, str], list[Span]] = defaultdict(list)
    for at, row in wanted.items():
        before = known[at].valid_to if at in known else None
        until = row.said.get("valid_to") or before
        spans[at[:4]].append(Span(at[4], None if until == FOREVER else until, row.number))
    for at, one in known.items():
        if at not in wanted and at[:4] in spans:
            spans[at[:4]].append(Span(at[4], one.valid_to, 0))
    for entries in spans.values():
        for number, no in _overlapping(entries) if len(entries) > 1 else ():
            work.wrong(number, no)


def _overlapping(entries: Sequence[Span]) -> Iterator[tuple[int, BadRow]]:
    """By the row of the file that says it; the one below where both do."""
    in_order = sorted(entries)
    for one, following in pairwise(in_order):
        if one.until and one.until > following.since and (one.row or following.row):
            late = one.row > following.row
            mine, other = (one, following) if late else (following, one)
            where = f"row {other.row}" if other.row else "the price list"
            field = "valid_to" if late else "valid_from"
            yield mine.row, BadRow(field, f"overlaps with the price in {where}, which is good from {other}")


def _day(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z").replace("T00:00:00Z", "")
