"""Countries by their two letters, or by their English or French name."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from functools import cache

import pycountry

from handlers.policy.names import fold


class BadCountry(ValueError):
    """No country is called so."""


def code(text: str) -> str:
    """`FR` for `fr`, `France`; nothing for nothing."""
    word = fold(text)
    if not word:
        return ""
    try:
        return _known()[word]
    except KeyError as error:
        raise BadCountry(text) from error


@cache
def name(letters: str, language: str) -> str:
    """`Germany`, or `Allemagne`; letters that belong to no country stay as they are."""
    country = pycountry.countries.get(alpha_2=letters)
    if country is None:
        return letters
    words = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
    said = words.gettext(getattr(country, "common_name", country.name))
    return said.replace("'", "’") if language == "fr" else said


@cache
def _known() -> dict[str, str]:
    return {fold(name): letters for name, letters in _names()}


def _names() -> Iterator[tuple[str, str]]:
    french = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["fr"], fallback=True)
    for country in pycountry.countries:
        said = {country.name, getattr(country, "common_name", country.name)}
        yield from ((name, country.alpha_2) for name in said | {french.gettext(name) for name in said})
    yield from ((country.alpha_2, country.alpha_2) for country in pycountry.countries)
