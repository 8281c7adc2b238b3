"""The set-up of a Webex order: on from where it stopped, whoever goes on and wherever."""

from __future__ import annotations

from bot.cards import Card
from handlers.context import Context
from handlers.errors import Instead
from handlers.provisioning import handing, handing_cards, holding, lacking, listing, steps, work
from handlers.provisioning.commands import (
    GoTo,
    OpenProvisioning,
    ShowProvisionings,
    TakeOver,
)
from handlers.provisioning.work import Changed, Step, Work
from store.values.webex import ProvisioningState


def show(ctx: Context, ask: ShowProvisionings) -> Card:
    """The one that is named, else those that wait."""
    if not ask.number.strip():
        return listing.show(ctx, ask)
    found = work.by_id(ctx, listing.meant(ctx, ask.number).id)
    if found is None:
        raise LookupError(ask.number)
    return _opened(ctx, found)


def open(ctx: Context, ask: OpenProvisioning) -> Card:
    return _opened(ctx, work.read(ctx, ask.but(version=0)))


def go_to(ctx: Context, ask: GoTo) -> Card:
    """As far as one has come."""
    held = steps.opened(ctx, ask)
    wanted = Step(ask.step) if ask.step in set(held.path) else held.step
    last = lacking.first(held) or Step.REVIEW
    step = min(wanted, last, key=held.path.index)
    return steps.advance(ctx, held, held.draft, step=step)


def take_over(ctx: Context, ask: TakeOver) -> Card:
    """From a colleague, or from whoever it was handed over to; they are told."""
    held = _present(ctx, ask)
    work.refuse_over(held)
    taken = _mine(ctx, held)
    if holding.is_anothers(ctx, held):
        ctx.about(held.order.organisation, held.order.label, taken_from=held.order.held_by_name)
        holding.tell(ctx, held, taken)
    return steps.show(ctx, taken)


def _present(ctx: Context, ask: TakeOver) -> Work:
    try:
        return work.read(ctx, ask)
    except Changed as late:
        raise Instead(_opened(ctx, late.present)) from late


def _opened(ctx: Context, held: Work) -> Card:
    """Where it stands; or who has it in hand."""
    ctx.about(held.order.organisation, held.order.label, step=held.step)
    if work.is_away(held):
        return handing_cards.away(ctx, held)
    return holding.card(ctx, held) if holding.is_anothers(ctx, held) else steps.show(ctx, held)


def _mine(ctx: Context, held: Work) -> Work:
    """Whoever completed it has it no longer."""
    if not work.is_away(held):
        return work.save(ctx, held, step=held.step)
    handing.ended(ctx, held)
    return work.save(ctx, held, step=held.step, state=ProvisioningState.OPEN, delegate=None)
