"""The checkout: on from where it stopped, whoever goes on and wherever; what is filled in leads to the next step."""

from __future__ import annotations

from bot.cards import Card
from bot.commands import Command
from handlers.cart import accounts, companies, options, paying, stages, summary
from handlers.cart.account import Way
from handlers.cart.commands import (
    Checkout,
    ChooseAccount,
    ChooseOptions,
    ChoosePayment,
    DescribeCompany,
    NameTenant,
    UseTenant,
)
from handlers.cart.stages import Stage, Step
from handlers.context import Context
from store import tenants


def checkout(ctx: Context, ask: Checkout) -> Card:
    """Where it stopped, or the step that was asked for, as far as one has come."""
    stage = stages.of(ctx, ask)
    return _at(stage, ask.step or stage.cart.step, ask)


def choose_options(ctx: Context, ask: ChooseOptions) -> Card:
    following = options.take(stages.of(ctx, ask), ask)
    stage = stages.of(ctx, ask)
    if following < len(stage.items):
        return options.card(stage, ChooseOptions(offset=following))
    return _at(stage, Step.ACCOUNT)


def choose_account(ctx: Context, ask: ChooseAccount) -> Card:
    return _on(ctx, ask, accounts.take(stages.of(ctx, ask), ask))


def name_tenant(ctx: Context, ask: NameTenant) -> Card:
    return _on(ctx, ask, accounts.take_tenant(stages.of(ctx, ask), ask))


def describe_company(ctx: Context, ask: DescribeCompany) -> Card:
    return _on(ctx, ask, companies.take(stages.of(ctx, ask), ask))


def use_tenant(ctx: Context, ask: UseTenant) -> Card:
    return _on(ctx, ask, accounts.take_existing(stages.of(ctx, ask), ask))


def choose_payment(ctx: Context, ask: ChoosePayment) -> Card:
    return _on(ctx, ask, paying.take(stages.of(ctx, ask), ask))


def options_form(ctx: Context, ask: ChooseOptions) -> Card:
    return options.card(stages.of(ctx, ask), ask)


def account_form(ctx: Context, ask: ChooseAccount) -> Card:
    return accounts.card(stages.of(ctx, ask), ask)


def tenant_form(ctx: Context, ask: NameTenant) -> Card:
    return accounts.tenant_card(stages.of(ctx, ask), ask)


def company_form(ctx: Context, ask: DescribeCompany) -> Card:
    return companies.card(stages.of(ctx, ask), ask)


def existing_form(ctx: Context, ask: UseTenant) -> Card:
    return accounts.existing_card(stages.of(ctx, ask), ask)


def payment_form(ctx: Context, ask: ChoosePayment) -> Card:
    return paying.card(stages.of(ctx, ask), ask)


def again(ctx: Context, ask: Command) -> Card:
    """The summary anew; or what stands before it by now."""
    return _at(stages.of(ctx, ask), Step.SUMMARY)


def _on(ctx: Context, ask: Command, following: Step) -> Card:
    return _at(stages.of(ctx, ask), following)


def _at(stage: Stage, wanted: str, ask: Checkout | None = None) -> Card:
    """A step, which is where one goes on from now on. A domain that was taken meanwhile is asked for again."""
    step = stages.reachable(stage, wanted)
    lost = _lost(stage) if step in {Step.PAYMENT, Step.SUMMARY} else ""
    step = _asking(lost) if lost else step
    stage.ctx.about(stage.cart.organisation, stage.cart.customer, step=step)
    if step != stage.cart.step:
        stage.keep(step=step)
    card = _card(stage, step, ask)
    return card.with_errors({lost: accounts.taken(stage.account, stage.account.domain)}) if lost else card


def _lost(stage: Stage) -> str:
    """The field of a domain that is another's by now."""
    domain = stage.account.domain if stage.asks_account else ""
    if not domain or not tenants.taken(stage.ctx.db, domain, but_by=stage.cart.organisation):
        return ""
    return "domain" if stage.account.way is Way.EXISTING else "prefix"


def _asking(field: str) -> Step:
    return Step.EXISTING if field == "domain" else Step.TENANT


def _card(stage: Stage, step: Step, ask: Checkout | None) -> Card:
    match step:
        case Step.OPTIONS:
            return options.card(stage)
        case Step.ACCOUNT:
            return accounts.card(stage)
        case Step.TENANT:
            return accounts.tenant_card(stage)
        case Step.COMPANY:
            return companies.card(stage)
        case Step.EXISTING:
            return accounts.existing_card(stage)
        case Step.PAYMENT:
            return paying.card(stage)
        case Step.SUMMARY:
            return summary.card(stage, ask)
