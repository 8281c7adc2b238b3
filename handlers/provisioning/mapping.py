"""Mapping an order to its partner and its customer: offered, looked through, chosen, and another one after all."""

from __future__ import annotations

from bot.cards import Card
from bot.phrases import _
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Unknown
from handlers.menu import Item
from handlers.provisioning import mapping_cards, sought, steps
from handlers.provisioning.candidates import Offered
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.draft import OrganisationDraft
from handlers.provisioning.mapping_commands import ChooseOrganisation, ShowOffers
from handlers.provisioning.sought import Sought
from handlers.provisioning.work import Step
from store.values import OrganisationId


def offers(ctx: Context, ask: ShowOffers) -> Card:
    return mapping_cards.offers(ctx, opened(ctx, ask), ask.offset)


def opened(ctx: Context, ask: AboutProvisioning) -> Sought:
    """What the order seeks, for whoever may say so; its present card where it seeks nothing."""
    work = steps.opened(ctx, ask)
    if work.step not in {Step.PARTNER, Step.CUSTOMER}:
        raise Instead(steps.show(ctx, work))
    return sought.of(ctx, work)


def choose(ctx: Context, ask: ChooseOrganisation) -> Card:
    """One of those that the order may belong to, and on to the next step. Said alike of any other id."""
    asked = opened(ctx, ask)
    id = find.identifier(ask.chosen)
    one = asked.pool.one(OrganisationId(id)) if id else None
    if one is None:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    return settle(ctx, asked, _drafted(asked, one))


def settle(ctx: Context, asked: Sought, one: OrganisationDraft) -> Card:
    """The order has this organisation on that side."""
    draft = asked.keeping(one)
    partner, customer = draft.partner, draft.customer
    mapped = {"partner_id": partner and partner.id, "customer_id": customer and customer.id}
    card = steps.advance(ctx, asked.work, draft, step=asked.work.after(asked.side), **mapped)
    ctx.trace.detail |= {asked.side.value: one.name, "how": one.how.value}
    return card


def _drafted(asked: Sought, one: Offered) -> OrganisationDraft:
    listed = one.listed
    return OrganisationDraft(
        id=one.id,
        name=listed.name,
        how=sought.how(asked, one),
        industry=listed.industry,
        country=listed.country or "",
    )


MENU = (Item(ShowOffers, offers), Item(ChooseOrganisation, choose))
