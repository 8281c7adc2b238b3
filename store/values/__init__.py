"""The words that every folder shares: ids, money, rights, statuses. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NewType
from unicodedata import normalize
from uuid import UUID

InstallationId = NewType("InstallationId", UUID)
OrganisationId = NewType("OrganisationId", UUID)
PersonId = NewType("PersonId", UUID)
UserId = NewType("UserId", UUID)
ProductId = NewType("ProductId", UUID)
OfferId = NewType("OfferId", UUID)
SubscriptionId = NewType("SubscriptionId", UUID)
BatchId = NewType("BatchId", UUID)
OrderId = NewType("OrderId", UUID)
BindingId = NewType("BindingId", UUID)
FileId = NewType("FileId", UUID)
MessageId = NewType("MessageId", UUID)
LinkId = NewType("LinkId", UUID)
MailId = NewType("MailId", UUID)
PlanId = NewType("PlanId", UUID)
GuiseId = NewType("GuiseId", UUID)
QuestionId = NewType("QuestionId", UUID)
KeyId = NewType("KeyId", UUID)
RevealId = NewType("RevealId", UUID)
DownloadId = NewType("DownloadId", UUID)
ServerId = NewType("ServerId", UUID)
MoveId = NewType("MoveId", UUID)
CartId = NewType("CartId", UUID)
ApprovalId = NewType("ApprovalId", UUID)

MOST_SEATS = 1_000_000
"""The largest seat count that is taken for a number and not for a slip of the hand."""

MOST_MONEY = 9_000_000_000_000
"""The largest amount that one order can be of, in any currency: the tables keep little more."""


class OrganisationKind(StrEnum):
    HOUSE = "house"
    DISTRIBUTOR = "distributor"
    PARTNER = "partner"
    CUSTOMER = "customer"


class Role(StrEnum):
    """Reader and Admin are operators; staff and service users are users of a customer, by their permission."""

    READER = "reader"
    ADMIN = "admin"
    STAFF = "staff"
    SERVICE = "service"


class Right(StrEnum):
    """What a command needs; which role holds it says `RIGHTS`."""

    VIEW = "view"
    SET_PREFERENCES = "set-preferences"
    USE_SERVICES = "use-services"
    ASSIGN_SEATS = "assign-seats"
    CHANGE_SUBSCRIPTIONS = "change-subscriptions"
    FULFIL_ORDERS = "fulfil-orders"
    REVEAL_KEYS = "reveal-keys"
    MANAGE_KEYS = "manage-keys"
    BIND_CHANNELS = "bind-channels"
    MANAGE_USERS = "manage-users"
    MANAGE_OPERATORS = "manage-operators"
    MANAGE_ORGANISATION = "manage-organisation"
    READ_AUDIT = "read-audit"


_READS = frozenset({Right.VIEW, Right.SET_PREFERENCES, Right.USE_SERVICES})
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.READER: _READS,
    Role.ADMIN: frozenset(Right),
    Role.STAFF: _READS | {Right.ASSIGN_SEATS},
    Role.SERVICE: frozenset({Right.SET_PREFERENCES, Right.USE_SERVICES}),
}


class UserStatus(StrEnum):
    READY = "ready"
    LOCKED = "locked"
    NOT_ACTIVATED = "not-activated"
    DISABLED = "disabled"


class Activation(StrEnum):
    """Whether an organisation followed its activation link; `pending` with a link that ran out is shown as expired."""

    NOT_INVITED = "not-invited"
    PENDING = "pending"
    ACTIVE = "active"


class LinkPurpose(StrEnum):
    """What the link or code of an e-mail is for."""

    INVITATION = "invitation"
    RESET = "reset"
    ACTIVATION = "activation"
    IDENTITY = "identity"
    DOWNLOAD = "download"
    DELEGATION = "delegation"


class SignInOutcome(StrEnum):
    SIGNED_IN = "signed-in"
    WRONG = "wrong"
    LOCKED = "locked"
    REFUSED = "refused"


class KeyKind(StrEnum):
    """How a product key is written and counted."""

    MAK = "mak"
    RETAIL = "retail"
    OTHER = "other"


class KeyState(StrEnum):
    """`used` is a single-use code that was spent; `revoked` one whose purchase was cancelled."""

    READY = "ready"
    USED = "used"
    REVOKED = "revoked"


class ContactKind(StrEnum):
    """Whom a customer turns to at its supplier."""

    SUPPORT = "support"
    ACCOUNT = "account"
    PRESALES = "presales"
    DEPLOYMENT = "deployment"


class Policy(StrEnum):
    """Whose terms a product follows."""

    NEW_COMMERCE = "new-commerce"
    SOFTWARE = "software"
    PERPETUAL = "perpetual"
    WHOLESALE = "wholesale"


class TermLength(StrEnum):
    MONTH = "P1M"
    YEAR = "P1Y"
    THREE_YEARS = "P3Y"

    @property
    def months(self) -> int:
        return {"P1M": 1, "P1Y": 12, "P3Y": 36}[self.value]


class Billing(StrEnum):
    MONTHLY = "monthly"
    ANNUAL = "annual"
    TRIENNIAL = "triennial"
    ONCE = "once"

    @property
    def months(self) -> int:
        """Months in one billing period; 0 for a single payment."""
        return {"monthly": 1, "annual": 12, "triennial": 36, "once": 0}[self.value]


class SubscriptionStatus(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"


class EndOfTerm(StrEnum):
    """The one decision that says what happens at the first second after the term."""

    RENEW = "renew"
    RENEW_WITH_CHANGES = "renew-with-changes"
    EXTEND = "extend"
    STOP = "stop"


class BatchOrigin(StrEnum):
    PURCHASE = "purchase"
    ADDITION = "addition"
    RENEWAL = "renewal"


class OrderKind(StrEnum):
    SEATS_UP = "seats-up"
    SEATS_DOWN = "seats-down"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    RENEWAL_ON = "renewal-on"
    RENEWAL_OFF = "renewal-off"
    EXTEND = "extend"
    CANCEL = "cancel"
    PRODUCT_NOW = "product-now"
    PRODUCT_LATER = "product-later"
    PURCHASE = "purchase"


class OrderState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    PROCESSING = "processing"
    COMPLETED = "completed"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"

    @property
    def is_running(self) -> bool:
        """Whether it is being carried out, and will change something without anybody's doing."""
        return self in {OrderState.ACCEPTED, OrderState.PROCESSING, OrderState.UNKNOWN}

    @property
    def is_open(self) -> bool:
        """Whether it waits for an approval, or runs."""
        return self is OrderState.WAITING or self.is_running


