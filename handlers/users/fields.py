"""What the forms of users ask, and how what was filled in is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.cards import Choice, Option, Words
from bot.phrases import Phrase, _
from handlers import entered
from handlers.errors import Refusal
from handlers.policy.countries import BadCountry, code
from handlers.users.wording import PERMISSIONS, SERVICES, STAFF

_LONGEST_MAIL: Final = 320
POSTAL: Final[Mapping[str, tuple[Phrase, int]]] = {
    "street": (_("Street"), 200),
    "postal_code": (_("Postal code"), 20),
    "city": (_("City"), 120),
    "region": (_("Region"), 120),
    "country": (_("Country"), 60),
}
"""The fields of a postal address, with how long each may be."""


def permission(chosen: str) -> Choice:
    options = (Option(value=SERVICES, label=PERMISSIONS[False]), Option(value=STAFF, label=PERMISSIONS[True]))
    return Choice(name="permission", label=_("Permission"), options=options, chosen=chosen or SERVICES)


def mail(name: str, label: Phrase, value: str, *, optional: bool = False) -> Words:
    return Words(name=name, label=label, value=value, longest=_LONGEST_MAIL, optional=optional)


def postal(values: Mapping[str, str]) -> Iterator[Words]:
    for name, (label, longest) in POSTAL.items():
        hint = _("Two letters or the name") if name == "country" else None
        yield Words(name=name, label=label, hint=hint, value=values[name], longest=longest, optional=True)


def postal_address(values: Mapping[str, str]) -> dict[str, str | None]:
    """The columns of an address; what was left empty is None."""
    found = {name: entered.line(name, values[name], longest) for name, (_label, longest) in POSTAL.items()}
    try:
        found["country"] = code(found["country"])
    except BadCountry as bad:
        text = _("“{said}” is no country that I know, like FR or France. Nothing was changed.", said=found["country"])
        raise Refusal(text, field="country") from bad
    return {name: value or None for name, value in found.items()}
