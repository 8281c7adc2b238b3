"""Provisioning a wholesale customer: who, those that look like it, where, its limits, a review, then made once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.cards import Button, Buttons, Card, Element, Notice, Prose, Style, Tone
from bot.phrases import _, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.organisations import fields, levels
from handlers.policy import countries
from handlers.wholesale import alike, customer_cards, kept, limits, places, wishes, wording
from handlers.wholesale.commands import (
    ConfirmCustomer,
    DismissCustomer,
    LimitCustomer,
    PlaceCustomer,
    ProvisionCustomer,
)
from handlers.wholesale.wishes import Wish
from store import organisations, wholesale_customers
from store.values import OrganisationId, OrganisationKind
from store.values.webex import Package

_PARTNERS: Final = 20
_SELLS: Final = {OrganisationKind.PARTNER}


def provision(ctx: Context, ask: ProvisionCustomer) -> Card:
    """Its name, contact and country; then the next step."""
    _refuse_unless_partner(ctx, ask)
    if ask.existing:
        return _taken(ctx, ask)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    country = fields.country(ask.country)
    if not country:
        raise Refusal(_("This is needed. Nothing was changed."), field="country")
    wish = Wish(called=fields.name(ask.called), contact=_contact(ask.contact), country=country, anyway=ask.anyway)
    if not ask.anyway and (same := alike.found(ctx, wish.called)):
        raise Instead(alike.card(ask, wish.called, same))
    return _begun(ctx, wish)


def form(ctx: Context, ask: ProvisionCustomer) -> Card:
    known = wholesale_customers.get(ctx.db, ctx.scope, ctx.scope.root)
    country = ask.country or (known.home if known and known.home else "")
    name, _tenant, place, contact = fields.words(ask.called, "", country, ask.contact)
    press = ProvisionCustomer(organisation=str(ctx.scope.root), sent=True).token
    submit = Button(label=_("Go on"), press=press, style=Style.PRIMARY)
    below = Prose(text=_("The customer will belong to {organisation}.", organisation=ctx.grant.name), quiet=True)
    needed = (one.model_copy(update={"optional": False}) for one in (place, contact))
    return Card(title=_("New wholesale customer"), elements=(below, name, *needed), submit=submit, private=True)


def place(ctx: Context, ask: PlaceCustomer) -> Card:
    plan, wish = wishes.of(ctx, ask.plan)
    if not ask.sent:
        raise Instead(place_form(ctx, ask))
    where = places.read(ctx, ask, wish.country)
    wish = wish.model_copy(update={"address": where, "site": places.site(ask.site)})
    wishes.revise(ctx, plan, wish)
    return _limits(ask.plan, {}) if wish.limits is None else wishes.review(ctx, ask.plan, wish)


def place_form(ctx: Context, ask: PlaceCustomer) -> Card:
    """The fields of its country."""
    _plan, wish = wishes.of(ctx, ask.plan)
    shown: Mapping[str, str | None] = ask.address if ask.sent else dict.fromkeys(ask.address) | wish.address
    site = places.site_field(ask.site if ask.sent else wish.site or "")
    country = Prose(text=plain(countries.name(wish.country, ctx.tongue.language)), quiet=True)
    submit = Button(label=_("Go on"), press=PlaceCustomer(plan=ask.plan, sent=True).token, style=Style.PRIMARY)
    elements = (country, *places.fields(wish.country, shown), site)
    return Card(title=_("Address of {customer}", customer=wish.called), elements=elements, submit=submit, private=True)


def limit(ctx: Context, ask: LimitCustomer) -> Card:
    plan, wish = wishes.of(ctx, ask.plan)
    if not ask.sent:
        raise Instead(limit_form(ctx, ask))
    wish = wish.model_copy(update={"limits": limits.read(ask)})
    wishes.revise(ctx, plan, wish)
    return wishes.review(ctx, ask.plan, wish)


def limit_form(ctx: Context, ask: LimitCustomer) -> Card:
    _plan, wish = wishes.of(ctx, ask.plan)
    now = {one: str(most) for one, most in (wish.limits or {}).items()}
    return _limits(ask.plan, {one: ask.typed(one) for one in wording.BASES} if ask.sent else now)


def confirm(ctx: Context, ask: ConfirmCustomer) -> Card:
    """Made once; an organisation of that name that came meanwhile is shown instead."""
    plan, wish = wishes.of(ctx, ask.plan)
    kept.take(ctx, plan)
    there = find.narrowed(ctx, str(plan.organisation))
    id = OrganisationId(find.identifier(wish.existing) or wishes.made(there, wish))
    if not wholesale_customers.put(there.db, there.scope, id, wish.address | {"site": wish.site}, ctx.now):
        raise Refusal(_("{customer} is a wholesale customer already. Nothing was changed.", customer=wish.called))
    customer = wholesale_customers.get(there.db, there.scope, id)
    if customer is None:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    limits.save(there, customer, wish.limits or {})
    there.about(customer.id, customer.label, after=customer.name, limits=limits.said(wish.limits or {}))
    text = _("{customer} is a wholesale customer now, as {number}.", customer=customer.name, number=customer.label)
    return customer_cards.card(find.narrowed(there, str(id)), customer, Notice(tone=Tone.DONE, text=text))


def dismiss(ctx: Context, ask: DismissCustomer) -> Card:
    plan, wish = wishes.of(ctx, ask.plan)
    kept.take(ctx, plan)
    notice = Notice(tone=Tone.DONE, text=_("{customer} was not made. Nothing was changed.", customer=wish.called))
    return Card(title=_("New wholesale customer"), elements=(notice,), private=True)


def _refuse_unless_partner(ctx: Context, ask: ProvisionCustomer) -> None:
    """A customer belongs to a partner; whoever stands above is asked to which one."""
    kind = ctx.grant.kind
    if kind is OrganisationKind.CUSTOMER:
        name = ctx.grant.name
        raise Refusal(
            _("{organisation} is a customer: nobody stands below it. Nothing was changed.", organisation=name)
        )
    if kind in _SELLS:
        return
    known = [one for one in organisations.below(ctx.db, ctx.scope) if one.kind in _SELLS][:_PARTNERS]
    buttons = tuple(Button(label=plain(one.name), press=ask.but(organisation=str(one.id)).token) for one in known)
    if not buttons:
        raise Refusal(_("A wholesale customer belongs to a partner, and there is none yet. Nothing was changed."))
    elements = (Prose(text=_("To which partner will the customer belong?")), Buttons(buttons=buttons))
    raise Instead(Card(title=_("Which partner?"), elements=elements))


def _contact(typed: str) -> str:
    if found := fields.contact(typed):
        return found
    raise Refusal(_("This is needed. Nothing was changed."), field="contact")


def _taken(ctx: Context, ask: ProvisionCustomer) -> Card:
    """An organisation that is there already becomes a wholesale customer, or is one."""
    there = find.narrowed(ctx, ask.existing)
    customer = wholesale_customers.get(there.db, there.scope, there.scope.root)
    if customer is None or customer.id == ctx.scope.root:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    if customer.is_wholesale:
        return customer_cards.card(there, customer)
    country = customer.home or fields.country(ask.country)
    if not country:
        raise Refusal(
            _(
                "The country of {customer} is not known yet: add it on its card. Nothing was changed.",
                customer=customer.name,
            )
        )
    return _begun(ctx, Wish(called=customer.name, contact="", country=country, existing=str(customer.id)))


def _begun(ctx: Context, wish: Wish) -> Card:
    plan = wishes.keep(ctx, wish)
    return place_form(ctx, PlaceCustomer(plan=str(plan)))


def _limits(plan: str, shown: Mapping[Package, str]) -> Card:
    submit = Button(label=_("Go on"), press=LimitCustomer(plan=plan, sent=True).token, style=Style.PRIMARY)
    typed = {one: shown.get(one, "") for one in wording.BASES}
    elements: tuple[Element, ...] = (limits.explained(), *limits.fields(typed, {}))
    return Card(title=_("Package limits"), elements=elements, submit=submit, private=True)


MENU = (
    Item(
        ProvisionCustomer,
        provision,
        words=("wholesale add",),
        words_fr=("wholesale ajouter",),
        form=form,
        summary=_("Provision a wholesale customer: its address and package limits, reviewed before it is made"),
        example=_("wholesale add"),
        kinds=levels.having(OrganisationKind.CUSTOMER),
    ),
    Item(PlaceCustomer, place, form=place_form),
    Item(LimitCustomer, limit, form=limit_form),
    Item(ConfirmCustomer, confirm),
    Item(DismissCustomer, dismiss),
)
