"""What is filled in about an organisation: the fields, and what is wrong with them."""

from __future__ import annotations

from typing import Final

from bot.cards import Words
from bot.phrases import _
from handlers import entered
from handlers.errors import Refusal
from handlers.policy import countries, person_lines, tenants
from handlers.policy.countries import BadCountry
from handlers.policy.names import fold
from handlers.policy.tenants import MOST_DOMAINS, BadDomain

LONGEST_NAME: Final = 200
_LONGEST_ADDRESS: Final = 254
_LONGEST_DOMAINS: Final = 2_000


def words(called: str, tenant: str, country: str, contact: str) -> tuple[Words, ...]:
    """The fields that adding and changing have in common, filled in."""
    return (
        Words(name="called", label=_("Name"), value=called[:LONGEST_NAME], longest=LONGEST_NAME),
        Words(
            name="tenant",
            label=_("Tenant"),
            hint=_("Its domain, like contoso.onmicrosoft.com, or its directory id"),
            value=tenant[:_LONGEST_ADDRESS],
            longest=_LONGEST_ADDRESS,
            optional=True,
        ),
        Words(
            name="country",
            label=_("Country"),
            hint=_("Two letters, or the name"),
            value=country[:60],
            longest=60,
            optional=True,
        ),
        contact_field(contact),
    )


def contact_field(value: str, *, optional: bool = True) -> Words:
    return Words(
        name="contact",
        label=_("Contact e-mail"),
        hint=_("The activation link goes there"),
        value=value[:_LONGEST_ADDRESS],
        longest=_LONGEST_ADDRESS,
        optional=optional,
    )


def domains_field(value: str) -> Words:
    return Words(
        name="domains",
        label=_("Domains"),
        hint=_("One a line"),
        value=value[:_LONGEST_DOMAINS],
        lines=4,
        longest=_LONGEST_DOMAINS,
        optional=True,
    )


def name(typed: str) -> str:
    """On one line, without what can't be seen."""
    text = person_lines.seen(typed)
    if not fold(text):
        raise Refusal(_("An organisation has a name. Nothing was changed."), field="called")
    if len(text) > LONGEST_NAME:
        raise Refusal(
            _("A name has at most {most} characters. Nothing was changed.", most=LONGEST_NAME), field="called"
        )
    return text


def tenant(typed: str) -> str:
    try:
        return tenants.tenant(typed)
    except BadDomain as bad:
        text = _(
            "“{tenant}” is neither a domain, like contoso.onmicrosoft.com, nor a directory id. Nothing was changed.",
            tenant=bad.typed,
        )
        raise Refusal(text, field="tenant") from bad


def country(typed: str) -> str:
    try:
        return countries.code(typed)
    except BadCountry as bad:
        text = _("No country is called “{country}”. Nothing was changed.", country=typed[:60])
        raise Refusal(text, field="country") from bad


def contact(typed: str) -> str:
    return entered.mail("contact", typed) if typed.strip() else ""


def domains(typed: str) -> tuple[str, ...]:
    try:
        found = tenants.domains(typed)
    except BadDomain as bad:
        raise Refusal(_("“{domain}” is not a domain. Nothing was changed.", domain=bad.typed), field="domains") from bad
    if len(found) > MOST_DOMAINS:
        raise Refusal(_("At most {most} domains. Nothing was changed.", most=MOST_DOMAINS), field="domains")
    return found
