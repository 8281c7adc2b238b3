"""The steps of the services: when one may be worked on, later or done with, and what is kept of it."""

from __future__ import annotations

from bot.cards import Card
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.provisioning import lacking, meetings_cards, setup, sites, steps, work
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.draft import Draft
from handlers.provisioning.service_cards import FinishService, LeaveService
from handlers.provisioning.work import Changed, Step, Work


def opened(ctx: Context, ask: AboutProvisioning, step: Step) -> Work:
    """The order, if it has that service and has come as far as that."""
    held = steps.opened(ctx, ask)
    if step not in held.path:
        raise Refusal(_("This order has no such service. Nothing was changed."))
    steps.refuse_unmapped(ctx, held)
    return held


def kept(ctx: Context, held: Work, step: Step, draft: Draft) -> Work:
    """As it stands with that draft, at that step."""
    try:
        return work.save(ctx, held, step=step, draft=draft)
    except Changed as late:
        raise Instead(steps.changed(ctx, late.present)) from late


def finish(ctx: Context, ask: FinishService) -> Card:
    """On to what follows, once all of this step is there; nothing is reviewed while a service was left for later."""
    held = _at_service(ctx, ask)
    if held.step is Step.MEETINGS:
        _refuse_unbalanced(held)
    if held.step is Step.CALLING and not (held.draft.calling and held.draft.calling.locations):
        raise Refusal(_("A main location is missing. Nothing was changed."))
    left = lacking.first(held)
    if held.after(held.step) is Step.REVIEW and left:
        return setup.later(ctx, kept(ctx, held, left, held.draft))
    return steps.advance(ctx, held, held.draft)


def later(ctx: Context, ask: LeaveService) -> Card:
    """Another service can be set up meanwhile; behind the last one the order waits until somebody goes on."""
    held = _at_service(ctx, ask)
    after = held.after(held.step)
    return steps.advance(ctx, held, held.draft) if after is Step.CALLING else setup.later(ctx, held)


def _at_service(ctx: Context, ask: AboutProvisioning) -> Work:
    """The order while it stands at one of its services; its card where it stands elsewhere."""
    held = steps.opened(ctx, ask)
    if held.step not in {Step.MEETINGS, Step.CALLING}:
        raise Instead(steps.show(ctx, held))
    return held


def _refuse_unbalanced(held: Work) -> None:
    if not sites.drafted(held):
        raise Refusal(_("A meetings site is missing. Nothing was changed."))
    if not sites.balanced(held):
        text = _("{difference} Nothing was changed.", difference=meetings_cards.unbalanced(held))
        raise Refusal(text)


MENU = (Item(FinishService, finish), Item(LeaveService, later))
