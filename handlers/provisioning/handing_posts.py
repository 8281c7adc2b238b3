"""What those are told who get an order, or have it no longer: a card in the chat, or a mail with a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Prose, Style, Tone
from bot.errand import Errand
from bot.phrases import _, plain
from handlers import find, invitations, posts
from handlers.context import Context
from handlers.invitations import LinkMail
from handlers.policy.handing import Opening, opening
from handlers.provisioning.commands import OpenProvisioning
from handlers.provisioning.work import Work, bought, licences
from store import handings, organisations, provisionings, reachable
from store.handings import Handed, Handing
from store.reachable import Account
from store.values import LinkPurpose, Scope
from store.values.webex import HandedTo, HandingId

_TASK: Final = "provisioning-handed:"
_TEMPLATES: Final = {HandedTo.SOMEONE: "handing", HandedTo.CUSTOMER: "set-up"}


def task(given: Handing) -> str:
    """The name of the task as messages carry it."""
    return f"{_TASK}{given.id}"


def to_accounts(ctx: Context, given: Handing, accounts: Sequence[Account]) -> None:
    """The card of the order to every account of whoever gets it."""
    name = task(given)
    for to in accounts:
        posts.to_account(ctx.db, to, "provisioning", f"{name}:handed", Errand(task=name), ctx.now, ctx.defaults)


def to_mailbox(ctx: Context, handed: Handed) -> None:
    """A mail with a link; the code that goes with it is mailed when it is opened."""
    invitations.available(ctx)
    invitations.put(ctx.db, link_mail(ctx.db, handed), ctx.tongue, ctx.new_id, ctx.now)


def link_mail(db: Connection, handed: Handed) -> LinkMail:
    """What the mail says: who asks, what was bought, for whom, until when."""
    scope, given = Scope(handed.organisation), handed.handing
    customer = organisations.get(db, scope, handed.customer) if handed.customer else None
    lines = provisionings.lines_of(db, scope, given.provisioning)
    body = {
        "by": given.by_name,
        "seller": handed.seller,
        "reference": handed.reference,
        "customer": customer.name if customer else handed.customer_name or "",
        "services": bought(lines),
        "due": handed.due_on.isoformat(),
    }
    template = _TEMPLATES[given.handed_to]
    return LinkMail(LinkPurpose.DELEGATION, given.id, handed.organisation, given.email, template, body)


def tell_taken_back(ctx: Context, held: Work, given: Handing) -> None:
    _tell_ended(ctx, held, given, "taken-back")


def tell_withdrawn(ctx: Context, held: Work, given: Handing) -> None:
    _tell_ended(ctx, held, given, "withdrawn")


def _tell_ended(ctx: Context, held: Work, given: Handing, how: str) -> None:
    """The same way as they were told before."""
    if not given.in_chat:
        said = {"seller": held.order.seller, "reference": held.order.reference}
        invitations.tell(ctx, held.order.organisation, given.email, how, said)
        return
    posts.write_anew(ctx.db, task(given), how, "provisioning", ctx.now)


def tell_completed(ctx: Context, held: Work) -> None:
    """Whoever handed it over hears that a guest has set it up; a customer who was to do so, that its seller has."""
    theirs = handings.open_of(ctx.db, held.scope, held.order.id, HandedTo.CUSTOMER)
    if theirs and held.guest is None:
        _tell_ended(ctx, held, theirs, "set-up-done")
    kind = held.guest
    given = handings.open_of(ctx.db, held.scope, held.order.id, kind) if kind else None
    if given is None:
        return
    text = _("{email} has set up order {reference}.", email=given.email, reference=held.order.reference)
    shows = Button(label=_("Show the order"), press=OpenProvisioning(provisioning=held.id).token)
    card = Card(title=held.title, elements=(Notice(tone=Tone.DONE, text=text), Buttons(buttons=(shows,))))
    for to in reachable.person(ctx.db, held.scope, given.by):
        key = f"provisioning-completed:{given.id}"
        posts.to_account(ctx.db, to, "provisioning", key, Errand(card=card), ctx.now, ctx.defaults)


def drawn(db: Connection, scope: Scope, task: str) -> Card | None:
    """The card of whoever got an order, as that stands; None for another kind of task."""
    id = find.identifier(task.removeprefix(_TASK)) if task.startswith(_TASK) else None
    found = handings.get(db, scope, HandingId(id)) if id else None
    if found is None:
        return None
    title = _("Provisioning information required for order {reference}", reference=found.reference)
    stands = opening(found.state, ended=found.handing.ended_at is not None, good=True)
    if stands is not Opening.OPEN:
        return Card(title=title, elements=(Notice(tone=Tone.INFO, text=OVER[stands]),))
    asked = _(
        "{by} of {seller} asks you to complete the set-up of this order:", by=found.handing.by_name, seller=found.seller
    )
    facts = [Fact(label=_("Order"), value=plain(found.label), note=plain(found.reference))]
    if found.customer_name:
        facts.append(Fact(label=_("Customer"), value=plain(found.customer_name)))
    lines = provisionings.lines_of(db, Scope(found.organisation), found.handing.provisioning)
    facts += [Fact(label=plain(one.name), value=licences(one.licences)) for one in lines]
    facts.append(Fact(label=_("To be set up by"), value=plain(found.due_on)))
    opens = OpenProvisioning(provisioning=str(found.handing.provisioning))
    go = Button(label=_("Set up the service"), press=opens.token, style=Style.PRIMARY)
    return Card(title=title, elements=(Prose(text=asked), Facts(facts=tuple(facts)), Buttons(buttons=(go,))))


OVER: Final = {
    Opening.TAKEN_BACK: _("This order was taken back: its seller completes it. There is nothing to do for you."),
    Opening.DONE: _("This order is set up. There is nothing more to do."),
    Opening.WITHDRAWN: _("This order was withdrawn. There is nothing more to do."),
    Opening.ENDED: _("This link is no longer good: it ran out, or a newer one was sent."),
}
"""What is said instead of the order."""
