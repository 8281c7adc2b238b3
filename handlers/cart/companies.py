"""Step two, continued: who the new account is for, and where they are, by the rules of their country."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Card, Words
from bot.phrases import Phrase, _
from handlers.cart import accounts
from handlers.cart.account import Company
from handlers.cart.commands import DescribeCompany
from handlers.cart.stages import Stage, Step
from handlers.errors import Refusal
from handlers.organisations import fields
from handlers.policy import addresses, company_addresses, contact_details, countries
from handlers.policy.addresses import BadAddress as BadMail
from handlers.policy.company_addresses import CODES, Address, BadAddress, Fault
from handlers.policy.contact_details import LONGEST_PHONE, BadPhone
from handlers.policy.person_lines import seen
from store import profiles

_LABELS: Final[dict[str, tuple[Phrase, int]]] = {
    "company": (_("Company"), 120),
    "first_name": (_("First name"), 50),
    "last_name": (_("Last name"), 50),
    "email": (_("E-mail"), 254),
    "phone": (_("Telephone"), LONGEST_PHONE),
    "street": (_("Street"), company_addresses.LONGEST),
    "postal_code": (_("Postal code"), 20),
    "city": (_("City"), company_addresses.LONGEST),
    "region": (_("State or region"), company_addresses.LONGEST),
    "country": (_("Country"), 60),
}
_MISSING: Final = _("This is needed. Nothing was changed.")
_NEEDED: Final = ("company", "first_name", "last_name")
_HINTS: Final = {
    "postal_code": _("Where the country has them"),
    "region": _("Where the country has states, provinces or territories"),
    "country": _("Two letters, or the name"),
}
_OPTIONAL: Final = frozenset({"phone", "region", "postal_code"})


def card(stage: Stage, ask: DescribeCompany | None = None) -> Card:
    press = DescribeCompany(organisation=stage.here, filled=True)
    shown = ask.model_dump() if ask and ask.filled else _known(stage)
    return accounts.form(stage, Step.COMPANY, press, *_fields(shown))


def take(stage: Stage, ask: DescribeCompany) -> Step:
    if not ask.filled:
        return Step.COMPANY
    plain = {name: seen(getattr(ask, name))[:longest] for name, (_label, longest) in _LABELS.items()}
    for name in _NEEDED:
        if not plain[name]:
            raise Refusal(_MISSING, field=name)
    plain |= {"email": _mail(plain["email"]), "phone": _phone(plain["phone"]), "country": _country(plain["country"])}
    where = _address(stage, plain)
    place = {"street": where.street, "postal_code": where.postal_code, "city": where.city, "region": where.region}
    company = Company.model_validate(plain | place)
    stage.know(stage.account.but(company=company))
    return Step.PAYMENT


def _fields(shown: dict[str, str]) -> Iterator[Words]:
    for name, (label, longest) in _LABELS.items():
        yield Words(
            name=name,
            label=label,
            hint=_HINTS.get(name),
            value=shown[name][:longest],
            longest=longest,
            optional=name in _OPTIONAL,
        )


def _known(stage: Stage) -> dict[str, str]:
    """As it was filled in; else the customer's name and country."""
    if stage.account.company:
        return stage.account.company.model_dump()
    profile = profiles.get(stage.ctx.db, stage.ctx.scope, stage.cart.organisation)
    country = (profile.country if profile else None) or ""
    return dict.fromkeys(_LABELS, "") | {"company": stage.cart.customer, "country": country}


def _mail(typed: str) -> str:
    try:
        return addresses.normal(typed)
    except BadMail as bad:
        text = _("“{email}” is not an e-mail address. Nothing was changed.", email=typed[:80])
        raise Refusal(text, field="email") from bad


def _phone(typed: str) -> str:
    try:
        return contact_details.phone(typed)
    except BadPhone as bad:
        text = _("“{phone}” is not a telephone number. Nothing was changed.", phone=typed[:40])
        raise Refusal(text, field="phone") from bad


def _country(typed: str) -> str:
    found = fields.country(typed)
    if not found:
        raise Refusal(_MISSING, field="country")
    return found


def _address(stage: Stage, plain: dict[str, str]) -> Address:
    country = plain["country"]
    try:
        return company_addresses.checked(plain["street"], plain["postal_code"], plain["city"], plain["region"], country)
    except BadAddress as bad:
        raise Refusal(_fault(stage, bad, plain), field=bad.field) from bad


def _fault(stage: Stage, bad: BadAddress, plain: dict[str, str]) -> Phrase:
    typed, letters = plain[bad.field][:80], plain["country"]
    country = countries.name(letters, stage.ctx.tongue.language)
    match bad.fault:
        case Fault.MISSING if bad.field == "region":
            return _("An address in {country} names its state or region. Nothing was changed.", country=country)
        case Fault.MISSING:
            return _MISSING
        case Fault.CODE:
            return _(
                "“{typed}” is not a postal code of {country}. One looks like {example}. Nothing was changed.",
                typed=typed,
                country=country,
                example=CODES[letters].like,
            )
        case Fault.REGION:
            return _("“{typed}” is no state or region of {country}. Nothing was changed.", typed=typed, country=country)
        case Fault.TOO_LONG:
            return _("At most {longest} characters here. Nothing was changed.", longest=company_addresses.LONGEST)
