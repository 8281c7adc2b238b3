"""What a supplier is asked, in our words, and what it may answer.

Unsettled      nothing is decided; the order is looked at again
├── Silent     no answer, or none that can be read: it may have taken effect or not
└── Busy       the supplier asks to wait; it took nothing
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType, Protocol, TypeAlias

from store.values import Billing, EndOfTerm, OrganisationId, TermLength

Key = NewType("Key", str)
"""The same for every try of one order: whoever is asked twice under one key does it once."""


class Unsettled(Exception):
    """Why an order is still open after a supplier was asked."""


class Silent(Unsettled):
    """Nobody knows whether it was done, so it is read back before anything is repeated."""


class Busy(Unsettled):
    """Nothing was done; ask again after that many seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"busy for {retry_after:g} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Mark:
    """Which order: its key, the number that a human may quote, and what the supplier called it (empty: nothing yet)."""

    key: Key
    order: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription: our number, what the supplier calls it (empty where it never said), its product."""

    label: str
    reference: str
    sku: str


@dataclass(frozen=True, slots=True)
class Customer:
    """For whom. `tenant` is what the vendor knows it by, empty where it is not known."""

    id: OrganisationId
    name: str
    tenant: str


@dataclass(frozen=True, slots=True)
class Line:
    """So many seats of one product, under these terms; what they cost is between the seller and its supplier."""

    position: int
    sku: str
    length: TermLength
    billing: Billing
    seats: int


@dataclass(frozen=True, slots=True)
class Purchase:
    mark: Mark
    customer: Customer
    payment: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SeatChange:
    """`seats` is the new total, never a difference: asked twice it is the same wish."""

    mark: Mark
    customer: Customer
    subscription: Held
    seats: int


@dataclass(frozen=True, slots=True)
class AtTermEnd:
    """All that shall happen at the end of the term, not only what changes: `seats` and `sku` where others than now."""

    mark: Mark
    customer: Customer
    subscription: Held
    decision: EndOfTerm
    seats: int | None = None
    sku: str = ""


@dataclass(frozen=True, slots=True)
class ProductChange:
    """Another product at once, in place of the one held."""

    mark: Mark
    customer: Customer
    subscription: Held
    to: Line


@dataclass(frozen=True, slots=True)
class Cancellation:
    mark: Mark
    customer: Customer
    subscription: Held


Wish: TypeAlias = Purchase | SeatChange | AtTermEnd | ProductChange | Cancellation


@dataclass(frozen=True, slots=True)
class Supplied:
    """What came of a line (0 where an order has none): so many seats, 0 for nothing, and what it is called there."""

    position: int
    seats: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done. `supplied` is None for all of it, as ordered; else it names every line."""

    reference: str = ""
    supplied: tuple[Supplied, ...] | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done and will not be; `reason` is in the supplier's words, for the one who ordered."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It was not done, since whoever ordered did not want it any more."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The supplier took it and will decide later; `reference` is what it calls the order until then."""

    reference: str = ""


Answer: TypeAlias = Done | Refused | Withdrawn | Pending


class Supplier(Protocol):
    """Each method answers, or raises an `Unsettled`; it is called without an open transaction.

    Its whole patience must stay below half the claim of an order (60 s): one may be read back and placed in one go.
    What is asked again under a key that was taken before has no second effect and gets the first one's answer.
    """

    ours: bool
    """Whether nothing but our own tables is changed, so that what broke before it was settled did not happen."""
    waits_for_people: bool
    """Whether nobody needs to ask again after `Pending`, because a human will say so."""

    def place(self, purchase: Purchase, /) -> Answer: ...
    def change_seats(self, change: SeatChange, /) -> Answer: ...
    def set_term_end(self, wish: AtTermEnd, /) -> Answer: ...
    def change_product(self, change: ProductChange, /) -> Answer: ...
    def cancel(self, cancellation: Cancellation, /) -> Answer: ...

    def read_back(self, mark: Mark, /) -> Answer | None:
        """What became of an order. None only where it is certain that its key was never taken."""


def ask(supplier: Supplier, wish: Wish) -> Answer:
    """The one method that a wish is for."""
    match wish:
        case Purchase():
            return supplier.place(wish)
        case SeatChange():
            return supplier.change_seats(wish)
        case AtTermEnd():
            return supplier.set_term_end(wish)
        case ProductChange():
            return supplier.change_product(wish)
        case Cancellation():
            return supplier.cancel(wish)
