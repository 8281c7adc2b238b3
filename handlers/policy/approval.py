"""When a second pair of eyes is needed, what an approval is bound to, and how long it may be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final, Protocol

from store.values import Money, OfferId, OrderKind, OrganisationId, SubscriptionId

LASTS: Final = timedelta(hours=24)
REMINDED_AFTER: Final = (timedelta(hours=4), timedelta(hours=20))
_HOUR: Final = timedelta(hours=1)


class Why(StrEnum):
    """What makes an approval necessary."""

    KIND = "kind"
    SEATS = "seats"
    AMOUNT = "amount"
    CURRENCY = "currency"


class Limits(Protocol):
    """From which amount, from how many seats, and for which kinds whatever they cost; None and nothing: never."""

    @property
    def amount(self) -> Money | None: ...
    @property
    def seats(self) -> int | None: ...
    @property
    def kinds(self) -> frozenset[OrderKind]: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """All that an approval is bound to. `version` is the subscription's or the cart's, as the asker saw it."""

    kind: OrderKind
    organisation: OrganisationId
    subscription: SubscriptionId | None
    offer: OfferId | None
    seats_before: int
    seats_after: int
    price: Money
    payment: str
    version: int
    lines: tuple[tuple[OfferId, int, Money], ...] = ()

    @property
    def seats(self) -> int:
        """How many seats it is about: those that come or go."""
        return abs(self.seats_after - self.seats_before)


def why(limits: Limits, wish: Wish) -> Why | None:
    """Why it needs an approval; None where it needs none. A credit costs nothing.

    What is in another currency than the limit can't be compared with it, so it needs one.
    """
    if wish.kind in limits.kinds:
        return Why.KIND
    if limits.seats is not None and wish.seats >= limits.seats:
        return Why.SEATS
    if limits.amount is None or wish.price.amount <= 0:
        return None
    if wish.price.currency != limits.amount.currency:
        return Why.CURRENCY
    return Why.AMOUNT if wish.price.amount >= limits.amount.amount else None


def fingerprint(wish: Wish) -> str:
    """SHA-256, in hexadecimal, over everything that is asked for."""
    return sha256("\n".join(_said(wish)).encode()).hexdigest()


def _said(wish: Wish) -> Iterable[str]:
    yield from (wish.kind, str(wish.organisation), str(wish.subscription), str(wish.offer))
    yield from (str(wish.seats_before), str(wish.seats_after), exactly(wish.price), wish.payment, str(wish.version))
    for offer, seats, price in wish.lines:
        yield f"{offer} {seats} {exactly(price)}"


def exactly(price: Money) -> str:
    """`-1785.21 EUR`: one text for each amount."""
    return f"{price.amount.normalize():f} {price.currency}"


def expires_at(asked_at: datetime) -> datetime:
    """The first moment at which it can no longer be given."""
    return asked_at + LASTS


def is_over(expires: datetime, now: datetime) -> bool:
    return now >= expires


def covers(approved: Money, today: Money | None) -> bool:
    """Whether what it costs at this moment (None: no longer allowed) is at most what was approved."""
    return today is not None and today.currency == approved.currency and today.amount <= approved.amount


def is_less(approved: Money, today: Money | None) -> bool:
    """Whether it is a credit of which days that have gone by left less: somebody must say yes to what is left."""
    same = today is not None and today.currency == approved.currency
    return same and today is not None and approved.amount < today.amount <= 0


def reminder_due(asked_at: datetime, now: datetime) -> int | None:
    """After how many hours the latest reminder is due by now; None before the first."""
    passed = [after for after in REMINDED_AFTER if now - asked_at >= after]
    return int(passed[-1] / _HOUR) if passed else None
