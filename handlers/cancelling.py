"""Cancelling a subscription during its term: what is lost when, what is credited, or why it is too late."""

from __future__ import annotations

from bot.cards import Button, Card, Element, Fact, Facts, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, joined, n_
from handlers import find, proposals, wording
from handlers.context import Context
from handlers.ending_commands import CancelSubscription, SetRenewal, ShowWindow
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy import cancelling
from handlers.policy.cancelling import Allowed
from handlers.policy.verdict import Reason, Refused
from handlers.seat_cards import WITHOUT_TAXES, credit_line
from handlers.support_commands import AskSupplier
from store.subscriptions import Subscription
from store.values import EndOfTerm, OrderId, OrderKind, Policy

_SOFTWARE = {Policy.SOFTWARE, Policy.PERPETUAL}


def propose(ctx: Context, ask: CancelSubscription) -> Card:
    """All of it, at once, with the credit to the cent before one press."""
    if not ask.names_something:
        raise Instead(form(ctx, ask))
    held, _rest = find.subscription(ctx, ask)
    proposals.refuse_while_another_runs(ctx, held)
    verdict = cancelling.cancel(held.terms, ctx.now)
    if isinstance(verdict, Refused):
        raise _refusal(held, verdict)
    order = proposals.draft(ctx, held, OrderKind.CANCEL, 0, -verdict.credit)
    ctx.about(held.organisation, held.label, before=held.terms.seats, after=0, price=str(-verdict.credit.amount))
    return _proposal(held, verdict, order)


def form(ctx: Context, ask: CancelSubscription) -> Card:
    submit = Button(label=_("Show what is credited"), press=type(ask)().token, style=Style.PRIMARY)
    return Card(title=_("Cancel a subscription"), elements=(find.choice_of_subscriptions(ctx),), submit=submit)


def _proposal(held: Subscription, verdict: Allowed, order: OrderId) -> Card:
    lines = joined([credit_line(line, held, in_full=verdict.in_full) for line in verdict.lines], "; ")
    facts = (
        Fact(
            label=_("If you confirm"),
            value=_("**ends at once**"),
            note=n_("{count} seat", "{count} seats", held.terms.seats),
        ),
        Fact(label=_("Credit"), value=_("**{amount}**", amount=verdict.credit), note=lines),
        Fact(label=_("Can be cancelled"), value=_until(verdict)),
    )
    elements: list[Element] = [Facts(facts=facts), *(Notice(tone=Tone.WARNING, text=text) for text in _lost(held))]
    elements.append(Prose(text=WITHOUT_TAXES, quiet=True))
    buttons = proposals.buttons(
        order, _("Cancel the subscription"), *_instead(held), style=Style.DANGER, leave=_("Keep it")
    )
    return Card(title=wording.heading(held), elements=(*elements, buttons))


def _until(verdict: Allowed) -> Phrase:
    return _("at any time") if verdict.until is None else _("until **{moment}**", moment=verdict.until)


def _lost(held: Subscription) -> list[Phrase]:
    """What can't be had again."""
    told = [_("This can't be taken back: to use it again, it must be bought anew.")]
    if held.terms.assigned:
        text = n_(
            "{count} person uses it and loses it at once.",
            "{count} people use it and lose it at once.",
            held.terms.assigned,
        )
        told.insert(0, text)
    if held.terms.policy in _SOFTWARE:
        told.append(_("Its keys and download links are revoked. The software must be uninstalled."))
    return told


def _instead(held: Subscription) -> tuple[Button, ...]:
    """To stop with the term, without losing anything before."""
    if held.terms.end_of_term is EndOfTerm.STOP or held.terms.policy is Policy.PERPETUAL:
        return ()
    return (Button(label=_("Turn renewal off"), press=SetRenewal(subscription=str(held.id), to="off").token),)


def _refusal(held: Subscription, no: Refused) -> Refusal:
    """Too late: the licence stays and the whole term is billed; what can be done is to let it end with its term."""
    buttons: tuple[Button, ...] = ()
    if no.reason is Reason.TOO_LATE:
        window = Button(label=_("What can still change"), press=ShowWindow(subscription=str(held.id)).token)
        supplier = Button(label=_("Ask the supplier"), press=AskSupplier(subscription=str(held.id)).token)
        buttons = (*_instead(held), window, supplier)
    return Refusal(_sentence(held, no), buttons=buttons, title=wording.heading(held))


def _sentence(held: Subscription, no: Refused) -> Phrase:
    product, day = held.name, held.terms.ends_on
    match no.reason:
        case Reason.TOO_LATE if no.was_possible_until:
            return _too_late(held, no)
        case Reason.CANCELLED if held.cancelled_at:
            return _(
                "{product} was cancelled on {moment}. Nothing was changed.", product=product, moment=held.cancelled_at
            )
        case Reason.CANCELLED:
            return _("{product} was cancelled already. Nothing was changed.", product=product)
        case _:
            return _("{product} ended on {day}. Nothing was changed.", product=product, day=day)


def _too_late(held: Subscription, no: Refused) -> Phrase:
    until = no.was_possible_until or held.terms.ends_at
    if held.terms.policy is Policy.PERPETUAL:
        return _(
            "{product} could be taken back until **{until}**: 30 days after it was bought. It stays yours. "
            "Nothing was changed.",
            product=held.name,
            until=until,
        )
    return _(
        "{product} could be cancelled until **{until}**: 7 days after it was bought or renewed. You keep the licence "
        "and the whole term is billed, until **{day}**. Nothing was changed.",
        product=held.name,
        until=until,
        day=held.terms.ends_on,
    )


MENU = (
    Item(
        CancelSubscription,
        propose,
        words=("cancel",),
        words_fr=("résilier", "résiliation", "annuler l'abonnement"),
        read=lambda rest: CancelSubscription(words=rest),
        form=form,
        summary=_(
            "Cancel a subscription during its term, where its terms allow it, with the credit before you confirm"
        ),
        example=_("cancel Microsoft 365 E3"),
    ),
)
