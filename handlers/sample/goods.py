"""What the sample organisations are, hold and pay. Days and hours count back from the moment of loading."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from handlers.sample.people import ATELIER_ADMIN, HOUSE_OPERATOR, NORDLICHT_ADMIN
from store.values import Billing, ContactKind, Direction, EndOfTerm, OrganisationKind, Policy, TermLength


class Organisation(NamedTuple):
    """`quiet_for` is how long ago anybody was last active."""

    name: str
    kind: OrganisationKind
    parent: str | None
    country: str
    zone: str
    verified: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    active_users: int | None = None
    quiet_for: timedelta | None = None
    tenant: str | None = None


class Product(NamedTuple):
    """`prices` of its offers, per seat and billing period; `url` opens the service."""

    sku: str
    name: str
    policy: Policy
    category: str
    prices: tuple[tuple[TermLength, Billing, str], ...]
    url: str | None = None


class Contact(NamedTuple):
    """Whom those below an organisation turn to."""

    organisation: str
    kind: ContactKind
    name: str
    email: str
    phone: str = ""
    url: str = ""


class Invitation(NamedTuple):
    """`sent` and `followed`: how long ago."""

    organisation: str
    contact: str
    by: str
    sent: timedelta
    followed: timedelta | None = None


class Holding(NamedTuple):
    """`age`: how long ago it was bought; with `ends_in` its term ends that long after today instead."""

    customer: str
    sku: str
    length: TermLength
    billing: Billing
    seats: int
    assigned: int
    age: timedelta
    ends_in: timedelta | None = None
    end_of_term: EndOfTerm = EndOfTerm.RENEW


_HOUSE, _DISTRIBUTOR = OrganisationKind.HOUSE, OrganisationKind.DISTRIBUTOR
_PARTNER, _CUSTOMER = OrganisationKind.PARTNER, OrganisationKind.CUSTOMER
_PARIS, _LONDON, _BERLIN = "Europe/Paris", "Europe/London", "Europe/Berlin"
_YESTERDAY = timedelta(days=1)

ORGANISATIONS = (
    Organisation("Comptoir", _HOUSE, None, "DE", _BERLIN),
    Organisation("Nordlicht", _DISTRIBUTOR, "Comptoir", "DE", _BERLIN, ("nordlicht.example",), (), 60, _YESTERDAY),
    Organisation(
        "Atelier Cloud", _PARTNER, "Nordlicht", "FR", _PARIS, ("atelier-cloud.example",), (), 14, timedelta(0)
    ),
    Organisation("Blue Harbour", _PARTNER, "Nordlicht", "GB", _LONDON, ("blue-harbour.example",), (), 9, _YESTERDAY),
    Organisation(
        "Contoso",
        _CUSTOMER,
        "Atelier Cloud",
        "FR",
        _PARIS,
        ("contoso.example",),
        ("contoso-labs.example",),
        36,
        timedelta(0),
        "00000000-0000-4000-8000-00000000c070",
    ),
    Organisation(
        "Fabrikam", _CUSTOMER, "Atelier Cloud", "FR", _PARIS, (), ("fabrikam.example",), 0, timedelta(days=540)
    ),
    Organisation(
        "Adventure Works",
        _CUSTOMER,
        "Blue Harbour",
        "GB",
        _LONDON,
        ("adventure-works.example",),
        (),
        11,
        timedelta(days=2),
        "00000000-0000-4000-8000-00000000ad77",
    ),
)

INVITATIONS = (
    Invitation("Nordlicht", "it@nordlicht.example", HOUSE_OPERATOR, timedelta(days=300), timedelta(days=299)),
    Invitation("Atelier Cloud", "it@atelier-cloud.example", NORDLICHT_ADMIN, timedelta(days=200), timedelta(days=198)),
    Invitation("Blue Harbour", "it@blue-harbour.example", NORDLICHT_ADMIN, timedelta(days=2)),
    Invitation("Contoso", "it@contoso.example", ATELIER_ADMIN, timedelta(days=101), timedelta(days=100)),
    Invitation("Fabrikam", "it@fabrikam.example", ATELIER_ADMIN, timedelta(days=9)),
)
"""Each link was good for a week, so Fabrikam's ran out; Adventure Works was never sent one."""

SELLERS = (("Atelier Cloud", "FR", "EUR", Decimal(1)), ("Blue Harbour", "GB", "GBP", Decimal("0.9")))
"""Each price list: whose it is, for which country, its currency, and how it compares with the prices below."""

