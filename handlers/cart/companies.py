"""Step two, continued: who the new account is for, and where they are, by the rules of their country."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Card, Words
from bot.phrases import Phrase, _
from handlers import entered
from handlers.cart import accounts
from handlers.cart.account import Company
from handlers.cart.commands import DescribeCompany
from handlers.cart.stages import Stage, Step
from handlers.errors import Refusal
from handlers.organisations import fields
from handlers.policy import company_addresses
from handlers.policy.contact_details import LONGEST_PHONE
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
            raise Refusal(entered.MISSING, field=name)
    plain |= {
        "email": entered.mail("email", plain["email"]),
        "phone": entered.phone("phone", plain["phone"]),
        "country": _country(plain["country"]),
    }
    where = entered.company_address(plain, plain["country"], stage.ctx.tongue.language)
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


def _country(typed: str) -> str:
    found = fields.country(typed)
    if not found:
        raise Refusal(entered.MISSING, field="country")
    return found
