"""Who the order is for: a customer, one's own company; or who completes it."""

from __future__ import annotations

from bot.cards import Card
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.menu import Item
from handlers.provisioning import handing, steps, who_cards, work
from handlers.provisioning.commands import ChooseWho
from handlers.provisioning.handing_commands import HandOver
from handlers.provisioning.work import Step
from store.values.webex import ForWhom


def choose(ctx: Context, ask: ChooseWho) -> Card:
    """An order that is for somebody else than before has its customer to be chosen anew."""
    held = steps.opened(ctx, ask)
    whom = _whom(ask.for_whom)
    if whom is ForWhom.SOMEONE:
        _refuse_without_address(ask)
        return handing.hand_over(ctx, held.ask(HandOver).but(email=ask.email))
    if held.order.for_whom is whom:
        return steps.advance(ctx, held, held.draft, step=held.after(Step.WHO))
    draft = held.draft.but(customer=None, described=None)
    return steps.advance(ctx, held, draft, step=held.after(Step.WHO), for_whom=whom, customer_id=None)


def form(ctx: Context, ask: ChooseWho) -> Card:
    return who_cards.form(ctx, work.read(ctx, ask, lock=False), ask)


def _whom(typed: str) -> ForWhom:
    if typed not in set(ForWhom):
        raise Refusal(_("Choose who the order is for. Nothing was changed."), field="for_whom")
    return ForWhom(typed)


def _refuse_without_address(ask: ChooseWho) -> None:
    if not ask.email.strip():
        text = _("The e-mail of the person who will complete the order is missing. Nothing was changed.")
        raise Refusal(text, field="email")


MENU = (Item(ChooseWho, choose, form=form),)
