"""How many users of each package a customer may have: set by whoever sells to it, never below what is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.cards import Button, Card, Notice, Prose, Style, Tone, Words
from bot.phrases import _, n_
from handlers.context import Context
from handlers.errors import Forbidden, Instead, Refusal
from handlers.menu import Item
from handlers.policy.user_columns import packages_named
from handlers.wholesale import customer_cards, finding, wording
from handlers.wholesale.commands import Limited, SetLimits
from store import wholesale_limits
from store.values import MOST_SEATS
from store.values.webex import Package
from store.wholesale_customers import Customer

_LONGEST = 9
Limits = dict[Package, int]


def change(ctx: Context, ask: SetLimits) -> Card:
    there, customer, _rest = finding.place(ctx, ask)
    _refuse_unless_seller(there, customer)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    finding.hold(there, customer.id)
    to = read(ask)
    refuse_below(to, wholesale_limits.used(there.db, there.scope, customer.id))
    before = wholesale_limits.limits(there.db, there.scope, customer.id)
    if to == before:
        raise Refusal(_("Nothing is different. Nothing was changed."))
    save(there, customer, to)
    there.about(customer.id, customer.label, before=said(before), after=said(to))
    return customer_cards.card(there, customer, Notice(tone=Tone.DONE, text=_("The limits are saved.")))


def form(ctx: Context, ask: SetLimits) -> Card:
    """As they are now, or as they were filled in."""
    there, customer, _rest = finding.place(ctx, ask)
    _refuse_unless_seller(there, customer)
    now = wholesale_limits.limits(there.db, there.scope, customer.id)
    shown = {one: ask.typed(one) if ask.sent else str(now.get(one, "")) for one in wording.BASES}
    used = wholesale_limits.used(there.db, there.scope, customer.id)
    press = SetLimits(organisation=str(customer.id), sent=True).token
    submit = Button(label=_("Save"), press=press, style=Style.PRIMARY)
    title = _("Package limits of {customer}", customer=customer.name)
    return Card(title=title, elements=(explained(), *fields(shown, used)), submit=submit, private=True)


def explained() -> Prose:
    return Prose(text=_("How many users may have each package. Empty: as many as you like."))


def fields(shown: Mapping[Package, str], used: Mapping[Package, int]) -> Iterator[Words]:
    for one in wording.BASES:
        hint = n_("{count} user has it", "{count} users have it", used[one]) if used.get(one) else None
        label = wording.package(one)
        yield Words(name=str(one), label=label, hint=hint, value=shown[one][:_LONGEST], optional=True, longest=_LONGEST)


def read(ask: Limited) -> Limits:
    """By package; one that was left empty has no limit."""
    typed = {one: ask.typed(one).strip() for one in wording.BASES}
    return {one: _whole(one, text) for one, text in typed.items() if text}


def refuse_below(to: Limits, used: Mapping[Package, int]) -> None:
    """Nobody loses a package by a limit."""
    for one, most in to.items():
        if most < (there := used.get(one, 0)):
            text = n_(
                "{count} user has {package}, so its limit can't be {most}. Nothing was changed.",
                "{count} users have {package}, so its limit can't be {most}. Nothing was changed.",
                there,
                package=packages_named(one),
                most=most,
            )
            raise Refusal(text, field=str(one))


def save(ctx: Context, customer: Customer, to: Limits) -> None:
    for one in wording.BASES:
        wholesale_limits.limit(ctx.db, ctx.scope, customer.id, one, to.get(one))


def said(limits: Limits) -> str:
    """For the record."""
    return ", ".join(f"{one} {most}" for one, most in sorted(limits.items())) or "–"


def _refuse_unless_seller(ctx: Context, customer: Customer) -> None:
    if not finding.sells_to(ctx, customer):
        text = _("Whoever sells to {customer} sets its limits. Nothing was changed.", customer=customer.name)
        raise Forbidden(text)


def _whole(package: Package, text: str) -> int:
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST and int(digits) <= MOST_SEATS:
        return int(digits)
    raise Refusal(_("“{said}” is not a number of users. Nothing was changed.", said=text[:40]), field=str(package))


MENU = (
    Item(
        SetLimits,
        change,
        words=("wholesale limits",),
        words_fr=("wholesale limites",),
        read=lambda rest: SetLimits(words=rest),
        form=form,
        summary=_("Set how many users of each package a wholesale customer may have"),
        example=_("wholesale limits Fabrikam"),
    ),
)
