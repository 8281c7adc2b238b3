"""Step three: how it is paid."""

from __future__ import annotations

from bot.cards import Card
from handlers import payments
from handlers.cart import accounts
from handlers.cart.commands import ChoosePayment
from handlers.cart.stages import Stage, Step


def card(stage: Stage, ask: ChoosePayment | None = None) -> Card:
    field = payments.choice((ask.method if ask else "") or stage.cart.payment or "")
    return accounts.form(stage, Step.PAYMENT, ChoosePayment(organisation=stage.here), field)


def take(stage: Stage, ask: ChoosePayment) -> Step:
    method = payments.known(ask.method)
    if method != stage.cart.payment:
        stage.keep(payment=method)
    return Step.SUMMARY
