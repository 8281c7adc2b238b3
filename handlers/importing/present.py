"""Which subscription that is there already a row is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from handlers.importing.holdings import Holding
from handlers.importing.problems import BadRow
from handlers.importing.work import Work
from store import matching
from store.matching import KnownSubscription
from store.values import SubscriptionStatus

_NUMBER: Final = re.compile(r"s-0*(\d{1,9})", re.IGNORECASE)
_GONE: Final = {SubscriptionStatus.CANCELLED, SubscriptionStatus.EXPIRED}


class Present:
    """Subscriptions by number, by reference, and by product where a reference is missing on either side."""

    def __init__(self, work: Work, held: Sequence[Holding]) -> None:
        db, scope = work.db, work.scope
        numbers = {number for one in held if (number := number_of(one))}
        references = [(one.customer.id, reference) for one in held if (reference := one.said.get("reference"))]
        called = {(one.customer.id, one.product.folded) for one in held if not one.said.get("reference")}
        numbered = matching.subscriptions_numbered(db, scope, numbers) if numbers else []
        referred = matching.subscriptions_referred(db, scope, references) if references else []
        unreferred = matching.subscriptions_unreferred(
            db, scope, {one.customer.number: one.customer.id for one in held}.values()
        )
        named = matching.subscriptions_called(db, scope, called) if called else []
        self._numbered = {one.number: one for one in numbered}
        self._referred = {(one.organisation_id, one.reference): one for one in referred}
        self._held: dict[tuple[UUID, UUID], dict[UUID, KnownSubscription]] = defaultdict(dict)
        for one in (*unreferred, *named):
            if one.status not in _GONE:
                self._held[one.organisation_id, one.offer_id][one.id] = one

    def same(self, one: Holding) -> KnownSubscription | None:
        """None for a subscription that is new here; `BadRow` where it can't be told."""
        reference = one.said.get("reference")
        if self._numbered and (found := self._numbered.get(number_of(one) or 0)):
            if found.organisation_id != one.customer.id:
                raise BadRow("number", f"{label(found)} belongs to somebody else than {one.customer.name}")
            return found
        if reference and self._referred and (found := self._referred.get((one.customer.id, reference))):
            return found
        alike = self._held.get((one.customer.id, one.offer), {}) if self._held else {}
        fitting = [known for known in alike.values() if not (reference and known.reference)]
        if len(fitting) > 1:
            many = f"{one.customer.name} has {len(fitting)} such subscriptions"
            raise BadRow("reference", f"{many}; say which by its number, like {label(fitting[0])}")
        return fitting[0] if fitting else None


def number_of(one: Holding) -> int | None:
    """3 where the row says `S-000003`."""
    text = one.said.get("number")
    return numbered(text) if text else None


def numbered(text: str) -> int | None:
    """3 for `S-000003`."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def label(known: KnownSubscription) -> str:
    return f"S-{known.number:06}"
