"""Full admin rights of a customer: asked for once after the set-up, granted or refused by the customer's own Admins."""

from __future__ import annotations

from typing import ClassVar, Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Confirm, Element, Fact, Facts, Notice, Prose, Style, Tone
from bot.commands import Command
from bot.phrases import Phrase, _, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.menu import Item
from handlers.provisioning import rights_posts
from store import admin_requests, organisations
from store.admin_requests import AdminRequest
from store.values import OrganisationId, OrganisationKind, Right, Scope


class AboutRights(Command):
    """`customer` is whose rights they are, `partner` who wants to have them."""

    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    customer: str = ""
    partner: str = ""

    @property
    def names_something(self) -> bool:
        return True


class AskFullRights(AboutRights):
    """Ask the customer's Admins for full admin rights."""

    name = "rights.ask"


class GrantRights(AboutRights):
    """Say yes to one who asked for full admin rights."""

    name = "rights.grant"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION


class RefuseRights(AboutRights):
    """Say no to one who asked for full admin rights."""

    name = "rights.refuse"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION


class ShowRights(Command):
    """Who asked one's own organisation for full admin rights, and what was answered."""

    name = "rights"
    needs: ClassVar[Right] = Right.VIEW


_MOST: Final = 10
_NONE: Final = _("There is no such request. Nothing was changed.")


def button(ctx: Context, customer: OrganisationId, partner: OrganisationId) -> Button | None:
    """For the card of an order that is set up; None where it was asked before, or there is nothing to ask for."""
    if customer == partner or admin_requests.get(ctx.db, ctx.scope, customer, partner):
        return None
    ask = AskFullRights(customer=str(customer), partner=str(partner))
    return Button(label=_("Ask for full admin rights"), press=ask.token)


def ask(ctx: Context, command: AskFullRights) -> Card:
    """Once, whatever was answered; after the set-up of an order of theirs."""
    customer, partner = _organisations(ctx, command)
    if organisations.get(ctx.db, ctx.scope, partner) is None:
        raise Unknown(_NONE)
    known = admin_requests.get(ctx.db, ctx.scope, customer, partner)
    if known is not None:
        raise Refusal(_("This was asked already. {state} Nothing was asked again.", state=state(known)))
    if not admin_requests.is_set_up(ctx.db, ctx.scope, customer, partner):
        raise Refusal(_("Finish the set-up of the services first, then ask. Nothing was asked."))
    admin_requests.ask(ctx.db, ctx.scope, customer, partner, ctx.person, ctx.now)
    asked = _the_one(ctx, customer, partner)
    if not rights_posts.to_admins(ctx, asked):
        raise Refusal(
            _("{customer} has no Admin here who could say yes. Nothing was asked.", customer=asked.customer_name)
        )
    ctx.about(customer, asked.customer_name, partner=asked.partner_name)
    text = _("The Admins of {customer} were asked. You are told what they say.", customer=asked.customer_name)
    return Card(title=_title(asked), elements=(Notice(tone=Tone.DONE, text=text),))


def grant(ctx: Context, command: GrantRights) -> Card:
    return _decide(ctx, command, granted=True)


def refuse(ctx: Context, command: RefuseRights) -> Card:
    return _decide(ctx, command, granted=False)


def show(ctx: Context, _ask: ShowRights) -> Card:
    found = admin_requests.of_customer(ctx.db, ctx.scope)
    title = _("Full admin rights of {customer}", customer=ctx.grant.name)
    if not found:
        return Card(title=title, elements=(Prose(text=_("Nobody has asked for them.")),))
    waiting = [one for one in found if one.granted is None][:_MOST]
    decided = tuple(Fact(label=plain(one.partner_name), value=state(one)) for one in found if one.granted is not None)
    elements = [element for one in waiting for element in _request(one, decides=_may_decide(ctx, one))]
    return Card(title=title, elements=(*elements, *((Facts(facts=decided),) if decided else ())))


def drawn(db: Connection, scope: Scope, task: str) -> Card | None:
    """The request as it stands, for a conversation with one of those who decide; None for another kind of task."""
    ids = rights_posts.ids_of(task)
    found = admin_requests.get(db, scope, *ids) if ids else None
    return Card(title=_title(found), elements=tuple(_request(found, decides=True))) if found else None


