"""Languages and time zones that people and organisations are spoken to in: asked for, and read."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from bot.cards import Choice, Option, Words
from bot.phrases import LANGUAGES, Phrase, _, plain
from bot.zones import zone_names
from handlers.errors import Refusal
from handlers.policy.names import nearest_word

LANGUAGE_NAMES: Final = {"en": "English", "fr": "Français"}


def language_field(chosen: str) -> Choice:
    options = tuple(Option(value=code, label=plain(name)) for code, name in LANGUAGE_NAMES.items())
    return Choice(name="language", label=_("Language"), options=options, chosen=chosen)


def zone_field(value: str) -> Words:
    hint = _("As in Europe/Paris or America/Montreal")
    return Words(name="zone", label=_("Time zone"), hint=hint, value=value, longest=64)


def known_language(typed: str) -> str:
    if typed and typed not in LANGUAGES:
        raise Refusal(_("I speak English (en) and French (fr). Nothing was changed."), field="language")
    return typed


def known_zone(typed: str) -> str:
    """The IANA name, whatever case it was typed in."""
    if not typed:
        return ""
    known = {zone.casefold(): zone for zone in zone_names()}
    if zone := known.get(typed.strip().casefold().replace(" ", "_")):
        return ZoneInfo(zone).key
    raise Refusal(_no_zone(typed[:64], known), field="zone")


def _no_zone(typed: str, known: dict[str, str]) -> Phrase:
    nearest = nearest_word(typed.casefold(), known)
    if nearest is None:
        return _("There is no time zone “{zone}”. Nothing was changed.", zone=typed)
    return _(
        "There is no time zone “{zone}”. Did you mean {nearest}? Nothing was changed.",
        zone=typed,
        nearest=known[nearest],
    )
