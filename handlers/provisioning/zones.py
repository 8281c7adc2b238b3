"""The time zone of a site or a location: chosen among those of its country, or looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import ClassVar, Final

from bot import places
from bot.cards import Button, Card, Choice, Option
from bot.commands import Search
from bot.phrases import LANGUAGES, Phrase, _, plain
from handlers.context import Context
from handlers.errors import Refusal
from handlers.menu import Item
from handlers.policy import zones as policy
from handlers.policy.zones import Called, Meant
from store.values import Right

_MOST: Final = 50
_LONGEST: Final = 60
LABEL: Final = _("Time zone")
_COMMON: Final = ("Europe/London", "Europe/Paris", "America/New_York", "America/Los_Angeles", "Asia/Tokyo")
"""Where neither the country nor the reader's own zone says anything."""


class SearchZones(Search):
    """Look for a time zone by its city, its country, its offset or its name, while one types.

    Before one does, those of `country` are offered.
    """

    name = "zone.search"
    needs: ClassVar[Right] = Right.VIEW
    country: str = ""


def field(ctx: Context, chosen: str, country: str, typed: str = "") -> Choice:
    """Those of the country and the reader's own; or, where something was `typed`, those that it may mean."""
    found = meant(typed, ctx.now).zones[:_MOST] if typed else ()
    ids = found or tuple(dict.fromkeys((*of_country(country)[:_MOST], *_known((chosen, ctx.tongue.zone))))) or _COMMON
    first = chosen if chosen in ids else ids[0] if len(of_country(country)) == 1 and not typed else ""
    return Choice(
        name="zone",
        label=LABEL,
        hint=_("A city, a country, or an offset like UTC+1"),
        options=tuple(_options(ids, ctx)),
        chosen=first,
        search=SearchZones(organisation=str(ctx.scope.root), country=country).token,
        typed="zone_words",
    )


def search(ctx: Context, ask: SearchZones) -> Card:
    """Those to choose from that fit."""
    shown = field(ctx, "", ask.country, ask.words)
    return Card(title=LABEL, elements=(shown,), submit=Button(label=LABEL, press=ask.token))


def read(ctx: Context, chosen: str, typed: str) -> str:
    """The zone that was typed, else the one that was chosen."""
    words = typed.strip() or chosen.strip()
    if not words:
        raise Refusal(_("A time zone is missing. Nothing was changed."), field="zone")
    found = meant(words, ctx.now)
    if found.the_one:
        return found.the_one
    raise Refusal(_several(words, found), field="zone")


def meant(words: str, now: datetime) -> Meant:
    return policy.search(words, _called(), places.older_names(), now)


def of_country(country: str) -> tuple[str, ...]:
    """By city."""
    return tuple(zone.id for zone in places.zones("en") if country and zone.country == country)


def named(id: str, language: str, now: datetime) -> Phrase:
    """`Paris · France · UTC+01:00`, as on that day; a zone that nobody lives in by its name."""
    found = _in(language).get(id)
    offset = policy.written(policy.utc_offset(id, now))
    return plain(f"{found.city} · {found.territory} · {offset}" if found else f"{id} · {offset}")


def _several(words: str, found: Meant) -> Phrase:
    typed = words[:_LONGEST]
    if not found.zones:
        return _("No time zone is called “{typed}”. Nothing was changed.", typed=typed)
    if found.sure:
        count = len(found.zones)
        return _("“{typed}” may be {count} time zones. Choose one. Nothing was changed.", typed=typed, count=count)
    nearest = found.zones[0]
    return _(
        "No time zone is called “{typed}”. Did you mean {nearest}? Nothing was changed.", typed=typed, nearest=nearest
    )


def _options(ids: Iterable[str], ctx: Context) -> Iterable[Option]:
    known = _in(ctx.tongue.language)
    for id in ids:
        called = known[id].called if id in known else ""
        yield Option(
            value=id,
            label=named(id, ctx.tongue.language, ctx.now),
            description=plain(f"{called} · {id}") if called else None,
        )


def _known(ids: Iterable[str]) -> list[str]:
    """Those in which somebody lives, by today's names."""
    now = (places.older_names().get(id, id) if id not in _called() else id for id in ids)
    return [id for id in now if id in _called()]


@cache
def _in(language: str) -> Mapping[str, places.Zone]:
    return {zone.id: zone for zone in places.zones(language)}


@cache
def _called() -> Mapping[str, Called]:
    """What every zone is called in the bot's languages, by country and city; a city also as it was called before."""
    tables = [_in(language) for language in LANGUAGES]
    cities = {id: [table[id].city for table in tables] for id in tables[0]}
    for older, id in places.older_names().items():
        cities[id].append(older.rpartition("/")[2].replace("_", " "))
    return {
        id: Called(
            tuple(dict.fromkeys(cities[id])),
            tuple(table[id].territory for table in tables),
            tuple(table[id].called for table in tables),
        )
        for id in tables[0]
    }


MENU: Final = (Item(SearchZones, search),)
