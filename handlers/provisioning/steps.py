"""The steps of the set-up: which card each one has, and the way from one to the next.

The modules of the cards know nothing of what comes next; the handlers of a step fill the draft in, and `advance`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.cards import Card, Notice, Tone
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Instead
from handlers.provisioning import (
    calling_cards,
    customer_cards,
    due,
    holding,
    lacking,
    meetings_cards,
    partner_cards,
    review_cards,
    setup_cards,
    summary,
    who_cards,
    work,
)
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.draft import Draft
from handlers.provisioning.work import Changed, Step, Work

SHOWN: Final[Mapping[Step, Callable[[Context, Work], Card]]] = {
    Step.WHO: who_cards.show,
    Step.PARTNER: partner_cards.show,
    Step.CUSTOMER: customer_cards.show,
    Step.SETUP: setup_cards.show,
    Step.MEETINGS: meetings_cards.show,
    Step.CALLING: calling_cards.show,
    Step.REVIEW: review_cards.show,
    Step.DONE: summary.show,
}


def show(ctx: Context, held: Work, notice: Phrase | None = None, tone: Tone = Tone.WARNING) -> Card:
    """The card of the step at which the order stands, with what there is to say first: a notice, a near deadline."""
    card = SHOWN[held.step](ctx, held)
    card = card.model_copy(update={"elements": (*due.notices(ctx, held.order), *card.elements)})
    return _saying(notice, card, tone) if notice else card


def opened(ctx: Context, ask: AboutProvisioning) -> Work:
    """The order, locked, for whoever may fill in something; the card as it is now where it was changed meanwhile."""
    try:
        held = work.read(ctx, ask)
    except Changed as late:
        raise Instead(changed(ctx, late.present)) from late
    work.refuse_unless_mine(held)
    if holding.is_anothers(ctx, held):
        raise Instead(holding.card(ctx, held))
    return held


def refuse_unmapped(ctx: Context, held: Work) -> None:
    """Services come behind the organisations; the card of what is missing is shown instead."""
    missing = lacking.first(held)
    if missing in {Step.WHO, Step.PARTNER, Step.CUSTOMER}:
        text = _("First say who the order is for and choose its organisations, then its services. Nothing was changed.")
        raise Instead(_saying(text, SHOWN[missing](ctx, held)))


def advance(ctx: Context, held: Work, draft: Draft, *, step: Step | None = None, **said: object) -> Card:
    """Keep the draft and show what comes after the step at which the order stands, or another `step`.

    `said` are columns of the order: `for_whom`, `state`, `partner_id`, `customer_id`.
    """
    try:
        return show(ctx, work.save(ctx, held, step=step or held.after(held.step), draft=draft, **said))
    except Changed as late:
        raise Instead(changed(ctx, late.present)) from late


def changed(ctx: Context, present: Work) -> Card:
    """What somebody else did meanwhile, and the order as it stands; one's own earlier card is only out of date."""
    if present.order.held_by == ctx.person:
        return show(ctx, present, _("That card was out of date. Nothing was changed; here the order is as it stands."))
    name = present.order.held_by_name or present.order.seller
    text = _(
        "{person} changed this order meanwhile ({moment}). Nothing of yours was kept; here it is as it stands.",
        person=name,
        moment=present.order.changed_at,
    )
    return _saying(text, holding.card(ctx, present)) if holding.is_anothers(ctx, present) else show(ctx, present, text)


def _saying(notice: Phrase, card: Card, tone: Tone = Tone.WARNING) -> Card:
    return card.model_copy(update={"elements": (Notice(tone=tone, text=notice), *card.elements)})
