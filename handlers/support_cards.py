"""What help from the supplier looks like: contacts, a question, a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Notice, Prose, Style, Table, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.inventory import ShowSubscription
from handlers.order_commands import ShowOrders
from handlers.support_commands import Answered, ShowQuestion
from store.contacts import Contact
from store.questions import Question
from store.values import ContactKind

KINDS: Final = {
    ContactKind.SUPPORT: _("Support"),
    ContactKind.ACCOUNT: _("Account manager"),
    ContactKind.PRESALES: _("Presales help"),
    ContactKind.DEPLOYMENT: _("Deployment help"),
}
_ABOUT: Final = re.compile(r"(?P<kind>[SC])-\d+")


def contacts(known: Mapping[ContactKind, Contact]) -> list[Element]:
    """Each with what is known of it; addresses of pages are buttons."""
    listed = [known[kind] for kind in ContactKind if kind in known]
    if not listed:
        return []
    pages = tuple(
        Button(label=_("Open the page: {contact}", contact=KINDS[one.kind]), url=one.url) for one in listed if one.url
    )
    elements: list[Element] = [Facts(facts=tuple(_contact(one) for one in listed))]
    return [*elements, Buttons(buttons=pages)] if pages else elements


def _contact(one: Contact) -> Fact:
    phone = one.phone.replace(" ", "\u00a0")
    first, *others = [said for said in (one.name, one.email, phone, one.url) if said]
    note = " · ".join(said for said in others if said != one.url)
    return Fact(label=KINDS[one.kind], value=plain(first), note=plain(note) if note else None)


def questions(found: Iterable[Question]) -> list[Element]:
    """A line each, and the button that opens it."""
    listed = list(found)
    columns = (
        Column(label=_("Question")),
        Column(label=_("From")),
        Column(label=_("What about")),
        Column(label=_("Asked")),
    )
    rows = tuple((plain(one.label), plain(one.customer), _about(one), plain(one.asked_at)) for one in listed)
    opening = tuple(Button(label=plain(one.label), press=ShowQuestion(number=one.label).token) for one in listed)
    return [Table(columns=columns, rows=rows), Buttons(buttons=opening)]


def question(one: Question, *, may_answer: bool) -> Card:
    """The whole of it, for one who may know who asked."""
    asker = Fact(label=_("Asked by"), value=plain(one.asker_name), note=plain(one.asker_email))
    state = _("answered {moment}", moment=one.answered_at) if one.answered_at else _("open")
    facts = (*_facts(one), asker, Fact(label=_("State"), value=state))
    buttons = list(_subject(one))
    if may_answer and one.answered_at is None:
        press = Answered(question=str(one.id)).token
        buttons.insert(0, Button(label=_("It is answered"), press=press, style=Style.PRIMARY))
    elements: list[Element] = [Facts(facts=facts), Prose(text=plain(one.text))]
    if buttons:
        elements.append(Buttons(buttons=tuple(buttons)))
    return Card(title=_title(one), elements=tuple(elements), private=True)


def told(one: Question) -> Card:
    """The same for a channel: many read it, so it does not name who asked."""
    opening = Button(label=_("Open {question}", question=one.label), press=ShowQuestion(number=one.label).token)
    elements = (Facts(facts=_facts(one)), Prose(text=plain(one.text)), Buttons(buttons=(opening,)))
    return Card(title=_title(one), elements=elements)


def asked(one: Question, supplier: str, *, mailed_to: str, channels: int) -> Card:
    """Where it went; that it is kept where it went nowhere."""
    done = _("Your question is **{question}**.", question=one.label)
    elements: list[Element] = [Notice(tone=Tone.DONE, text=done), Prose(text=_went(supplier, mailed_to, channels))]
    elements += [Prose(text=plain(one.text), quiet=True)]
    opening = Button(label=_("Open {question}", question=one.label), press=ShowQuestion(number=one.label).token)
    return Card(title=_title(one), elements=(*elements, Buttons(buttons=(opening,))), private=True)


def _went(supplier: str, mailed_to: str, channels: int) -> Phrase:
    ways = [_("by e-mail to {email}", email=mailed_to)] if mailed_to else []
    if channels:
        ways.append(n_("in {count} channel of theirs", "in {count} channels of theirs", channels))
    if ways:
        return _("It goes to {supplier}: {ways}.", supplier=supplier, ways=joined(ways, ", "))
    return _(
        "{supplier} has given neither an e-mail address nor a channel for questions. Yours is kept: "
        "their operators find it when they type **support**.",
        supplier=supplier,
    )


def _title(one: Question) -> Phrase:
    return _("{question} · {customer}", question=one.label, customer=one.customer)


def _facts(one: Question) -> tuple[Fact, ...]:
    facts = [Fact(label=_("What about"), value=_about(one)), Fact(label=_("Asked"), value=plain(one.asked_at))]
    return tuple(facts)


def _about(one: Question) -> Phrase:
    return joined([KINDS[one.kind], plain(one.about)]) if one.about else KINDS[one.kind]


def _subject(one: Question) -> Iterable[Button]:
    """The way to what it was asked about."""
    if number := _ABOUT.match(one.about):
        if number["kind"] == "S":
            yield Button(label=_("Show subscription"), press=ShowSubscription(words=number[0]).token)
        else:
            yield Button(label=_("Show order"), press=ShowOrders(number=number[0]).token)