_MONTH, _YEAR, _THREE_YEARS = TermLength.MONTH, TermLength.YEAR, TermLength.THREE_YEARS
_MONTHLY, _ANNUAL, _ONCE = Billing.MONTHLY, Billing.ANNUAL, Billing.ONCE


def _office(sku: str, name: str, by_month: str, by_year_monthly: str, by_year: str) -> Product:
    """A product of the three usual choices of term and billing."""
    choices = ((_MONTH, _MONTHLY, by_month), (_YEAR, _MONTHLY, by_year_monthly), (_YEAR, _ANNUAL, by_year))
    return Product(sku, name, Policy.NEW_COMMERCE, "Microsoft 365", choices, "https://m365.cloud.microsoft/")


def _software(sku: str, name: str, length: TermLength, price: str) -> Product:
    return Product(sku, name, Policy.SOFTWARE, "Software", ((length, _ONCE, price),))


E3, BUSINESS_PREMIUM, VISIO, E5 = "CFQ7TTC0LFLX", "CFQ7TTC0LCHC", "CFQ7TTC0HD32", "CFQ7TTC0LFLZ"
SERVER, RDS_CAL, WEBEX_SUITE = "DG7GMGF0D5RK", "DG7GMGF0DVSV", "A-FLEX-SUITE"

PRODUCTS = (
    _office(E3, "Microsoft 365 E3", "36.00", "31.50", "360.00"),
    _office(BUSINESS_PREMIUM, "Microsoft 365 Business Premium", "24.70", "21.62", "247.20"),
    _office(VISIO, "Visio Plan 2", "16.80", "14.70", "168.00"),
    _office(E5, "Microsoft 365 E5", "62.40", "54.60", "624.00"),
    _software(SERVER, "Windows Server 2022 Standard", _YEAR, "312.00"),
    _software(RDS_CAL, "Windows Server 2019 RDS CAL", _THREE_YEARS, "108.50"),
    Product(
        WEBEX_SUITE, "Webex Suite", Policy.WHOLESALE, "Webex", ((_MONTH, _MONTHLY, "13.50"),), "https://web.webex.com/"
    ),
)

PRODUCT_CHANGES = (
    (E3, E5, Direction.UP),
    (BUSINESS_PREMIUM, E3, Direction.UP),
    (E5, E3, Direction.DOWN),
    (E3, BUSINESS_PREMIUM, Direction.DOWN),
)
"""What can become what: more at once, less at a renewal."""

HOLDINGS = (
    Holding("Contoso", E3, _YEAR, _ANNUAL, 25, 18, timedelta(days=3)),
    Holding("Contoso", BUSINESS_PREMIUM, _YEAR, _MONTHLY, 40, 31, timedelta(days=100)),
    Holding("Contoso", VISIO, _MONTH, _MONTHLY, 5, 4, timedelta(days=24), timedelta(days=7), EndOfTerm.STOP),
    Holding("Contoso", SERVER, _YEAR, _ONCE, 4, 0, timedelta(days=2)),
    Holding("Contoso", RDS_CAL, _THREE_YEARS, _ONCE, 25, 0, timedelta(days=60)),
    Holding("Fabrikam", WEBEX_SUITE, _MONTH, _MONTHLY, 30, 0, timedelta(days=12)),
    Holding("Adventure Works", E5, _YEAR, _MONTHLY, 12, 0, timedelta(days=45)),
)

CONTACTS = (
    Contact(
        "Nordlicht", ContactKind.SUPPORT, "Nordlicht Service Desk", "support@nordlicht.example", "+49 30 5550 0100"
    ),
    Contact("Nordlicht", ContactKind.ACCOUNT, "Maren Voss", "maren.voss@nordlicht.example", "+49 30 5550 0117"),
    Contact(
        "Atelier Cloud",
        ContactKind.SUPPORT,
        "Assistance Atelier Cloud",
        "assistance@atelier-cloud.example",
        "+33 1 55 50 01 00",
        "https://assistance.atelier-cloud.example/",
    ),
    Contact(
        "Atelier Cloud", ContactKind.ACCOUNT, "Alice Martin", "alice.martin@atelier-cloud.example", "+33 1 55 50 01 12"
    ),
    Contact("Atelier Cloud", ContactKind.PRESALES, "Jeanne Caron", "jeanne.caron@atelier-cloud.example"),
    Contact("Atelier Cloud", ContactKind.DEPLOYMENT, "Luc Vidal", "luc.vidal@atelier-cloud.example"),
)
