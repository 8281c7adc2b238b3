"""An order that is not to be set up: withdrawn once, whoever has it in hand; and reopened where that was wrong."""

from __future__ import annotations

from bot.cards import Card, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.provisioning import (
    arrivals,
    deadline_posts,
    handing,
    handing_posts,
    holding,
    listing,
    steps,
    withdrawing_cards,
    work,
)
from handlers.provisioning.commands import (
    AboutProvisioning,
    ReopenProvisioning,
    ShowProvisionings,
    WithdrawProvisioning,
)
from handlers.provisioning.draft import Setup
from handlers.provisioning.work import Changed, Work
from store import handings, people
from store.handings import Handing
from store.values import OrganisationKind
from store.values.webex import ForWhom, HandedTo, ProvisioningState


def withdraw(ctx: Context, ask: WithdrawProvisioning) -> Card:
    """The preview of that version first; then nobody can set it up any more, and whoever had it in hand is told."""
    held = _meant(ctx, ask)
    work.refuse_over(held)
    if not (ask.sure and ask.provisioning and ask.version):
        raise Instead(withdrawing_cards.preview(ctx, held))
    given = _given(ctx, held)
    for one in given:
        handing.close(ctx, held, one)
    said: dict[str, object] = {"state": ProvisioningState.WITHDRAWN, "closed_at": ctx.now, "delegate": None}
    kept = work.save(ctx, held, step=held.reached, draft=held.draft, **said)
    for one in given:
        handing_posts.tell_withdrawn(ctx, held, one)
    _tell_colleague(ctx, held, given)
    _write_anew(ctx, kept)
    told = ", ".join(one.email for one in given) or None
    ctx.about(held.order.organisation, held.order.label, before=held.order.state, after=kept.order.state, told=told)
    return withdrawing_cards.withdrawn(ctx, kept)


def reopen(ctx: Context, ask: ReopenProvisioning) -> Card:
    """As far as it had come, in one's own hands."""
    held = _present(ctx, ask)
    if held.order.state is not ProvisioningState.WITHDRAWN:
        raise Refusal(_("Order {order} was not withdrawn. Nothing was changed.", order=held.order.label))
    own = held.order.for_whom if held.order.for_whom is not ForWhom.SOMEONE else None
    said: dict[str, object] = {"state": ProvisioningState.OPEN, "closed_at": None, "for_whom": own}
    drafted = held.draft.but(setup=None) if held.draft.setup is Setup.CUSTOMER else held.draft
    kept = work.save(ctx, held, step=held.reached, draft=drafted, **said)
    _write_anew(ctx, kept)
    ctx.about(held.order.organisation, held.order.label, before=held.order.state, after=kept.order.state)
    return steps.show(ctx, kept, _("The order is open again, as far as it had come."), Tone.DONE)


def _meant(ctx: Context, ask: WithdrawProvisioning) -> Work:
    """The one of the card, else the one whose number was typed, else the choice of them."""
    if ask.provisioning:
        return _present(ctx, ask)
    if not ask.number.strip():
        raise Instead(listing.show(ctx, ShowProvisionings()))
    found = work.by_id(ctx, listing.meant(ctx, ask.number).id, lock=True)
    if found is None or found.guest:
        raise Unknown(_("There is no such order to set up. Nothing was changed."))
    return found


def _present(ctx: Context, ask: AboutProvisioning) -> Work:
    try:
        return work.read(ctx, ask)
    except Changed as late:
        raise Instead(steps.changed(ctx, late.present)) from late


def _given(ctx: Context, held: Work) -> list[Handing]:
    found = (handings.open_of(ctx.db, held.scope, held.order.id, kind) for kind in HandedTo)
    return [one for one in found if one]


def _tell_colleague(ctx: Context, held: Work, given: list[Handing]) -> None:
    """Who went on with it last, unless they are told as those to whom it was handed over."""
    told = {ctx.person, *(people.by_email(ctx.db, one.email) for one in given)}
    if held.order.held_by not in {None, *told}:
        text = _("{person} has withdrawn order {reference}.", person=ctx.caller.name, reference=held.order.reference)
        holding.say(ctx, held, text, f"provision-withdrawn:{held.order.id.hex}:{held.order.version}")


def _write_anew(ctx: Context, kept: Work) -> None:
    """Wherever it was told or reminded of."""
    arrivals.write_anew(ctx.db, kept.order, ctx.now)
    deadline_posts.write_anew(ctx.db, kept.order, ctx.now)


MENU = (
    Item(
        WithdrawProvisioning,
        withdraw,
        words=("provision withdraw", "provisioning withdraw"),
        words_fr=("provisionner retirer", "retirer commande webex"),
        read=lambda rest: WithdrawProvisioning(number=rest),
        summary=_("Withdraw a Webex order that is not to be set up"),
        example=_("provision withdraw W-000123"),
        kinds=frozenset(OrganisationKind) - {OrganisationKind.CUSTOMER},
    ),
    Item(ReopenProvisioning, reopen),
)
