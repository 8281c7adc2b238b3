"""The steps of a checkout: which there are, where one stands, what is known so far."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.cards import Button, Notice, Prose, Tone
from bot.commands import Command
from bot.phrases import Phrase, _
from handlers.cart import places, pricing, showing
from handlers.cart.account import Account, Way, read
from handlers.cart.commands import Checkout, ShowCart
from handlers.cart.pricing import Item
from handlers.context import Context
from handlers.errors import Instead
from store import carts, tenants
from store.carts import Cart
from store.values import Policy


class Step(StrEnum):
    OPTIONS = "options"
    ACCOUNT = "account"
    TENANT = "tenant"
    COMPANY = "company"
    EXISTING = "existing"
    PAYMENT = "payment"
    SUMMARY = "summary"


OF_THE_ACCOUNT: Final = (Step.ACCOUNT, Step.TENANT, Step.COMPANY, Step.EXISTING)
_NAMES: Final = {
    Step.OPTIONS: _("Options"),
    Step.ACCOUNT: _("Microsoft account"),
    Step.PAYMENT: _("Payment"),
    Step.SUMMARY: _("Summary"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A checkout as it stands. `asks_account`: the purchase needs an account with the vendor, and there is none."""

    ctx: Context
    cart: Cart
    items: list[Item]
    account: Account
    asks_account: bool

    @property
    def title(self) -> Phrase:
        return _("Checkout · {customer}", customer=self.cart.customer)

    @property
    def here(self) -> str:
        return str(self.cart.organisation)

    def head(self, step: Step) -> Prose:
        """`Step 2 of 4 · Microsoft account`."""
        shown = [one for one in _NAMES if self.asks_account or one is not Step.ACCOUNT]
        one = Step.ACCOUNT if step in OF_THE_ACCOUNT else step
        text = _("Step {number} of {count} · {step}", number=shown.index(one) + 1, count=len(shown), step=_NAMES[one])
        return Prose(text=text, quiet=True)

    def back(self, step: Step) -> Button:
        """To the step before, or to the cart."""
        before = _before(self, step)
        press = (
            Checkout(organisation=self.here, step=before).token if before else ShowCart(organisation=self.here).token
        )
        return Button(label=_("Back") if before else _("Cart"), press=press)

    def keep(self, **said: str | None) -> None:
        """Write down what was filled in."""
        carts.fill_in(self.ctx.db, self.ctx.scope, self.cart, said, self.ctx.person, self.ctx.now)

    def know(self, account: Account) -> None:
        """The account as it was filled in; the same again is no change."""
        if account != self.account:
            self.keep(account=account.model_dump_json())


def of(ctx: Context, ask: Command) -> Stage:
    """The checkout of the customer's cart, locked; what changed is accepted first, on the cart."""
    cart = places.filled(ctx, ask)
    found = pricing.items(ctx, cart)
    if not all(item.stands for item in found):
        text = _("Something changed since it was put into the cart. Accept it, then go on.")
        raise Instead(showing.of(ctx, cart, found, Notice(tone=Tone.INFO, text=text)))
    return Stage(ctx, cart, found, read(cart.account), asks_account(ctx, cart, found))


def asks_account(ctx: Context, cart: Cart, found: list[Item]) -> bool:
    """New commerce needs a tenant: the first purchase makes one, or names the one that is there."""
    of_microsoft = any(item.line.policy is Policy.NEW_COMMERCE for item in found)
    return of_microsoft and tenants.of(ctx.db, ctx.scope, cart.organisation) is None


def reachable(stage: Stage, wanted: str) -> Step:
    """The step that is wanted, or the first one before it that lacks something."""
    step = Step(wanted) if wanted in set(Step) else Step.OPTIONS
    if step in OF_THE_ACCOUNT and not stage.asks_account:
        step = Step.PAYMENT
    if step in OF_THE_ACCOUNT:
        return _of_account(stage, step)
    if step in {Step.PAYMENT, Step.SUMMARY} and stage.asks_account and not stage.account.is_complete:
        return _of_account(stage, missing(stage.account))
    if step is Step.SUMMARY and not stage.cart.payment:
        return Step.PAYMENT
    return step


def missing(account: Account) -> Step:
    """What the account lacks first."""
    if account.way is None:
        return Step.ACCOUNT
    if account.way is Way.EXISTING:
        return Step.EXISTING
    return Step.COMPANY if account.domain else Step.TENANT


def _of_account(stage: Stage, step: Step) -> Step:
    """A step of the way that was chosen; the company comes after the domain."""
    way, domain = stage.account.way, stage.account.domain
    fits = {
        Step.ACCOUNT: True,
        Step.TENANT: way is Way.NEW,
        Step.COMPANY: way is Way.NEW and bool(domain),
        Step.EXISTING: way is Way.EXISTING,
    }
    return step if fits[step] else missing(stage.account.but(company=None))


def _before(stage: Stage, step: Step) -> Step | None:
    match step:
        case Step.OPTIONS:
            return None
        case Step.ACCOUNT:
            return Step.OPTIONS
        case Step.TENANT | Step.EXISTING:
            return Step.ACCOUNT
        case Step.COMPANY:
            return Step.TENANT
        case Step.SUMMARY:
            return Step.PAYMENT
        case Step.PAYMENT if not stage.asks_account:
            return Step.OPTIONS
        case Step.PAYMENT:
            return Step.EXISTING if stage.account.way is Way.EXISTING else Step.COMPANY
