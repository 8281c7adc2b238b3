"""One subscription as a careful accountant would keep it on paper: nothing of the project's own rules is imported.

Amounts are fractions; an amount is rounded half up to the cent where an invoice has a line. Months start on the 17th.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

HOURS_168, DAY = timedelta(hours=168), timedelta(days=1)
LIST = {
    "Microsoft 365 E3": ("36.00", "360.00"),
    "Microsoft 365 E5": ("62.40", "624.00"),
    "Microsoft 365 Business Premium": ("24.70", "247.20"),
}
"""A month's price of the monthly plan, and a year's of the annual one, until the rise."""
E3, E5, PREMIUM = LIST
UP, DOWN = {(E3, E5), (PREMIUM, E3)}, {(E5, E3), (E3, PREMIUM)}


def cents(amount: Fraction) -> Fraction:
    """Half up, away from zero."""
    whole = (abs(amount) * 100 + Fraction(1, 2)) // 1
    return Fraction(whole, 100) * (1 if amount >= 0 else -1)


@dataclass
class Piece:
    seats: int
    price: Fraction
    added: datetime


@dataclass
class Paper:
    """`rise` is the day from which on every list price is 5 % more."""

    rise: date
    start: date
    end: date
    bought: datetime
    product: str = E3
    pieces: list[Piece] = field(default_factory=list)
    assigned: int = 18
    unit: Fraction = Fraction(360)
    status: str = "active"
    ending: str = "renew"
    planned: int | None = None
    next_product: str | None = None
    by_month: bool = False
    billed: Fraction = Fraction(0)

    @property
    def seats(self) -> int:
        return sum(piece.seats for piece in self.pieces)

    def over(self, now: datetime) -> bool:
        return now >= self._midnight(self.end + DAY)

    def dead(self, now: datetime) -> bool:
        return self.status != "active" or self.over(now)

    # what each wish costs at a moment; None: refused

    def costs_seats(self, wanted: int, now: datetime) -> Fraction | None:
        if self.dead(now) or wanted < 1 or wanted == self.seats:
            return None
        if wanted > self.seats:
            return self._part(wanted - self.seats, self.unit, now)
        loose = sum(piece.seats for piece in self.pieces if now <= self._until(piece))
        if wanted < max(1, self.seats - loose, self.assigned):
            return None
        return -sum(self._part(count, piece.price, now) for piece, count in self._newest(self.seats - wanted))

    def costs_plan(self, wanted: int, now: datetime) -> Fraction | None:
        if self.dead(now) or self.ending == "stop" or wanted < 1 or wanted == (self.planned or self.seats):
            return None
        return cents(self._next_price() * wanted) - self._charge()

    def costs_cancelling(self, now: datetime) -> Fraction | None:
        if self.dead(now):
            return None
        last = min(self.bought + HOURS_168, self._midnight(self.end + DAY) - timedelta(seconds=1))
        if not self.by_month and now > last:
            return None
        return -sum(self._part(piece.seats, piece.price, now) for piece in self.pieces)

    def costs_ending(self, wanted: str, now: datetime) -> Fraction | None:
        if self.dead(now) or wanted == self.ending:
            return None
        if wanted == "stop":
            return Fraction(0)
        start = self.end + DAY
        year = self._year(self.next_product or self.product, start)
        return cents((year if wanted == "renew" else self._month(self.product, start)) * (self.planned or self.seats))

    def costs_product(self, wanted: str, now: datetime) -> Fraction | None:
        if self.dead(now) or self.by_month or wanted == self.next_product:
            return None
        if (self.product, wanted) in UP:
            old = sum(self._part(piece.seats, piece.price, now) for piece in self.pieces)
            return self._part(self.seats, self._year(wanted, now.date()), now) - old
        if (self.product, wanted) in DOWN and self.ending == "renew":
            return cents(self._year(wanted, self.end + DAY) * (self.planned or self.seats)) - self._charge()
        return None

    # what is then so

    def has_seats(self, wanted: int, now: datetime) -> None:
        self.billed += self.costs_seats(wanted, now) or 0
        if wanted > self.seats:
            self.pieces.append(Piece(wanted - self.seats, self.unit, now))
        else:
            for piece, count in self._newest(self.seats - wanted):
                piece.seats -= count
        self.planned = self.next_product = None

    def plans(self, wanted: int) -> None:
        self.planned = None if wanted == self.seats else wanted

    def is_cancelled(self, now: datetime) -> None:
        self.billed += self.costs_cancelling(now) or 0
        self.status, self.assigned, self.ending = "cancelled", 0, "stop"
        self.planned = self.next_product = None

    def ends(self, wanted: str) -> None:
        self.ending = wanted
        if wanted != "renew":
            self.next_product = None
        if wanted == "stop":
            self.planned = None

    def is_to_be(self, wanted: str, now: datetime) -> None:
        if (self.product, wanted) in DOWN:
            self.next_product = wanted
            return
        self.billed += self.costs_product(wanted, now) or 0
        self.product, self.unit = wanted, self._year(wanted, now.date())
        for piece in self.pieces:
            piece.price = self.unit
        self.planned = self.next_product = None

    def time_has_passed(self, now: datetime) -> None:
        while self.status == "active" and self.over(now):
            if self.ending == "stop":
                self.status, self.planned, self.next_product = "expired", None, None
                return
            self._begin(self.end + DAY)

    def _begin(self, start: date) -> None:
        extended = self.ending == "extend"
        self.product = self.product if extended else self.next_product or self.product
        self.unit = self._month(self.product, start) if extended else self._year(self.product, start)
        count = self.seats if self.planned is None else max(self.planned, min(self.assigned, self.seats))
        self.start, self.end = start, _months_later(start, 1 if extended else 12) - DAY
        self.bought, self.by_month = self._midnight(start), extended
        self.pieces = [Piece(count, self.unit, self.bought)]
        self.planned = self.next_product = None

    def _newest(self, count: int) -> list[tuple[Piece, int]]:
        taken = []
        for piece in sorted(self.pieces, key=lambda one: one.added, reverse=True):
            taken.append((piece, min(count, piece.seats)))
            count -= taken[-1][1]
        return [(piece, gone) for piece, gone in taken if gone]

    def _until(self, piece: Piece) -> datetime:
        return min(piece.added + HOURS_168, self._midnight(self.end + DAY) - timedelta(seconds=1))

    def _part(self, seats: int, price: Fraction, now: datetime) -> Fraction:
        """The annual plan is billed by the year and the extended term by the month, so a term is a period."""
        days, left = (self.end - self.start).days + 1, (self.end - now.date()).days + 1
        return cents(price * seats * Fraction(left, days))

    def _charge(self) -> Fraction:
        return sum((cents(piece.price * piece.seats) for piece in self.pieces), Fraction(0))

    def _next_price(self) -> Fraction:
        start = self.end + DAY
        if self.ending == "extend":
            return self._month(self.product, start)
        return self._year(self.next_product or self.product, start)

    def _month(self, product: str, day: date) -> Fraction:
        return self._listed(product, 0, day) * Fraction(103, 100)

    def _year(self, product: str, day: date) -> Fraction:
        return self._listed(product, 1, day)

    def _listed(self, product: str, plan: int, day: date) -> Fraction:
        price = Fraction(LIST[product][plan])
        return cents(price * Fraction(105, 100)) if day >= self.rise else price

    @staticmethod
    def _midnight(day: date) -> datetime:
        return datetime.combine(day, time.min, UTC)


def _months_later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, day.day)
