"""The forms of a location as they are drawn, and how its address and its language read."""

from __future__ import annotations

from typing import Final

from bot import places
from bot.cards import Choice, Element, Option, Prose, Words
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.policy import countries, location_rules
from handlers.policy.location_rules import LONGEST, LONGEST_NAME, MOST_CHOICES, Address, Field
from handlers.policy.names import fold
from handlers.provisioning import zones
from handlers.provisioning.draft import LocationDraft
from handlers.provisioning.location_fields import LONGEST_COUNTRY, Located, is_begun

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


def form(ctx: Context, shown: Located) -> tuple[dict[str, object], tuple[Element, ...]]:
    """What the command says that sends the next part, and that part's fields: the second ones once `part` is set.

    The first ones again where the command carries no name and country that they would have let through.
    """
    if not shown.part or not is_begun(shown):
        return {"part": 1}, first(ctx, shown)
    country = countries.name(shown.country, ctx.tongue.language)
    head = Prose(text=_("**{name}**, {country}", name=shown.called, country=country))
    said: dict[str, object] = {"part": 2, "called": shown.called, "country": shown.country}
    return said, (head, *second(ctx, shown))


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
            value=country[:LONGEST_COUNTRY],
            longest=LONGEST_COUNTRY,
        ),
    )


def second(ctx: Context, shown: Located) -> tuple[Element, ...]:
    """Its address in the country's own fields, its time zone, and the language that it speaks."""
    country = shown.country
    fields = (_field(field, shown) for field in location_rules.fields(country))
    return (*fields, zones.field(ctx, shown.zone, country, shown.zone_words), _languages(ctx, shown))


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
