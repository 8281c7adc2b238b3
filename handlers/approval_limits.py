"""From when on an order needs an approval: in words, and as the record keeps it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from bot.phrases import Phrase, _, joined, n_, plain
from store.thresholds import Threshold
from store.values import Money, OrderKind

KINDS: Final = {
    "buying": (OrderKind.PURCHASE,),
    "more": (OrderKind.SEATS_UP,),
    "fewer": (OrderKind.SEATS_DOWN,),
    "renewal": (
        *(OrderKind.SCHEDULE, OrderKind.UNSCHEDULE),
        *(OrderKind.RENEWAL_ON, OrderKind.RENEWAL_OFF, OrderKind.EXTEND),
    ),
    "cancelling": (OrderKind.CANCEL,),
    "product": (OrderKind.PRODUCT_NOW, OrderKind.PRODUCT_LATER),
}
_NAMES: Final = {
    "buying": _("purchases"),
    "more": _("more seats"),
    "fewer": _("fewer seats"),
    "renewal": _("what happens at the renewal"),
    "cancelling": _("cancellations"),
    "product": _("another product"),
}
ALONE: Final = _("an Admin may go alone, with a reason")
_NONE: Final = "–"
_ALONE: Final = "alone"


def said(to: Threshold) -> Phrase:
    parts = [_("from {amount}", amount=to.amount)] if to.amount is not None else []
    if to.seats is not None:
        parts.append(n_("from {count} seat", "from {count} seats", to.seats))
    kinds = [_NAMES[name] for name, kinds in KINDS.items() if set(kinds) <= to.kinds]
    if kinds:
        parts.append(_("always: {kinds}", kinds=joined(kinds, ", ")))
    return joined(parts, "; ") if parts else _("not needed")


def recorded(to: Threshold) -> str:
    """In one line that `told` reads."""
    amount = f"{to.amount.amount.normalize():f} {to.amount.currency}" if to.amount is not None else _NONE
    kinds = ",".join(sorted(to.kinds)) or _NONE
    return f"{amount}; {to.seats or _NONE}; {kinds}; {_ALONE if to.break_glass else _NONE}"


def told(line: str) -> Phrase:
    """What such a line says, in words; any other one as it is."""
    try:
        to = _read(line)
    except (ValueError, InvalidOperation):
        return plain(line)
    return joined([said(to), ALONE], "; ") if to.break_glass else said(to)


def _read(line: str) -> Threshold:
    amount, seats, kinds, alone = line.split("; ")
    worth, _space, currency = amount.partition(" ")
    return Threshold(
        None if amount == _NONE else Money(Decimal(worth), currency),
        None if seats == _NONE else int(seats),
        frozenset() if kinds == _NONE else frozenset(OrderKind(kind) for kind in kinds.split(",")),
        alone == _ALONE,
    )
