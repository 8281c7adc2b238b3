"""From when on an organisation's orders need an approval: set by its Admins, told to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import pycountry

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Style, Toggle, Tone, Words
from bot.phrases import Phrase, Tongue, _
from handlers import approval_posts
from handlers.approval_commands import SetThresholds, ShowApprovals
from handlers.approval_limits import ALONE, KINDS, recorded, said
from handlers.approval_posts import News
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.importing.cells import amount, whole
from handlers.policy.ladder import local_day
from store import approvers, thresholds
from store.thresholds import Threshold
from store.values import MOST_SEATS, Money

_CURRENCY: Final = "EUR"


def choose(ctx: Context, ask: SetThresholds) -> Card:
    """Nothing filled in at all: no approval is needed."""
    _refuse_others(ctx)
    if not ask.saves:
        raise Instead(form(ctx, ask))
    before, to = thresholds.of(ctx.db, ctx.scope), _read(ask)
    thresholds.choose(ctx.db, ctx.scope, to, ctx.person, ctx.now)
    ctx.about(ctx.scope.root, ctx.grant.name, before=recorded(before), after=recorded(to))
    if before != to:
        approval_posts.to_all_admins(ctx.db, ctx.scope, _news(ctx, to), ctx.person, ctx.now, ctx.defaults)
    notice = Notice(tone=Tone.DONE, text=_("Saved. All Admins are told."))
    back = Button(label=_("Show approvals"), press=ShowApprovals(organisation=str(ctx.scope.root)).token)
    return Card(title=_title(ctx), elements=(notice, Facts(facts=facts(ctx, to)), Buttons(buttons=(back,))))


def form(ctx: Context, ask: SetThresholds) -> Card:
    """Filled in with what holds now."""
    now = thresholds.of(ctx.db, ctx.scope)
    text = _("An order that reaches one of these waits until another Admin has approved it. Empty: never.")
    submit = SetThresholds(organisation=str(ctx.scope.root), saves="yes")
    button = Button(label=_("Save"), press=submit.token, style=Style.PRIMARY)
    fields = (*_numbers(ask, now, ctx.tongue), *_toggles(ask, now))
    return Card(title=_title(ctx), elements=(Prose(text=text), *_chosen(ctx), *fields), submit=button)


def _chosen(ctx: Context) -> tuple[Element, ...]:
    found = thresholds.chosen(ctx.db, ctx.scope)
    if found is None:
        return ()
    day = local_day(found[1], ZoneInfo(ctx.tongue.zone))
    return (Prose(text=_("Chosen by {name}, {day}.", name=found[0], day=day), quiet=True),)


def facts(ctx: Context, to: Threshold) -> tuple[Fact, ...]:
    """What holds, for the page of settings."""
    label = _("{organisation}: approval", organisation=ctx.grant.name)
    note = ALONE if to.break_glass and not to.is_off else None
    return (Fact(label=label, value=said(to), note=note),)


def _numbers(ask: SetThresholds, now: Threshold, tongue: Tongue) -> Iterator[Element]:
    value = _typed(now.amount, tongue) if now.amount is not None else ""
    hint = _("What it costs at once, or each billing period from a renewal on; without taxes")
    yield Words(
        name="amount", label=_("From which amount"), hint=hint, value=ask.amount or value, optional=True, longest=20
    )
    currency = now.amount.currency if now.amount is not None else _CURRENCY
    yield Words(name="currency", label=_("Currency"), value=ask.currency or currency, optional=True, longest=3)
    yield Words(
        name="seats",
        label=_("From how many seats"),
        hint=_("Seats that come or go with one order"),
        value=ask.seats or (str(now.seats) if now.seats is not None else ""),
        optional=True,
        longest=9,
    )


def _typed(amount: Money, tongue: Tongue) -> str:
    """As its reader would type it: without spaces, and in French with a comma."""
    text = f"{amount.amount.normalize():f}"
    return text.replace(".", ",") if tongue.language == "fr" else text


def _toggles(ask: SetThresholds, now: Threshold) -> Iterator[Element]:
    labels = {
        "buying": _("Always: purchases"),
        "more": _("Always: more seats"),
        "fewer": _("Always: fewer seats"),
        "renewal": _("Always: what happens at the renewal"),
        "cancelling": _("Always: cancellations"),
        "product": _("Always: another product"),
    }
    for name, kinds in KINDS.items():
        on = _is_on(getattr(ask, name)) if ask.saves else set(kinds) <= now.kinds
        yield Toggle(name=name, label=labels[name], on=on)
    alone = _is_on(ask.alone) if ask.saves else now.break_glass
    hint = _("With a reason; all Admins are told at once")
    yield Toggle(name="alone", label=_("In an emergency an Admin may go alone"), hint=hint, on=alone)


def _read(ask: SetThresholds) -> Threshold:
    kinds = frozenset(kind for name, kinds in KINDS.items() if _is_on(getattr(ask, name)) for kind in kinds)
    return Threshold(_amount(ask), _seats(ask), kinds, _is_on(ask.alone))


def _is_on(said: str) -> bool:
    return said == "yes"


def _amount(ask: SetThresholds) -> Money | None:
    try:
        found = amount(ask.amount[:40])
    except ValueError as error:
        text = _("“{typed}” is not an amount, such as 1000 or 1000.50. Nothing was changed.", typed=ask.amount[:20])
        raise Refusal(text, field="amount") from error
    if found is None:
        return None
    currency = ask.currency.strip().upper() or _CURRENCY
    if pycountry.currencies.get(alpha_3=currency) is None:
        text = _("“{typed}” is not a currency, such as EUR. Nothing was changed.", typed=ask.currency[:20])
        raise Refusal(text, field="currency")
    return Money(Decimal(found), currency)


def _seats(ask: SetThresholds) -> int | None:
    try:
        found = whole(ask.seats[:20])
    except ValueError:
        found = 0
    if found is None or 0 < found <= MOST_SEATS:
        return found
    text = _("“{typed}” is not a number of seats, such as 10. Nothing was changed.", typed=ask.seats[:20])
    raise Refusal(text, field="seats")


def _refuse_others(ctx: Context) -> None:
    """Its own Admins; where it has none, those of its seller."""
    own = {one.person for one in approvers.admins(ctx.db, ctx.scope)}
    above = approvers.seller(ctx.db, ctx.scope)
    may = own or ({one.person for one in approvers.admins(ctx.db, above)} if above else own)
    if ctx.person in may:
        return
    name = ctx.grant.name
    raise Refusal(_("Only Admins of {organisation} itself decide on this. Nothing was changed.", organisation=name))


def _news(ctx: Context, to: Threshold) -> News:
    name = ctx.caller.name
    text = _("{name} has changed when an order needs an approval.", name=name)
    card = Card(title=_title(ctx), elements=(Notice(tone=Tone.INFO, text=text), Facts(facts=facts(ctx, to))))
    return News(f"thresholds:{ctx.ask.key}", card, "limits", {"organisation": ctx.grant.name, "by": name})


def _title(ctx: Context) -> Phrase:
    return _("Approvals of {organisation}", organisation=ctx.grant.name)
