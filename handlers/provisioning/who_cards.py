"""The first step: what came in, and who it is for."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Fact, Facts, Option, Style, Words
from bot.phrases import _, plain
from handlers.context import Context
from handlers.provisioning import due
from handlers.provisioning.commands import ChooseWho
from handlers.provisioning.work import Step, Work
from store.values.webex import ForWhom

CHOICES: Final = {
    ForWhom.CUSTOMER: _("This order is for a customer"),
    ForWhom.COMPANY: _("This order is for my company"),
    ForWhom.SOMEONE: _("I want someone else to complete this order"),
}
LONGEST_ADDRESS: Final = 320


def show(ctx: Context, held: Work) -> Card:
    return form(ctx, held, held.ask(ChooseWho))


def form(ctx: Context, held: Work, ask: ChooseWho) -> Card:
    submit = Button(label=_("Next"), press=held.ask(ChooseWho).token, style=Style.PRIMARY)
    elements = (held.head(Step.WHO), Facts(facts=facts(ctx, held)), *_inputs(held, ask), *_others(held))
    return Card(title=held.title, elements=elements, submit=submit)


def facts(ctx: Context, held: Work) -> tuple[Fact, ...]:
    """What came in, and until when it is to be set up."""
    return (*came_in(held), due.fact(ctx, held.order))


def came_in(held: Work) -> tuple[Fact, ...]:
    order = held.order
    named = [Fact(label=_("Customer"), value=plain(order.customer_name))] if order.customer_name else []
    return (
        Fact(label=_("Number"), value=plain(order.label), note=plain(order.seller)),
        *named,
        Fact(label=_("Contact"), value=plain(order.contact)),
        *held.facts(),
    )


def _others(held: Work) -> tuple[Buttons, ...]:
    found = held.withdrawal()
    return (Buttons(buttons=found),) if found else ()


def _inputs(held: Work, ask: ChooseWho) -> tuple[Choice | Words, ...]:
    """Who completes it for somebody else passes it on no further."""
    offered = [one for one in CHOICES if held.guest is None or one is not ForWhom.SOMEONE]
    chosen = ask.for_whom or held.order.for_whom or ForWhom.CUSTOMER
    options = tuple(Option(value=one, label=CHOICES[one]) for one in offered)
    label = _("Who is the order for?")
    choice = Choice(name="for_whom", label=label, options=options, chosen=chosen if chosen in offered else offered[0])
    return (choice, *((_address(ask),) if ForWhom.SOMEONE in offered else ()))


def _address(ask: ChooseWho) -> Words:
    hint = _("Of the person who will complete the order, if it is someone else")
    return Words(name="email", label=_("E-mail"), hint=hint, optional=True, value=ask.email, longest=LONGEST_ADDRESS)
