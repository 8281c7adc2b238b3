"""Making what was filled in: sites and locations for their customer, all of it or nothing."""

from __future__ import annotations

from bot.cards import Button, Card
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.provisioning import arrivals, deadline_posts, handing_posts, lacking, location_fields, sites, steps, work
from handlers.provisioning.commands import GoTo, SetUp
from handlers.provisioning.work import NAMES, Step, Work
from store import provisionings, webex_locations
from store.values import OrganisationId
from store.values.webex import LocationId, ProvisioningState
from store.webex_locations import Location


def set_up(ctx: Context, ask: SetUp) -> Card:
    """Once: a second press finds a later version of the order. What lacks something is gone back to."""
    held = steps.opened(ctx, ask)
    if step := lacking.first(held):
        return _back(ctx, held, step)
    customer = held.draft.customer
    if customer is None or customer.id is None:
        raise LookupError(held.order.label)
    sites.make(ctx, held, customer.id)
    _locate(ctx, held, customer.id)
    card = steps.advance(ctx, held, held.draft, step=Step.DONE, state=ProvisioningState.DONE, closed_at=ctx.now)
    handing_posts.tell_completed(ctx, held)
    _write_anew(ctx, held)
    ctx.trace.detail |= _made(held)
    return card


def _write_anew(ctx: Context, held: Work) -> None:
    """Wherever it was told or reminded of."""
    if order := provisionings.get(ctx.db, held.scope, held.order.id):
        arrivals.write_anew(ctx.db, order, ctx.now)
        deadline_posts.write_anew(ctx.db, order, ctx.now)


def _locate(ctx: Context, held: Work, owner: OrganisationId) -> None:
    """The first one is the customer's main location, unless it has one; a name that it has is to be changed."""
    there = webex_locations.of_organisation(ctx.db, held.scope, owner, lock=True)
    for place, one in enumerate(held.draft.calling.locations if held.draft.calling else ()):
        details = location_fields.details(one)
        new = Location(LocationId(ctx.new_id()), owner, is_main=place == 0 and not there, details=details)
        if not webex_locations.add(ctx.db, held.scope, new, ctx.now, held.order.id):
            raise _located_already(held, one.name)


def _located_already(held: Work, name: str) -> Refusal:
    customer = held.draft.customer.name if held.draft.customer else ""
    text = _("{customer} has a location “{name}” already. Nothing was set up.", customer=customer, name=name)
    other = Button(label=_("Change the location"), press=held.ask(GoTo).but(step=Step.CALLING).token)
    return Refusal(text, buttons=(other,))


def _back(ctx: Context, held: Work, step: Step) -> Card:
    text = _("“{step}” is not complete. Nothing was set up.", step=NAMES[step])
    return steps.show(ctx, work.save(ctx, held, step=step), text)


def _made(held: Work) -> dict[str, str | int | None]:
    """What the record says of it."""
    draft = held.draft
    return {
        "customer": draft.customer.name if draft.customer else None,
        "sites": ", ".join(one.host for one in draft.meetings.sites) if draft.meetings else None,
        "locations": ", ".join(one.name for one in draft.calling.locations) if draft.calling else None,
    }
