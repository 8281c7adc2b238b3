"""The one decision about the end of a term: renew, go on month by month, or stop."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Card, Choice, Option, Style
from bot.phrases import _
from handlers import ending, find, named, next_terms, proposals, renewal_cards, wording
from handlers.context import Context
from handlers.ending_commands import SetRenewal
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy import renewal
from handlers.policy.names import fold
from handlers.policy.renewal import Allowed
from handlers.policy.verdict import Refused
from store.subscriptions import Subscription
from store.values import EndOfTerm, Money, OrderId, OrderKind

_LAST_WORD: Final = re.compile(r"(.+) (\S+)")
_ON: Final = {"on", "yes", "renew", "oui", "active", "activer", "activee", "marche", "renouveler"}
_OFF: Final = {"off", "no", "stop", "non", "desactive", "desactiver", "desactivee", "arret", "arreter"}
_EXTEND: Final = {"extend", "monthly", "extended", "prolonger", "prolonge", "mensuel", "mensuellement"}
_WISHES: Final = {
    **dict.fromkeys(_ON, EndOfTerm.RENEW),
    **dict.fromkeys(_OFF, EndOfTerm.STOP),
    **dict.fromkeys(_EXTEND, EndOfTerm.EXTEND),
}
WORDS: Final = {EndOfTerm.RENEW: "on", EndOfTerm.STOP: "off", EndOfTerm.EXTEND: "extend"}
_KINDS: Final = {
    EndOfTerm.RENEW: OrderKind.RENEWAL_ON,
    EndOfTerm.STOP: OrderKind.RENEWAL_OFF,
    EndOfTerm.EXTEND: OrderKind.EXTEND,
}


def propose(ctx: Context, ask: SetRenewal) -> Card:
    """What will happen on which day, and until when that can be changed; without a wish, all there is to choose."""
    if not ask.names_something:
        raise Instead(form(ctx, ask))
    held, rest = find.subscription(ctx, ask) if ask.to else named.and_rest(ctx, ask, _LAST_WORD)
    if not (ask.to or rest):
        ctx.about(held.organisation, held.label)
        return ending.choices(ctx, held)
    wish = _wish(ask.to or rest)
    proposals.refuse_while_another_runs(ctx, held)
    verdict = decided(ctx, held, wish)
    if isinstance(verdict, Refused):
        raise renewal_cards.refusal(held, verdict, wish)
    order = proposals.draft(ctx, held, _KINDS[wish], held.terms.seats, price(ctx, held, wish))
    ctx.about(held.organisation, held.label, before=verdict.before, after=verdict.after)
    return _card(ctx, held, verdict, order)


def decided(ctx: Context, held: Subscription, wish: EndOfTerm) -> Allowed | Refused:
    if wish is EndOfTerm.EXTEND:
        return renewal.extend(held.terms, ctx.now)
    return renewal.toggle(held.terms, wish is EndOfTerm.RENEW, ctx.now)


def price(ctx: Context, held: Subscription, wish: EndOfTerm) -> Money:
    """What each billing period costs from then on; to stop costs nothing."""
    match wish:
        case EndOfTerm.STOP:
            return held.terms.unit_price * 0
        case EndOfTerm.EXTEND:
            month = next_terms.by_the_month(ctx.db, ctx.scope, held)
            return (month.unit_price * (held.terms.scheduled_seats or held.terms.seats)).rounded()
        case _:
            return next_terms.renewed(ctx.db, ctx.scope, held).charge


def form(ctx: Context, ask: SetRenewal) -> Card:
    """Which subscription, and what happens at the end of its term."""
    options = (
        Option(value="on", label=_("Renew")),
        Option(value="extend", label=_("Go on month by month")),
        Option(value="off", label=_("Let it end")),
    )
    chosen = ask.to if ask.to in {"on", "extend", "off"} else ""
    wish = Choice(name="to", label=_("At the end of the term"), options=options, chosen=chosen)
    submit = Button(
        label=_("Show what happens"), press=SetRenewal(subscription=ask.subscription).token, style=Style.PRIMARY
    )
    if ask.subscription:
        held, _rest = find.subscription(ctx, ask)
        return Card(title=wording.heading(held), elements=(wish,), submit=submit)
    return Card(title=_("Renewal"), elements=(find.choice_of_subscriptions(ctx), wish), submit=submit)


def _card(ctx: Context, held: Subscription, verdict: Allowed, order: OrderId) -> Card:
    match verdict.after:
        case EndOfTerm.EXTEND:
            month = next_terms.by_the_month(ctx.db, ctx.scope, held)
            return renewal_cards.goes_on(held, verdict, month, order)
        case EndOfTerm.STOP:
            return renewal_cards.stops(held, verdict, order)
        case _:
            return renewal_cards.renews(held, next_terms.renewed(ctx.db, ctx.scope, held), order)


def _wish(text: str) -> EndOfTerm:
    if (wish := _WISHES.get(fold(text))) is not None:
        return wish
    raise Refusal(
        _("Say on, off or extend. “{typed}” is none of them. Nothing was changed.", typed=text[:40]), field="to"
    )


def _read(rest: str) -> SetRenewal:
    """The last word is the wish, if it is one; what stands before it names the subscription."""
    head, _space, last = rest.rpartition(" ")
    return SetRenewal(words=head, to=last) if head and fold(last) in _WISHES else SetRenewal(words=rest)


MENU = (
    Item(
        SetRenewal,
        propose,
        words=("renewal", "renew"),
        words_fr=("renouvellement", "renouveler"),
        read=_read,
        form=form,
        summary=_("Decide what happens when a term ends: renew, go on month by month, or stop"),
        example=_("renewal Visio Plan 2 on"),
    ),
)
