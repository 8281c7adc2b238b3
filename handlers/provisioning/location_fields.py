"""What is filled in about a location: its name and its country, then the address fields that this country has."""

from __future__ import annotations

from typing import Final, TypeVar

from bot.commands import Command
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy import countries, location_rules
from handlers.policy.address_faults import BadAddress, Fault
from handlers.policy.countries import BadCountry
from handlers.policy.location_rules import LONGEST, LONGEST_NAME, Address
from handlers.policy.names import fold
from handlers.policy.person_lines import seen
from handlers.provisioning import zones
from handlers.provisioning.draft import LocationDraft
from store.webex_locations import Details

LONGEST_COUNTRY: Final = 60
_MISSING: Final = _("This is needed. Nothing was changed.")


class Located(Command):
    """What is filled in about a location, over two forms; `part` is the one that was sent."""

    called: str = ""
    country: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    district: str = ""
    region: str = ""
    zone: str = ""
    zone_words: str = ""
    language: str = ""
    part: int = 0

    @property
    def address(self) -> dict[str, str]:
        return {name: seen(getattr(self, name)) for name in LONGEST}


LocatedCommand = TypeVar("LocatedCommand", bound=Located)


def begun(ask: LocatedCommand, known: LocationDraft | None) -> LocatedCommand:
    """Ready for the second part: what is there already is filled in, where the country is still the same."""
    name, letters = named(ask.called), country(ask.country)
    there = filled(known) if known and known.country == letters else {}
    return ask.but(**there).but(called=name, country=letters)


def is_begun(ask: Located) -> bool:
    """Whether the first part is there as it is kept: a name, and the letters of a country."""
    try:
        return (named(ask.called), country(ask.country)) == (ask.called, ask.country)
    except Refusal:
        return False


def named(typed: str) -> str:
    """On one line, without what can't be seen."""
    name = seen(typed)
    if not fold(name):
        raise Refusal(_MISSING, field="called")
    if len(name) > LONGEST_NAME:
        text = _("A name has at most {most} characters. Nothing was changed.", most=LONGEST_NAME)
        raise Refusal(text, field="called")
    return name


def country(typed: str) -> str:
    """Its letters."""
    try:
        found = countries.code(typed)
    except BadCountry as bad:
        text = _("No country is called “{name}”. Nothing was changed.", name=typed[:LONGEST_COUNTRY])
        raise Refusal(text, field="country") from bad
    if not found:
        raise Refusal(_MISSING, field="country")
    return found


def read(ctx: Context, ask: Located) -> LocationDraft:
    """All of it, checked by the rules of its country."""
    name, letters = named(ask.called), country(ask.country)
    found = _address(ctx, ask, letters)
    return LocationDraft(
        name=name,
        country=letters,
        street=found.street,
        city=found.city,
        postal_code=found.postal_code,
        district=found.district,
        region=found.region,
        zone=zones.read(ctx, ask.zone, ask.zone_words),
        language=_language(ask.language),
    )


def details(new: LocationDraft) -> Details:
    """As the tables have it."""
    unsaid = {name: getattr(new, name) or None for name in ("postal_code", "district", "region")}
    return Details(folded=fold(new.name), **{**new.model_dump(), **unsaid})


def known(details: Details) -> LocationDraft:
    """As it is filled in."""
    said = {name: getattr(details, name) or "" for name in LocationDraft.model_fields}
    return LocationDraft(**said)


def filled(one: LocationDraft) -> dict[str, str]:
    """The fields of a command as they stand in a location."""
    return one.model_dump(exclude={"name"}) | {"called": one.name}


def _language(typed: str) -> str:
    if typed in location_rules.LANGUAGES:
        return typed
    raise Refusal(_("Choose a language of the list. Nothing was changed."), field="language")


def _address(ctx: Context, ask: Located, letters: str) -> Address:
    try:
        return location_rules.checked(letters, ask.address)
    except BadAddress as bad:
        raise Refusal(_fault(ctx, ask, bad, letters), field=bad.field) from bad


def _fault(ctx: Context, ask: Located, bad: BadAddress, letters: str) -> Phrase:
    typed, there = ask.address[bad.field][:80], countries.name(letters, ctx.tongue.language)
    match bad.fault:
        case Fault.MISSING:
            return _MISSING
        case Fault.TOO_LONG:
            return _("At most {longest} characters here. Nothing was changed.", longest=LONGEST[bad.field])
        case Fault.REGION:
            return _("“{typed}” is no state or region of {country}. Nothing was changed.", typed=typed, country=there)
        case Fault.ELSEWHERE:
            return _(
                "“{typed}” is a postal code of another part of {country}. Nothing was changed.",
                typed=typed,
                country=there,
            )
        case Fault.CODE:
            return _(
                "“{typed}” is not a postal code of {country}. One looks like {example}. Nothing was changed.",
                typed=typed,
                country=there,
                example=bad.like,
            )