class ApprovalState(StrEnum):
    """`overtaken`: what was asked for had changed; `broken-glass`: an Admin went alone, with a reason."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"
    BROKEN_GLASS = "broken-glass"


class SupplierKind(StrEnum):
    """Who carries an order out: the bot's own tables, or a human at the seller who marks it done."""

    TABLES = "tables"
    MANUAL = "manual"


class ManualAnswer(StrEnum):
    """What a human at the seller said of an order; `withdrawn`: it was not done, as its asker wished."""

    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Direction(StrEnum):
    """Whether another product is more or less than this one."""

    UP = "up"
    DOWN = "down"


class QueueState(StrEnum):
    """The life of an inbox or outbox row."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class ChannelKind(StrEnum):
    DIRECT = "direct"
    GROUP = "group"


_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
MINOR_UNITS: Mapping[str, int] = (
    dict.fromkeys(_NO_DECIMALS.split(), 0)
    | dict.fromkeys(_THREE_DECIMALS.split(), 3)
    | dict.fromkeys(("CLF", "UYW"), 4)
)
"""ISO 4217 decimals of the currencies that do not have two."""


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount with its ISO 4217 currency; rounding is always asked for, never implied."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.amount), self.currency)

    def __mul__(self, factor: int | Decimal) -> Money:
        return Money(self.amount * factor, self.currency)

    def rounded(self) -> Money:
        """Half up (away from zero) to the currency's minor unit, as an invoice line is."""
        places = Decimal(1).scaleb(-MINOR_UNITS.get(self.currency, 2))
        return Money(self.amount.quantize(places, rounding=ROUND_HALF_UP), self.currency)


@dataclass(frozen=True, slots=True)
class Scope:
    """One organisation and all below it: what a query may see."""

    root: OrganisationId


@dataclass(frozen=True, slots=True)
class Batch:
    """Seats added together; each batch has its own 168 hours. `added_at` is aware UTC."""

    id: BatchId
    seats: int
    unit_price: Money
    added_at: datetime
    origin: BatchOrigin


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a rule must know about a subscription, and nothing else.

    `starts_on` and `ends_on` are the first and the last day of the term (UTC days); `ends_at` is its last second.
    `anchor_day` is the day of the month on which billing periods start. `unit_price` is per seat and billing period.
    `extended`: the term is over, and it goes on month by month. `renews_as` is how it renews where that is otherwise
    than it runs; `changes_product`: into another product.
    """

    policy: Policy
    length: TermLength
    billing: Billing
    starts_on: date
    ends_on: date
    ends_at: datetime
    anchor_day: int
    seats: int
    assigned: int
    unit_price: Money
    status: SubscriptionStatus
    end_of_term: EndOfTerm
    scheduled_seats: int | None
    batches: tuple[Batch, ...]
    extended: bool = False
    renews_as: tuple[TermLength, Billing] | None = None
    changes_product: bool = False


def lowered(address: str) -> str:
    """An e-mail address as it is compared: in lower case and composed letters.

    `ß` is not `ss`: those are the mailboxes of two people.
    """
    return normalize("NFC", address.lower())
