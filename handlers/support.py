"""Help from the supplier: whom to turn to, and what one's own customers asked."""

from __future__ import annotations

import re
from typing import Final

from bot.cards import Button, Buttons, Card, Element, Heading, Notice, Prose, Style, Tone
from bot.phrases import _, n_, plain
from handlers import asking, find, support_cards
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.support_commands import Answered, AskSupplier, ShowContacts, ShowQuestion, ShowQuestions, ShowSupport
from store import contacts, questions
from store.questions import Question
from store.values import (
    OrganisationKind,
    QuestionId,
)

_SHOWN: Final = 5
_NUMBER: Final = re.compile(r"(?:q-)?0*(\d{1,9})", re.IGNORECASE)


def show(ctx: Context, _ask: ShowSupport) -> Card:
    """Upwards whom to ask; downwards what is asked of us."""
    elements = [*_upwards(ctx), *_downwards(ctx)]
    return Card(
        title=_("Support for {organisation}", organisation=ctx.grant.name), elements=tuple(elements), private=True
    )


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
    Item(AskSupplier, asking.ask, form=asking.form),
    Item(Answered, answered),
)
