"""The cards of an order that somebody else has in hand: who is to have it, who was told, and the way back."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Style, Tone, Words
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.provisioning import due
from handlers.provisioning.commands import OpenProvisioning
from handlers.provisioning.handing_commands import HandOver, LetCustomerSetUp, TakeBack
from handlers.provisioning.work import Step, Work
from store import handings, links, mails, operators
from store.handings import Handing
from store.values import LinkPurpose, Role, Scope
from store.values.webex import HandedTo

LONGEST: Final = 254
_MOST_ADMINS: Final = 100


def form(held: Work, email: str = "") -> Card:
    """Who is to complete it."""
    hint = _("Somebody who is known here gets it in the chat, anybody else an e-mail with a link and a code.")
    label = _("E-mail address of the person who will complete this order")
    field = Words(name="email", label=label, hint=hint, value=email[:LONGEST], longest=LONGEST)
    submit = Button(label=_("Hand it over"), press=held.ask(HandOver).token, style=Style.PRIMARY)
    back = Buttons(buttons=(Button(label=_("Back"), press=held.ask(OpenProvisioning).token),))
    return Card(title=held.title, elements=(held.head(Step.WHO), field, back), submit=submit)


def customer_form(ctx: Context, held: Work, email: str = "") -> Card:
    """Whose admin sets the services up; the first Admin of the customer is proposed."""
    hint = _("They get an e-mail with a link to the set-up of the services. You keep your access.")
    label = _("E-mail address of the customer's admin")
    proposed = email or _first_admin(ctx, held)
    field = Words(name="email", label=label, hint=hint, value=proposed[:LONGEST], longest=LONGEST)
    submit = Button(label=_("Let them set it up"), press=held.ask(LetCustomerSetUp).token, style=Style.PRIMARY)
    back = Buttons(buttons=(Button(label=_("Back"), press=held.ask(OpenProvisioning).token),))
    return Card(title=held.title, elements=(held.head(Step.SETUP), field, back), submit=submit)


def with_whom(ctx: Context, held: Work) -> Handing | None:
    """Who has it in hand: somebody who completes all of it, else the customer who sets its services up."""
    for kind in (HandedTo.SOMEONE, HandedTo.CUSTOMER):
        if given := handings.open_of(ctx.db, held.scope, held.order.id, kind):
            return given
    return None


def away(ctx: Context, held: Work, text: Phrase | None = None) -> Card:
    """The card of an order that somebody else has in hand: who, since when, and the way back."""
    elements: list[Element] = [Notice(tone=Tone.DONE, text=text)] if text else []
    elements.append(Facts(facts=(*held.facts(), due.fact(ctx, held.order), *facts(ctx, held))))
    if found := ways(ctx, held):
        elements.append(Buttons(buttons=found))
    return Card(title=held.title, elements=tuple(elements))


def facts(ctx: Context, held: Work) -> tuple[Fact, ...]:
    """Whoever was told of this order, when, and how that went."""
    return tuple(
        Fact(label=_LABELS[one.handed_to], value=plain(one.email), note=_note(ctx, one))
        for one in handings.of(ctx.db, held.scope, held.order.id)
    )


def ways(ctx: Context, held: Work) -> tuple[Button, ...]:
    """What the seller's own people may do about it."""
    given = with_whom(ctx, held)
    if given is None or held.order.is_over or held.guest:
        return ()
    back = Button(label=_("Take it back"), press=held.ask(TakeBack).token)
    mine = Button(label=_("Set them up myself"), press=held.ask(OpenProvisioning).token)
    first = (mine,) if given.handed_to is HandedTo.CUSTOMER else ()
    return (*first, back, *held.withdrawal())


def _first_admin(ctx: Context, held: Work) -> str:
    """Of the customer itself; empty where it has none."""
    customer = held.draft.customer.id if held.draft.customer else None
    if customer is None:
        return ""
    found = operators.page(ctx.db, Scope(customer), offset=0, most=_MOST_ADMINS)
    return next((one.email for one in found if one.role is Role.ADMIN), "")


def _note(ctx: Context, one: Handing) -> Phrase:
    if one.ended_at:
        return _("told {moment} by {name}, ended {end}", moment=one.handed_at, name=one.by_name, end=one.ended_at)
    if one.in_chat:
        return _("told in the chat by {name}, {moment}", name=one.by_name, moment=one.handed_at)
    link = links.of(ctx.db, LinkPurpose.DELEGATION, one.id)
    sent = mails.find(ctx.db, link.mail_key) if link else None
    if sent and sent.bounced:
        return _("the e-mail of {moment} came back: {reason}", moment=one.handed_at, reason=sent.error[:200])
    return _("told by e-mail by {name}, {moment}", name=one.by_name, moment=one.handed_at)


_LABELS: Final = {
    HandedTo.SOMEONE: _("To be completed by"),
    HandedTo.CUSTOMER: _("Services to be set up by"),
}
