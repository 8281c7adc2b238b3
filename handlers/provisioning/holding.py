"""Who has an order in hand: shown to the others, who may take it over; whoever had it is told."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Facts, Notice, Style, Tone
from bot.errand import Errand
from bot.phrases import Phrase, _
from handlers import posts
from handlers.context import Context
from handlers.provisioning import setup_cards, who_cards
from handlers.provisioning.commands import OpenProvisioning, ShowProvisionings, TakeOver
from handlers.provisioning.work import Work
from store import reachable


def is_anothers(ctx: Context, held: Work) -> bool:
    """Whether somebody else went on with it last; a guest has it in hand as long as it is theirs."""
    return held.guest is None and held.order.held_by not in {None, ctx.person} and not held.order.is_over


def card(ctx: Context, held: Work) -> Card:
    """How far it is, and the way to have it oneself."""
    text = _(
        "{person} is setting this order up, last on {moment}.",
        person=held.order.held_by_name or "",
        moment=held.order.changed_at,
    )
    facts = (*who_cards.facts(ctx, held), *setup_cards.mapped(held))
    over = Button(label=_("Take it over"), press=held.ask(TakeOver).token, style=Style.PRIMARY)
    others = Button(label=_("All orders to set up"), press=ShowProvisionings().token)
    elements = (
        Notice(tone=Tone.INFO, text=text),
        Facts(facts=facts),
        Buttons(buttons=(over, others, *held.withdrawal())),
    )
    return Card(title=held.title, elements=elements)


def tell(ctx: Context, before: Work, now: Work) -> None:
    """Whoever had it hears who has it now, in every chat in which they can be told."""
    text = _(
        "{person} goes on with the set-up of order {reference}. What you had filled in is kept.",
        person=ctx.caller.name,
        reference=before.order.reference,
    )
    say(ctx, before, text, f"provision-taken:{now.order.id.hex}:{now.order.version}")


def say(ctx: Context, before: Work, text: Phrase, name: str) -> None:
    """To whoever had it; once by that `name`."""
    back = Button(label=_("Show the order"), press=OpenProvisioning(provisioning=before.id).token)
    told = Card(title=before.title, elements=(Notice(tone=Tone.INFO, text=text), Buttons(buttons=(back,))))
    first = before.order.held_by
    for to in reachable.person(ctx.db, before.scope, first) if first else ():
        posts.to_account(ctx.db, to, "fulfil", name, Errand(card=told), ctx.now, ctx.defaults)
