"""Creating an organisation for an order: described, compared with those that are there, reviewed, made once."""

from __future__ import annotations

from typing import Final

from bot.cards import Card
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.organisations import adding, fields
from handlers.policy.names import fold
from handlers.provisioning import alike_cards, creating_cards, mapping, steps
from handlers.provisioning.draft import Described, How, OrganisationDraft
from handlers.provisioning.mapping_commands import DescribeOrganisation, MakeOrganisation
from handlers.provisioning.searching import opened
from handlers.provisioning.sought import Sought
from handlers.provisioning.work import Step
from store import profiles
from store.additions import NewOrganisation
from store.values import OrganisationId, OrganisationKind
from store.values.industries import Industry

_ALIKE: Final = 5


def describe(ctx: Context, ask: DescribeOrganisation) -> Card:
    """Kept with the order and shown for review; nothing is made yet."""
    asked = opened(ctx, ask)
    if not ask.sent:
        raise Instead(creating_cards.form(ctx, asked, ask))
    one = _described(asked, ask)
    if not ask.anyway and (known := asked.called(one.name).offered[:_ALIKE]):
        again = ask.but(called=one.name, country=one.country)
        raise Instead(alike_cards.show(ctx, asked, one.name, known, again.but(anyway=True), again.but(sent=False)))
    return steps.advance(ctx, asked.work, asked.work.draft.but(described=one), step=asked.side)


def form(ctx: Context, ask: DescribeOrganisation) -> Card:
    return creating_cards.form(ctx, opened(ctx, ask), ask)


def make(ctx: Context, ask: MakeOrganisation) -> Card:
    """Once: a second press finds a later version of the order. Who bears the name by now is shown first."""
    asked = opened(ctx, ask)
    one = asked.described
    if one is None:
        raise Instead(steps.show(ctx, asked.work))
    if not (ask.anyway or one.anyway) and (known := asked.pool.called_exactly(one.name).offered[:_ALIKE]):
        change = asked.work.ask(DescribeOrganisation)
        raise Instead(alike_cards.show(ctx, asked, one.name, known, ask.but(anyway=True), change))
    made = adding.create(ctx, asked.work.scope, _row(ctx, asked, one))
    kept = OrganisationDraft(id=made.id, name=made.name, how=How.CREATED, industry=one.industry, country=one.country)
    card = mapping.settle(ctx, asked, kept)
    ctx.about(made.id, made.label, after=made.name, kind=made.kind.value, order=asked.work.order.label)
    return card


def _described(asked: Sought, ask: DescribeOrganisation) -> Described:
    name = fields.name(ask.called)
    if ask.industry not in set(Industry):
        raise Refusal(_("Choose one of them. Nothing was changed."), field="industry")
    country = fields.country(ask.country)
    if not country:
        raise Refusal(_("This is needed. Nothing was changed."), field="country")
    return Described(side=asked.side, name=name, industry=Industry(ask.industry), country=country, anyway=ask.anyway)


def _row(ctx: Context, asked: Sought, one: Described) -> NewOrganisation:
    """In its parent's time zone; a partner is reached at the address that speaks for it."""
    above = profiles.get(ctx.db, asked.work.scope, asked.parent)
    is_partner = asked.side is Step.PARTNER
    return NewOrganisation(
        id=OrganisationId(ctx.new_id()),
        number=0,
        kind=OrganisationKind.PARTNER if is_partner else OrganisationKind.CUSTOMER,
        name=one.name,
        folded=fold(one.name),
        parent_id=asked.parent,
        created_at=ctx.now,
        country=one.country,
        zone=above.zone if above else None,
        contact=asked.contact if is_partner else None,
        industry=one.industry,
    )


MENU = (Item(DescribeOrganisation, describe, form=form), Item(MakeOrganisation, make))
