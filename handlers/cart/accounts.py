"""Step two of a first purchase: a new account with the vendor, or the one that is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Element, Option, Prose, Style, Words
from bot.commands import Command
from bot.phrases import Phrase, _
from handlers.cart.account import QUALIFICATIONS, WAYS, Account, Qualification, Way
from handlers.cart.commands import ChooseAccount, NameTenant, UseTenant
from handlers.cart.stages import Stage, Step
from handlers.errors import Refusal
from handlers.policy import tenant_names
from handlers.policy.names import fold
from handlers.policy.tenant_names import SUFFIX, BadName, Fault
from store import tenants

_LONGEST: Final = 120
NOT_THAT_WAY: Final = _("Choose one of them. Nothing was changed.")


def card(stage: Stage, ask: ChooseAccount | None = None) -> Card:
    """Which of the two."""
    options = tuple(Option(value=way, label=label) for way, label in WAYS.items())
    chosen = (ask.way if ask else "") or stage.account.way or Way.NEW
    why = Prose(text=_("This is {customer}'s first purchase of Microsoft's.", customer=stage.cart.customer))
    field = Choice(name="way", label=_("Microsoft account"), options=options, chosen=chosen)
    return form(stage, Step.ACCOUNT, ChooseAccount(organisation=stage.here), why, field)


def take(stage: Stage, ask: ChooseAccount) -> Step:
    """Changing one's mind forgets the domain: a new one is not one that is there."""
    if ask.way not in set(Way):
        raise Refusal(NOT_THAT_WAY, field="way")
    way = Way(ask.way)
    if way is not stage.account.way:
        stage.know(stage.account.but(way=way, domain=""))
    return Step.TENANT if way is Way.NEW else Step.EXISTING


def tenant_card(stage: Stage, ask: NameTenant | None = None) -> Card:
    """The domain's first part, suggested by the customer's name."""
    known = stage.account.domain.removesuffix(SUFFIX)
    prefix = Words(
        name="prefix",
        label=_("Microsoft domain name"),
        hint=_("Letters and digits, at most {most}; {suffix} is added.", most=tenant_names.LONGEST, suffix=SUFFIX),
        value=((ask.prefix if ask else "") or known or _suggested(stage.cart.customer))[:_LONGEST],
        longest=_LONGEST,
    )
    options = tuple(Option(value=one, label=label) for one, label in QUALIFICATIONS.items())
    chosen = (ask.qualification if ask else "") or stage.account.qualification
    special = Choice(name="qualification", label=_("Special qualification"), options=options, chosen=chosen)
    for_ever = Prose(text=_("The name can't be changed later."), quiet=True)
    return form(stage, Step.TENANT, NameTenant(organisation=stage.here), prefix, for_ever, special)


def take_tenant(stage: Stage, ask: NameTenant) -> Step:
    domain = _domain(tenant_names.new, ask.prefix, "prefix")
    refuse_taken(stage, domain, "prefix")
    if ask.qualification not in set(Qualification):
        raise Refusal(NOT_THAT_WAY, field="qualification")
    stage.know(stage.account.but(way=Way.NEW, domain=domain, qualification=ask.qualification))
    return Step.COMPANY


def existing_card(stage: Stage, ask: UseTenant | None = None) -> Card:
    field = Words(
        name="domain",
        label=_("Existing Microsoft domain"),
        hint=_("Like contoso.onmicrosoft.com"),
        value=((ask.domain if ask else "") or stage.account.domain)[:_LONGEST],
        longest=_LONGEST,
    )
    return form(stage, Step.EXISTING, UseTenant(organisation=stage.here), field)


def take_existing(stage: Stage, ask: UseTenant) -> Step:
    domain = _domain(tenant_names.existing, ask.domain, "domain")
    refuse_taken(stage, domain, "domain")
    stage.know(stage.account.but(way=Way.EXISTING, domain=domain))
    return Step.PAYMENT


def refuse_taken(stage: Stage, domain: str, field: str) -> None:
    """Never whose it is."""
    if tenants.taken(stage.ctx.db, domain, but_by=stage.cart.organisation):
        raise Refusal(taken(stage.account, domain), field=field)


def taken(account: Account, domain: str) -> Phrase:
    if account.way is Way.EXISTING:
        return _("{domain} belongs to another customer. Nothing was changed. Which one is yours?", domain=domain)
    return _("{domain} is taken. Nothing was changed. Choose another name.", domain=domain)


def form(stage: Stage, step: Step, press: Command, *elements: Element) -> Card:
    """A step that is filled in, with the way back beside the way on."""
    submit = Button(label=_("Next"), press=press.token, style=Style.PRIMARY)
    shown = (stage.head(step), *elements, Buttons(buttons=(stage.back(step),)))
    return Card(title=stage.title, elements=shown, submit=submit)


def _domain(rule: Callable[[str], str], typed: str, field: str) -> str:
    try:
        return rule(typed)
    except BadName as bad:
        raise Refusal(_fault(bad), field=field) from bad


def _fault(bad: BadName) -> Phrase:
    match bad.fault:
        case Fault.EMPTY:
            return _("The name is missing. Nothing was changed.")
        case Fault.TOO_LONG:
            return _(
                "“{typed}” is too long: at most {most} letters and digits. Nothing was changed.",
                typed=bad.typed,
                most=tenant_names.LONGEST,
            )
        case Fault.FIRST:
            return _("“{typed}” must begin with a letter from a to z. Nothing was changed.", typed=bad.typed)
        case Fault.LETTERS:
            return _(
                "“{typed}”: only letters from a to z and digits make a name. Nothing was changed.", typed=bad.typed
            )
        case Fault.OTHER_DOMAIN:
            return _(
                "“{typed}” is another kind of domain. It ends in {suffix}. Nothing was changed.",
                typed=bad.typed,
                suffix=SUFFIX,
            )


def _suggested(customer: str) -> str:
    """The customer's name as a tenant may be called, if it can be."""
    letters = re.sub(r"[^a-z0-9]", "", fold(customer)).lstrip("0123456789")
    return letters[: tenant_names.LONGEST]
