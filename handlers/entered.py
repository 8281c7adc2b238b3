"""What was entered into a field, in its normal form; a refusal stands next to the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.phrases import Phrase, _
from handlers.errors import Refusal
from handlers.policy import addresses, company_addresses, contact_details, countries
from handlers.policy.address_faults import BadAddress, Fault
from handlers.policy.company_addresses import Address
from handlers.policy.person_lines import seen

MISSING: Final = _("This is needed. Nothing was changed.")


def mail(field: str, text: str) -> str:
    """The normal form of an e-mail address."""
    try:
        return addresses.normal(text)
    except addresses.BadAddress as bad:
        said = _("“{email}” is not an e-mail address. Nothing was changed.", email=text[:80])
        raise Refusal(said, field=field) from bad


def phone(field: str, text: str) -> str:
    """A telephone number in its international form; empty where nothing was typed."""
    try:
        return contact_details.phone(text)
    except contact_details.BadPhone as bad:
        said = _("“{phone}” is not a telephone number such as +33 1 23 45 67 89. Nothing was changed.", phone=text[:40])
        raise Refusal(said, field=field) from bad


def line(field: str, text: str, longest: int) -> str:
    """Text on one line, without what can't be seen."""
    found = seen(text)
    if len(found) > longest:
        raise Refusal(too_long(longest), field=field)
    return found


def too_long(longest: int) -> Phrase:
    return _("At most {longest} characters here. Nothing was changed.", longest=longest)


def company_address(given: Mapping[str, str], country: str, language: str) -> Address:
    """Street, postal code, city and region as the country writes them; `country` is two known letters."""
    places = {name: given[name] for name in ("street", "postal_code", "city", "region")}
    try:
        return company_addresses.checked(**places, country=country)
    except BadAddress as bad:
        raise Refusal(_fault(bad, given[bad.field][:80], country, language), field=bad.field) from bad


def _fault(bad: BadAddress, typed: str, letters: str, language: str) -> Phrase:
    country = countries.name(letters, language)
    match bad.fault:
        case Fault.MISSING if bad.field == "region":
            return _("An address in {country} names its state or region. Nothing was changed.", country=country)
        case Fault.MISSING:
            return MISSING
        case Fault.CODE:
            return _(
                "“{typed}” is not a postal code of {country}. One looks like {example}. Nothing was changed.",
                typed=typed,
                country=country,
                example=bad.like,
            )
        case Fault.ELSEWHERE:
            return _(
                "“{typed}” is a postal code of another part of {country}. Nothing was changed.",
                typed=typed,
                country=country,
            )
        case Fault.REGION:
            return _("“{typed}” is no state or region of {country}. Nothing was changed.", typed=typed, country=country)
        case Fault.TOO_LONG:
            return too_long(company_addresses.LONGEST)
