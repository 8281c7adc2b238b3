"""A customer's address as its country writes them: the fields, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.cards import Choice, Element, Option, Words
from bot.phrases import Phrase, _, plain
from handlers import entered
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy import company_addresses, countries, postal_codes, site_names
from handlers.policy.person_lines import seen
from handlers.policy.site_names import BadSite
from handlers.wholesale.commands import Addressed

_LONGEST_CODE: Final = 20
_LONGEST_SITE: Final = 255


def fields(country: str, shown: Mapping[str, str | None]) -> Iterator[Element]:
    """Street, code, city and region, as far as addresses in that country have them."""
    longest = company_addresses.LONGEST
    yield _words("street", _("Street"), shown, longest)
    if postal_codes.exist(country):
        like = postal_codes.example(country)
        hint = _("As in {example}", example=like) if like else None
        code = _words("postal_code", _("Postal code"), shown, _LONGEST_CODE, hint=hint)
        yield code.model_copy(update={"optional": not postal_codes.are_needed(country)})
    yield _words("city", _("City"), shown, longest)
    if known := company_addresses.regions(country):
        options = tuple(Option(value=letters, label=plain(name)) for letters, name in sorted(known.items(), key=_name))
        yield Choice(name="region", label=_("State or region"), options=options, chosen=shown["region"] or "")


def site_field(value: str) -> Words:
    hint = _("Preferred by its users of meetings, as in {example}", example="contoso.webex.com")
    return Words(name="site", label=_("Meetings site"), hint=hint, value=value, longest=_LONGEST_SITE, optional=True)


def read(ctx: Context, ask: Addressed, country: str) -> dict[str, str | None]:
    """By column, checked."""
    given = {name: seen(text) for name, text in ask.address.items()}
    found = entered.company_address(given, country, ctx.tongue.language)
    return {
        "street": found.street,
        "postal_code": found.postal_code or None,
        "city": found.city,
        "region": found.region or None,
        "country": country,
    }


def site(typed: str) -> str | None:
    """The host, or nothing where nothing was typed."""
    if not typed.strip():
        return None
    try:
        return site_names.site(typed)
    except BadSite as bad:
        text = _(
            "“{site}” is not the address of a meetings site, like contoso.webex.com. Nothing was changed.",
            site=bad.typed,
        )
        raise Refusal(text, field="site") from bad


def line(values: Mapping[str, str | None], language: str) -> str:
    """`1 rue de la Paix, 75002 Paris, France`."""
    town = " ".join(filter(None, (values["postal_code"], values["city"])))
    country = countries.name(values["country"] or "", language)
    return ", ".join(filter(None, (values["street"], town, values["region"], country)))


def _words(
    name: str, label: Phrase, shown: Mapping[str, str | None], longest: int, *, hint: Phrase | None = None
) -> Words:
    return Words(name=name, label=label, hint=hint, value=(shown[name] or "")[:longest], longest=longest)


def _name(item: tuple[str, str]) -> str:
    return item[1]
