"""What the sample organisations are, hold and pay. Days and hours count back from the moment of loading."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
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
    """`prices` of its offers, per seat and billing period; `url` opens the service; `most` seats of it are sold."""

    sku: str
    name: str
    policy: Policy
    category: str
    prices: tuple[tuple[TermLength, Billing, str], ...]
    url: str | None = None
    most: int | None = None


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


def _online(category: str, url: str, sku: str, name: str, prices: str, most: int | None = None) -> Product:
    """A product of the three usual choices; its `prices` by the month, by the year billed monthly, by the year."""
    by_month, by_year_monthly, by_year = prices.split()
    choices = ((_MONTH, _MONTHLY, by_month), (_YEAR, _MONTHLY, by_year_monthly), (_YEAR, _ANNUAL, by_year))
    return Product(sku, name, Policy.NEW_COMMERCE, category, choices, url, most)


def _software(sku: str, name: str, length: TermLength, price: str, policy: Policy = Policy.SOFTWARE) -> Product:
    return Product(sku, name, policy, "Software", ((length, _ONCE, price),))


def _webex(sku: str, name: str, price: str) -> Product:
    return Product(sku, name, Policy.WHOLESALE, "Webex", ((_MONTH, _MONTHLY, price),), "https://web.webex.com/")


_office = partial(_online, "Microsoft 365", "https://m365.cloud.microsoft/")
_teams = partial(_online, "Teams", "https://teams.microsoft.com/")
_security = partial(_online, "Security", "https://security.microsoft.com/")
_power = partial(_online, "Power Platform", "https://make.powerapps.com/")


E3, BUSINESS_PREMIUM, VISIO, E5 = "CFQ7TTC0LFLX", "CFQ7TTC0LCHC", "CFQ7TTC0HD32", "CFQ7TTC0LFLZ"
SERVER, RDS_CAL, WEBEX_SUITE = "DG7GMGF0D5RK", "DG7GMGF0DVSV", "A-FLEX-SUITE"

PRODUCTS = (
    _office(E3, "Microsoft 365 E3", "36.00 31.50 360.00"),
    _office(BUSINESS_PREMIUM, "Microsoft 365 Business Premium", "24.70 21.62 247.20", most=300),
    _office(VISIO, "Visio Plan 2", "16.80 14.70 168.00"),
    _office(E5, "Microsoft 365 E5", "62.40 54.60 624.00"),
    _office("CFQ7TTC0LH18", "Microsoft 365 Business Basic", "6.70 5.88 67.20", most=300),
    _office("CFQ7TTC0LDPB", "Microsoft 365 Business Standard", "14.00 12.29 140.40", most=300),
    _office("CFQ7TTC0LGZT", "Microsoft 365 Apps for enterprise", "15.60 13.65 156.00"),
    _office("CFQ7TTC0HDB1", "Visio Plan 1", "5.60 4.94 56.40"),
    _office("CFQ7TTC0HDB0", "Planner Plan 1", "11.20 9.87 112.80"),
    _teams("CFQ7TTC0LH0T", "Teams Phone Standard", "11.20 9.87 112.80"),
    _teams("CFQ7TTC0QW7C", "Teams Premium", "11.20 9.87 112.80"),
    _security("CFQ7TTC0LFLS", "Entra ID P1", "6.70 5.88 67.20"),
    _security("CFQ7TTC0LH04", "Defender for Office 365 Plan 1", "2.20 1.89 21.60"),
    _security("CFQ7TTC0LCH4", "Intune Plan 1", "9.00 7.88 90.00"),
    _power("CFQ7TTC0HL8W", "Power Apps Premium", "22.40 19.68 224.40"),
    _power("CFQ7TTC0LH3L", "Power Automate Premium", "16.80 14.70 168.00"),
    _software(SERVER, "Windows Server 2022 Standard", _YEAR, "312.00"),
    _software(RDS_CAL, "Windows Server 2019 RDS CAL", _THREE_YEARS, "108.50"),
    _software("DG7GMGF0FLR2", "SQL Server 2022 Standard", _YEAR, "1010.00"),
    _software("DG7GMGF0PN5F", "Office LTSC Standard 2024", _YEAR, "389.00", Policy.PERPETUAL),
    _webex(WEBEX_SUITE, "Webex Suite", "13.50"),
    _webex("A-FLEX-CALLING", "Webex Calling", "8.90"),
    _webex("A-FLEX-MEETINGS", "Webex Meetings", "9.80"),
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
