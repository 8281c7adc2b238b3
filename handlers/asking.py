"""A question to the supplier: asked by a form, kept, and told wherever the supplier listens."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Card, Choice, Element, Option, Prose, Style, Words
from bot.errand import Errand
from bot.phrases import _
from handlers import find, posts, support_cards
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.posts import Spot
from handlers.support_commands import AskSupplier, ShowQuestion
from store import contacts, mails, orders, questions, subscriptions
from store.contacts import Channel, Supplier
from store.mails import NewMail
from store.questions import NewQuestion, Question
from store.values import (
    ChannelKind,
    ContactKind,
    QuestionId,
    SubscriptionId,
)

LONGEST: Final = 3000
_ORDER: Final = re.compile(r"c-0*(\d{1,9})", re.IGNORECASE)


def ask(ctx: Context, ask: AskSupplier) -> Card:
    """Kept first, then told wherever the supplier listens. A form that is sent twice asks once."""
    supplier = _supplier(ctx)
    if not ask.text:
        raise Instead(form(ctx, ask))
    new = _new(ctx, ask, supplier)
    known = questions.get(ctx.db, ctx.scope, new.id)
    if known is None and questions.ask(ctx.db, ctx.scope, new):
        return _told(ctx, _kept(ctx, new.id), supplier)
    known = known or questions.get(ctx.db, ctx.scope, new.id)
    if known is None or known.asker != ctx.person:
        raise Unknown(_("There is no such question. Nothing was changed."))
    raise Refusal(
        _("You have asked this already: it is {question}. Nothing was sent again.", question=known.label),
        buttons=(
            Button(label=_("Open {question}", question=known.label), press=ShowQuestion(number=known.label).token),
        ),
    )


def form(ctx: Context, ask: AskSupplier) -> Card:
    """What kind of help, and in one's own words."""
    supplier = _supplier(ctx)
    about = _about(ctx, ask)
    options = tuple(Option(value=kind.value, label=label) for kind, label in support_cards.KINDS.items())
    kind = ask.kind if ask.kind in set(ContactKind) else ContactKind.SUPPORT.value
    text = Words(name="text", label=_("Your question"), value=ask.text[:LONGEST], lines=6, longest=LONGEST)
    again = ask.but(form=ask.form or str(ctx.new_id()), kind="", text="")
    elements: list[Element] = [Prose(text=_("About {subject}", subject=about), quiet=True)] if about else []
    elements += [Choice(name="kind", label=_("What about"), options=options, chosen=kind), text]
    submit = Button(label=_("Send"), press=again.token, style=Style.PRIMARY)
    return Card(title=_("Ask {supplier}", supplier=supplier.name), elements=tuple(elements), submit=submit)


def _supplier(ctx: Context) -> Supplier:
    supplier = contacts.supplier(ctx.db, ctx.scope)
    if supplier is None:
        raise Refusal(
            _("Nobody stands above {organisation} here, so there is nobody to ask.", organisation=ctx.grant.name)
        )
    return supplier


def _new(ctx: Context, ask: AskSupplier, supplier: Supplier) -> NewQuestion:
    if not ask.text.strip():
        raise Refusal(_("The question is empty. Nothing was sent."), field="text")
    if len(ask.text) > LONGEST:
        raise Refusal(_("A question has at most {most} characters. Nothing was sent.", most=LONGEST), field="text")
    if ask.kind not in set(ContactKind):
        raise Refusal(_("Please choose what it is about. Nothing was sent."), field="kind")
    id = find.identifier(ask.form) or ctx.new_id()
    kind = ContactKind(ask.kind)
    return NewQuestion(QuestionId(id), supplier.id, ctx.person, kind, ask.text.strip(), _about(ctx, ask), ctx.now)


def _about(ctx: Context, ask: AskSupplier) -> str:
    """The number and name of what it was asked from, if the asker may see that."""
    if ask.subscription:
        id = find.identifier(ask.subscription)
        if held := subscriptions.get(ctx.db, ctx.scope, SubscriptionId(id)) if id else None:
            return f"{held.label} {held.name} · {held.customer}"
        raise Unknown(_("There is no such subscription. Nothing was changed."))
    if number := _ORDER.fullmatch(ask.order):
        if order := orders.numbered(ctx.db, ctx.scope, int(number[1])):
            return f"{order.label} {order.product} · {order.customer}"
        raise Unknown(_("There is no such order. Nothing was changed."))
    return ""


def _kept(ctx: Context, id: QuestionId) -> Question:
    kept = questions.get(ctx.db, ctx.scope, id)
    if kept is None:
        raise LookupError(id)
    return kept


def _told(ctx: Context, question: Question, supplier: Supplier) -> Card:
    channels = _listening(contacts.channels_of_supplier(ctx.db, ctx.scope))
    for place, channel in enumerate(channels):
        _post(ctx, question, supplier, channel, place)
    mailed_to = _mail(ctx, question, supplier)
    where, told = question.organisation, len(channels)
    ctx.about(where, question.label, kind=question.kind, about=question.about, mailed_to=mailed_to, channels=told)
    return support_cards.asked(question, supplier.name, mailed_to=mailed_to, channels=len(channels))


def _mail(ctx: Context, question: Question, supplier: Supplier) -> str:
    """To whom it went: the contact of its kind, else the one for support; to nobody without a mail server."""
    known = contacts.of_supplier(ctx.db, ctx.scope)
    found = [known[kind].email for kind in (question.kind, ContactKind.SUPPORT) if kind in known and known[kind].email]
    if not found or not ctx.defaults.mailing.has_server:
        return ""
    tongue = ctx.defaults.tongue(supplier)
    body = {
        "number": question.label,
        "organisation": question.customer,
        "who": question.asker_name,
        "email": question.asker_email,
        "text": question.text,
        "context": question.about,
    }
    key, id = f"question:{question.id}", ctx.new_id()
    mails.put(ctx.db, NewMail(id, key, supplier.id, found[0], "question", tongue.language, tongue.zone, body), ctx.now)
    return found[0]


def _listening(bound: list[Channel]) -> list[Channel]:
    """Channels; conversations with one person alone only where there is no other."""
    shared = [channel for channel in bound if channel.kind is ChannelKind.GROUP]
    return shared or bound


def _post(ctx: Context, question: Question, supplier: Supplier, channel: Channel, place: int) -> None:
    at, errand = Spot(channel.installation, channel.name), Errand(card=support_cards.told(question))
    tongue = ctx.defaults.tongue(supplier)
    posts.say(ctx.db, at, "question", f"question:{question.id}:{place}", errand, tongue, ctx.now)
