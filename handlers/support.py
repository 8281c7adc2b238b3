"""Help from the supplier: whom to turn to, asking something, and what one's own customers asked."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Element, Heading, Notice, Option, Prose, Style, Tone, Words
from bot.errand import Errand
from bot.phrases import _, n_, plain
from handlers import find, support_cards
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.support_commands import Answered, AskSupplier, ShowContacts, ShowQuestion, ShowQuestions, ShowSupport
from store import contacts, orders, outbox, questions, subscriptions
from store.contacts import Channel, Supplier
from store.questions import NewQuestion, Question
from store.values import (
    ChannelKind,
    ContactKind,
    OrganisationKind,
    QuestionId,
    SubscriptionId,
)

LONGEST: Final = 3000
_SHOWN: Final = 5
_NUMBER: Final = re.compile(r"(?:q-)?0*(\d{1,9})", re.IGNORECASE)
_ORDER: Final = re.compile(r"c-0*(\d{1,9})", re.IGNORECASE)


def show(ctx: Context, _ask: ShowSupport) -> Card:
    """Upwards whom to ask; downwards what is asked of us."""
    elements = [*_upwards(ctx), *_downwards(ctx)]
    return Card(
        title=_("Support for {organisation}", organisation=ctx.grant.name), elements=tuple(elements), private=True
    )


def ask(ctx: Context, ask: AskSupplier) -> Card:
    """Kept first, then told wherever the supplier listens. A form that is sent twice asks once."""
    supplier = _supplier(ctx)
    if not ask.text:
        raise Instead(form(ctx, ask))
    new = _new(ctx, ask, supplier)
    known = questions.get(ctx.db, ctx.scope, new.id)
    if known is None and questions.ask(ctx.db, ctx.scope, new):
        return _told(ctx, _kept(ctx, new.id), supplier)
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


def listed(ctx: Context, ask: ShowQuestions) -> Card:
    title, total = (
        _("Questions to {organisation}", organisation=ctx.grant.name),
        questions.count_waiting(ctx.db, ctx.scope),
    )
    found = questions.waiting(ctx.db, ctx.scope, offset=ask.offset, most=PAGE)
    if not found:
        return Card(title=title, elements=(Prose(text=_("No question is open.")),))
    turning = pages(ask.but(organisation=str(ctx.scope.root)), ask.offset, total)
    return Card(title=title, elements=(*support_cards.questions(found), *turning), private=True)


def one(ctx: Context, ask: ShowQuestion) -> Card:
    number = _NUMBER.fullmatch(ask.number.strip())
    found = questions.numbered(ctx.db, ctx.scope, int(number[1])) if number else None
    if found is None:
        raise Unknown(_("There is no such question. Nothing was changed."))
    ctx.about(found.organisation, found.label)
    return support_cards.question(found, may_answer=_ours(ctx, found))


def answered(ctx: Context, ask: Answered) -> Card:
    id = find.identifier(ask.question)
    found = questions.get(ctx.db, ctx.scope, QuestionId(id)) if id else None
    if found is None:
        raise Unknown(_("There is no such question. Nothing was changed."))
    if not questions.answered(ctx.db, ctx.scope, found.id, ctx.now):
        raise Refusal(_("{question} is no open question of yours. Nothing was changed.", question=found.label))
    ctx.about(found.organisation, found.label)
    done = Notice(tone=Tone.DONE, text=_("{question} is answered.", question=found.label))
    rest = Button(label=_("Open questions"), press=ShowQuestions(organisation=str(found.supplier)).token)
    return Card(title=_("Support"), elements=(done, Buttons(buttons=(rest,))))


def _upwards(ctx: Context) -> list[Element]:
    supplier = contacts.supplier(ctx.db, ctx.scope)
    if supplier is None:
        return [Prose(text=_("Nobody stands above {organisation} here.", organisation=ctx.grant.name))]
    known = contacts.of_supplier(ctx.db, ctx.scope)
    elements: list[Element] = [Heading(text=plain(supplier.name)), *support_cards.contacts(known)]
    if not known:
        elements.append(Prose(text=_("{supplier} has named nobody to turn to yet.", supplier=supplier.name)))
    press = AskSupplier(organisation=str(ctx.scope.root)).token
    asking = Button(label=_("Ask {supplier}", supplier=supplier.name), press=press, style=Style.PRIMARY)
    return [*elements, Buttons(buttons=(asking,))]


def _downwards(ctx: Context) -> list[Element]:
    """Nobody stands below a customer."""
    if ctx.grant.kind is OrganisationKind.CUSTOMER:
        return []
    total, here = questions.count_waiting(ctx.db, ctx.scope), str(ctx.scope.root)
    elements: list[Element] = [Heading(text=n_("{count} open question to you", "{count} open questions to you", total))]
    if total:
        elements += support_cards.questions(questions.waiting(ctx.db, ctx.scope, offset=0, most=_SHOWN))
    buttons = []
    if total > _SHOWN:
        buttons.append(Button(label=_("All open questions"), press=ShowQuestions(organisation=here).token))
    if ctx.may(ShowContacts.needs):
        buttons.append(Button(label=_("Whom your customers turn to"), press=ShowContacts(organisation=here).token))
    return [*elements, Buttons(buttons=tuple(buttons))] if buttons else elements


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
    ctx.about(question.organisation, question.label, kind=question.kind, about=question.about, channels=len(channels))
    return support_cards.asked(question, supplier.name, mailed_to="", channels=len(channels))


def _listening(bound: list[Channel]) -> list[Channel]:
    """Channels; conversations with one person alone only where there is no other."""
    shared = [channel for channel in bound if channel.kind is ChannelKind.GROUP]
    return shared or bound


def _post(ctx: Context, question: Question, supplier: Supplier, channel: Channel, place: int) -> None:
    language, zone = supplier.language or ctx.defaults.language, supplier.zone or ctx.defaults.zone
    errand = Errand(card=support_cards.told(question), language=language, zone=zone)
    outbox.put(
        ctx.db,
        ctx.new_id(),
        f"question:{question.id}:{place}",
        installation=channel.installation,
        channel=channel.name,
        kind="question",
        body=errand.body,
        now=ctx.now,
    )


def _ours(ctx: Context, question: Question) -> bool:
    """Whether it was asked of an organisation that the caller may answer for."""
    return ctx.may(Answered.needs) and question.supplier == ctx.scope.root


MENU = (
    Item(
        ShowSupport,
        show,
        words=("support",),
        words_fr=("assistance", "support"),
        summary=_("Show whom to turn to at your supplier, and ask them something"),
        example=_("support"),
    ),
    Item(
        ShowQuestions,
        listed,
        words=("questions",),
        words_fr=("questions",),
        summary=_("List what your customers asked and nobody has answered yet"),
        example=_("questions"),
    ),
    Item(
        ShowQuestion,
        one,
        words=("question",),
        words_fr=("question",),
        read=lambda rest: ShowQuestion(number=rest),
        summary=_("Show one question to a supplier"),
        example=_("question Q-000012"),
    ),
    Item(AskSupplier, ask, form=form),
    Item(Answered, answered),
)
