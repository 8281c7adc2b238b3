"""The forms of a location: what it is called and its country, then the address fields that this country has."""

from __future__ import annotations

from typing import Final, TypeVar

from bot import places
from bot.cards import Choice, Element, Option, Prose, Words
from bot.commands import Command
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy import countries, location_rules
from handlers.policy.countries import BadCountry
from handlers.policy.location_rules import LONGEST, LONGEST_NAME, MOST_CHOICES, Address, BadAddress, Fault, Field
from handlers.policy.names import fold
from handlers.policy.person_lines import seen
from handlers.provisioning import zones
from handlers.provisioning.draft import LocationDraft
from store.webex_locations import Details

_LONGEST_COUNTRY: Final = 60
_MISSING: Final = _("This is needed. Nothing was changed.")
_KINDS: Final = {
    "street": _("Street"),
    "postal": _("Postal code"),
    "zip": _("ZIP code"),
    "pin": _("PIN code"),
    "eircode": _("Eircode"),
    "city": _("City"),
    "post_town": _("Post town"),
    "suburb": _("Suburb"),
    "district": _("District"),
    "townland": _("Townland"),
    "neighborhood": _("Neighbourhood"),
    "village_township": _("Village or township"),
    "state": _("State"),
    "province": _("Province"),
    "county": _("County"),
    "area": _("Area"),
    "island": _("Island"),
    "parish": _("Parish"),
    "oblast": _("Oblast"),
    "emirate": _("Emirate"),
    "department": _("Department"),
    "prefecture": _("Prefecture"),
    "do_si": _("Province or city"),
}


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


def first(ctx: Context, shown: Located) -> tuple[Element, ...]:
    """Its name and its country."""
    country = countries.name(shown.country, ctx.tongue.language) if len(shown.country) == len("FR") else shown.country
    return (
        Words(
            name="called",
            label=_("Name of the location"),
            hint=_("Like Headquarters or Lyon"),
            value=shown.called[:LONGEST_NAME],
            longest=LONGEST_NAME,
        ),
        Words(
            name="country",
            label=_("Country or region"),
            hint=_("Where most of its users are: two letters, or the name"),
            value=country[:_LONGEST_COUNTRY],
            longest=_LONGEST_COUNTRY,
        ),
    )


def second(ctx: Context, shown: Located) -> tuple[Element, ...]:
    """Its address in the country's own fields, its time zone, and the language that it speaks."""
    country = shown.country
    fields = (_field(field, shown) for field in location_rules.fields(country))
    return (*fields, zones.field(ctx, shown.zone, country, shown.zone_words), _languages(ctx, shown))


def form(ctx: Context, shown: Located) -> tuple[dict[str, object], tuple[Element, ...]]:
    """What the command says that sends the next part, and that part's fields: the second ones once `part` is set."""
    if not shown.part:
        return {"part": 1}, first(ctx, shown)
    country = countries.name(shown.country, ctx.tongue.language)
    head = Prose(text=_("**{name}**, {country}", name=shown.called, country=country))
    said: dict[str, object] = {"part": 2, "called": shown.called, "country": shown.country}
    return said, (head, *second(ctx, shown))


def begun(ask: LocatedCommand, known: LocationDraft | None) -> LocatedCommand:
    """Ready for the second part: what is there already is filled in, where the country is still the same."""
    name, letters = named(ask.called), country(ask.country)
    there = filled(known) if known and known.country == letters else {}
    return ask.but(**there).but(called=name, country=letters)


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
        text = _("No country is called “{name}”. Nothing was changed.", name=typed[:_LONGEST_COUNTRY])
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


def line(one: LocationDraft, language: str) -> Phrase:
    """Its address on one line."""
    where = Address(one.country, one.street, one.district, one.city, one.region, one.postal_code)
    return plain(", ".join((*location_rules.lines(where), countries.name(one.country, language))))


def language_name(one: LocationDraft, language: str) -> Phrase:
    return plain(places.language_name(one.language, language))


def _field(field: Field, shown: Located) -> Element:
    label, value = _KINDS.get(field.kind, plain(field.kind)), getattr(shown, field.name)
    if 0 < len(field.choices) <= MOST_CHOICES:
        options = tuple(
            Option(value=key[:75], label=plain(name)) for key, name in sorted(field.choices.items(), key=_name)
        )
        return Choice(name=field.name, label=label, options=options, chosen=value, optional=not field.needed)
    return Words(
        name=field.name,
        label=label,
        hint=_("As in {example}", example=field.like) if field.like else None,
        value=value[: LONGEST[field.name]],
        longest=LONGEST[field.name],
        optional=not field.needed,
    )


def _name(choice: tuple[str, str]) -> str:
    return fold(choice[1])


def _languages(ctx: Context, shown: Located) -> Choice:
    """Those of the country first; the first of them unless another one was chosen."""
    codes = location_rules.languages_of(shown.country)
    options = tuple(Option(value=code, label=plain(places.language_name(code, ctx.tongue.language))) for code in codes)
    there = codes[0] if codes[0].endswith(f"_{shown.country}") else ""
    return Choice(name="language", label=_("Language"), options=options, chosen=shown.language or there)


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