def state(one: AdminRequest) -> Phrase:
    """What became of a request, in a sentence."""
    if one.granted is None:
        return _("{name} asked on {moment}; nobody has decided yet.", name=one.asked_by_name, moment=one.asked_at)
    name, moment = one.decided_by or "", one.decided_at or one.asked_at
    if one.granted:
        return _("Granted by {name}, {moment}.", name=name, moment=moment)
    return _("Refused by {name}, {moment}.", name=name, moment=moment)


def _decide(ctx: Context, command: AboutRights, *, granted: bool) -> Card:
    """By an Admin of the customer itself: who is one above it can't grant something to themselves."""
    customer, partner = _organisations(ctx, command)
    asked = _the_one(ctx, customer, partner)
    if not _may_decide(ctx, asked):
        raise Refusal(
            _(
                "Only an Admin of {customer} itself decides about this. Nothing was changed.",
                customer=asked.customer_name,
            )
        )
    if not admin_requests.decide(ctx.db, ctx.scope, asked, ctx.person, ctx.now, granted=granted):
        raise Refusal(_("This was decided already. {state} Nothing was changed.", state=state(asked)))
    decided = _the_one(ctx, customer, partner)
    ctx.about(customer, asked.customer_name, partner=asked.partner_name, granted="yes" if granted else "no")
    rights_posts.write_anew(ctx, decided)
    rights_posts.tell_back(ctx, decided)
    return Card(title=_title(decided), elements=tuple(_request(decided, decides=False)))


def _may_decide(ctx: Context, one: AdminRequest) -> bool:
    return one.asked_by != ctx.person and admin_requests.is_admin(ctx.db, ctx.scope, one.customer, ctx.person)


def _request(one: AdminRequest, *, decides: bool) -> list[Element]:
    if one.granted is not None:
        tone = Tone.DONE if one.granted else Tone.INFO
        told = _("{name} is told.", name=one.asked_by_name)
        return [Notice(tone=tone, text=state(one)), Prose(text=told, quiet=True)]
    text = _(
        "{name} of {partner} has set up services for {customer} as provisioning administrator, and asks for full admin "
        "rights, {moment}.",
        name=one.asked_by_name,
        partner=one.partner_name,
        customer=one.customer_name,
        moment=one.asked_at,
    )
    return [Prose(text=text), *([_buttons(one)] if decides else [])]


def _buttons(one: AdminRequest) -> Buttons:
    ids = {"customer": str(one.customer), "partner": str(one.partner)}
    sure = Confirm(
        title=_("Grant full admin rights?"),
        text=_(
            "{partner} may then do everything for {customer}.", partner=one.partner_name, customer=one.customer_name
        ),
        yes=_("Grant"),
        no=_("Back"),
    )
    yes = Button(label=_("Grant"), press=GrantRights(**ids).token, style=Style.PRIMARY, confirm=sure)
    return Buttons(buttons=(yes, Button(label=_("Refuse"), press=RefuseRights(**ids).token)))


def _title(one: AdminRequest) -> Phrase:
    return _("Full admin rights of {customer}", customer=one.customer_name)


def _organisations(ctx: Context, command: AboutRights) -> tuple[OrganisationId, OrganisationId]:
    """Both ids; the customer is within the scope."""
    customer, partner = find.identifier(command.customer), find.identifier(command.partner)
    if customer is None or partner is None or organisations.get(ctx.db, ctx.scope, OrganisationId(customer)) is None:
        raise Unknown(_NONE)
    return OrganisationId(customer), OrganisationId(partner)


def _the_one(ctx: Context, customer: OrganisationId, partner: OrganisationId) -> AdminRequest:
    found = admin_requests.get(ctx.db, ctx.scope, customer, partner)
    if found is None:
        raise Unknown(_NONE)
    return found


MENU = (
    Item(
        ShowRights,
        show,
        words=("rights",),
        words_fr=("droits",),
        summary=_("Show who asked for full admin rights of your organisation"),
        example=_("rights"),
        kinds=frozenset({OrganisationKind.CUSTOMER}),
    ),
    Item(AskFullRights, ask),
    Item(GrantRights, grant),
    Item(RefuseRights, refuse),
)
