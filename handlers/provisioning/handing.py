"""Somebody else completes the order: handed over by chat or by mail, and taken back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Button, Card, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy.addresses import BadAddress, normal
from handlers.policy.handing import TakingBack, taking_back
from handlers.provisioning import handing_cards as cards
from handlers.provisioning import handing_posts, steps, work
from handlers.provisioning.commands import AboutProvisioning, TakeOver
from handlers.provisioning.draft import Setup
from handlers.provisioning.handing_commands import HandOver, LetCustomerSetUp, TakeBack
from handlers.provisioning.work import Changed, Step, Work
from store import handings, links, visits
from store.handings import Handing, NewHanding
from store.values import LinkPurpose, lowered
from store.values.webex import ForWhom, HandedTo, HandingId, ProvisioningState


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is to have the order, and as what."""

    handed_to: HandedTo
    email: str


def hand_over(ctx: Context, ask: HandOver) -> Card:
    held = steps.opened(ctx, ask)
    if not ask.email.strip():
        raise Instead(cards.form(held))
    to = Receiver(HandedTo.SOMEONE, address(ctx, ask.email))
    given = hand(ctx, held, to)
    said: dict[str, object] = {
        "state": ProvisioningState.HANDED_OVER,
        "delegate": to.email,
        "for_whom": ForWhom.SOMEONE,
    }
    kept = work.save(ctx, held, step=Step.WHO, draft=held.draft, **said)
    ctx.about(held.order.organisation, held.order.label, handed_to=to.email)
    if given.in_chat:
        text = _("{email} was told in the chat, and completes the order from here.", email=to.email)
    else:
        text = _("{email} gets an e-mail with a link that opens this order, good for 7 days.", email=to.email)
    return cards.away(ctx, kept, text)


def let_customer_set_up(ctx: Context, ask: LetCustomerSetUp) -> Card:
    """The organisations are there by now; the seller may go on all the same."""
    held = steps.opened(ctx, ask)
    if held.order.customer is None:
        raise Refusal(_("Choose the customer organisation first. Nothing was changed."))
    if not ask.email.strip():
        raise Instead(cards.customer_form(ctx, held))
    to = Receiver(HandedTo.CUSTOMER, address(ctx, ask.email))
    if before := handings.open_of(ctx.db, held.scope, held.order.id, HandedTo.CUSTOMER):
        _end(ctx, held, before)
    hand(ctx, held, to)
    drafted = held.draft.but(setup=Setup.CUSTOMER)
    kept = work.save(ctx, held, step=Step.SETUP, draft=drafted, state=ProvisioningState.HANDED_OVER)
    ctx.about(held.order.organisation, held.order.label, set_up_by=to.email)
    text = _("{email} gets an e-mail with a link to the set-up of the services. You keep your access.", email=to.email)
    return cards.away(ctx, kept, text)


def take_back(ctx: Context, ask: TakeBack) -> Card:
    """Until an organisation is mapped it comes back as it was; after that it can only be taken over."""
    held = _present(ctx, ask)
    work.refuse_over(held)
    given = cards.with_whom(ctx, held)
    verdict = taking_back(held.order.state, given.handed_to if given else None, mapped=held.draft.is_mapped)
    if verdict is not TakingBack.ALLOWED or given is None:
        raise _not_back(held, given, verdict)
    _end(ctx, held, given)
    said: dict[str, object] = {"state": ProvisioningState.OPEN, "delegate": None}
    if given.handed_to is HandedTo.CUSTOMER:
        kept = work.save(ctx, held, step=Step.SETUP, draft=held.draft.but(setup=None), **said)
    else:
        kept = work.save(ctx, held, step=Step.WHO, draft=held.draft, for_whom=None, **said)
    ctx.about(held.order.organisation, held.order.label, taken_back_from=given.email)
    return steps.show(ctx, kept, _("Taken back from {email}, who is told.", email=given.email), Tone.DONE)


def ended(ctx: Context, held: Work) -> None:
    """Whoever had all of it has it no longer, and is told; for somebody who takes it over."""
    if given := handings.open_of(ctx.db, held.scope, held.order.id, HandedTo.SOMEONE):
        _end(ctx, held, given)


def address(ctx: Context, typed: str) -> str:
    """In its normal form; `Refusal` for what is none, and for one's own."""
    try:
        email = normal(typed)
    except BadAddress as error:
        text = _("“{typed}” is not an e-mail address. Nothing was changed.", typed=typed[:80])
        raise Refusal(text, field="email") from error
    if email == lowered(ctx.caller.email):
        raise Refusal(_("That is you. Name somebody else. Nothing was changed."), field="email")
    return email


def hand(ctx: Context, held: Work, to: Receiver) -> Handing:
    """Write it down, and tell them: in the chat if they are known there, else by mail."""
    accounts = handings.in_chat(ctx.db, held.scope, to.email) if to.handed_to is HandedTo.SOMEONE else []
    id = HandingId(ctx.new_id())
    new = NewHanding(id, held.order.id, to.handed_to, to.email, in_chat=bool(accounts), by=ctx.person)
    handings.hand(ctx.db, held.scope, new, ctx.now)
    handed = handings.get(ctx.db, held.scope, id)
    if handed is None:
        raise LookupError(id)
    if accounts:
        handing_posts.to_accounts(ctx, handed.handing, accounts)
    else:
        handing_posts.to_mailbox(ctx, handed)
    return handed.handing


def _present(ctx: Context, ask: AboutProvisioning) -> Work:
    try:
        return work.read(ctx, ask)
    except Changed as late:
        raise Instead(steps.changed(ctx, late.present)) from late


def close(ctx: Context, held: Work, given: Handing) -> None:
    """The link opens nothing any more, and whoever is there has to go."""
    handings.end(ctx.db, held.scope, held.order.id, given.handed_to, ctx.now)
    links.cancel(ctx.db, LinkPurpose.DELEGATION, given.id, ctx.now)
    visits.close_all(ctx.db, given.id)


def _end(ctx: Context, held: Work, given: Handing) -> None:
    close(ctx, held, given)
    handing_posts.tell_taken_back(ctx, held, given)


def _not_back(held: Work, given: Handing | None, verdict: TakingBack) -> Refusal:
    match verdict:
        case TakingBack.MAPPED:
            text = _(
                "{email} has chosen an organisation for it already. Take it over to go on from there. "
                "Nothing was changed.",
                email=given.email if given else "",
            )
            over = Button(label=_("Take it over"), press=held.ask(TakeOver).token)
            return Refusal(text, buttons=(over,))
        case _:
            return Refusal(_("Order {order} is in your own hands. Nothing was changed.", order=held.order.label))


MENU = (Item(HandOver, hand_over), Item(LetCustomerSetUp, let_customer_set_up), Item(TakeBack, take_back))
