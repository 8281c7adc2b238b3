"""Subscriptions that are there already: what a file says otherwise is put right, and recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.importing import batches
from handlers.importing.holdings import Holding
from handlers.importing.pieces import Piece, written
from handlers.importing.present import label
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from store import corrections, matching
from store.matching import KnownBatch, KnownSubscription
from store.values import EndOfTerm

_AS_SAID: Final = ("seats", "unit_price", "currency", "status", "payment", "scheduled_seats", "reference")
_SPAN: Final = ("starts_on", "ends_on", "anchor_day")


def correct(work: Work, pairs: Sequence[tuple[Holding, KnownSubscription]]) -> None:
    """Each subscription as its row says, where that differs."""
    held = matching.batches_of(work.db, work.scope, {known.id for _one, known in pairs}) if pairs else {}
    for one, known in pairs:
        try:
            _correct(work, one, known, held.get(known.id, []))
        except BadRow as no:
            work.wrong(one.row, no)


def _correct(work: Work, one: Holding, known: KnownSubscription, held: Sequence[KnownBatch]) -> None:
    if known.created_at == work.now:
        raise BadRow("reference", "stands in the file twice")
    if one.span.starts_on < known.starts_on and one.span.ends_on < known.ends_on:
        work.tally.outdated += 1
        return
    changes = changes_of(one, known)
    before = tuple(Piece(batch.seats, batch.unit_price, batch.added_at, batch.origin) for batch in held)
    after = batches.after(one, known, before)
    if after != before:
        corrections.holds_batches(work.db, work.scope, known.id, batches.rows(work, known.id, after))
    if not changes and after == before:
        work.tally.same += 1
        return
    values = {name: new for name, (_old, new) in changes.items()}
    corrections.subscription(work.db, work.scope, known.id, values)
    told = {name: change for name, change in changes.items() if name not in {"offer_id", "folded", "anchor_day"}}
    batched = {} if "seats" in changes or after == before else {"batches": (written(before), written(after))}
    work.corrected(known.organisation_id, label(known), told | batched)


def changes_of(one: Holding, known: KnownSubscription) -> dict[str, tuple[object, object]]:
    """By column of the table: what it is, and what the row says otherwise. What the row leaves out stays."""
    said = dict(one.said)
    now = {name: said.get(name) for name in _AS_SAID} | {"end_of_term": _decision(one, known)}
    if any(said.get(name) not in {None, getattr(known, name)} for name in ("starts_on", "ends_on")):
        now |= {name: getattr(one.span, name) for name in _SPAN}
    if one.offer != known.offer_id:
        now |= {"offer_id": one.offer, "name": one.product.name, "folded": one.product.folded}
    return {name: (getattr(known, name), new) for name, new in now.items() if new not in {None, getattr(known, name)}}


def _decision(one: Holding, known: KnownSubscription) -> EndOfTerm | None:
    """A portal's yes to renewing says nothing against the changes that were decided here."""
    decision = one.said.get("renewal")
    keeps = decision is EndOfTerm.RENEW and known.end_of_term is EndOfTerm.RENEW_WITH_CHANGES
    return known.end_of_term if keeps else decision
