"""Which sale somebody looks at: whose customer, in which currency, now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Button
from bot.commands import Command
from bot.phrases import _
from handlers.cart import places
from handlers.cart.commands import ShowCart
from handlers.context import Context
from handlers.errors import Refusal
from handlers.market.commands import ShowMarket
from store import market
from store.market_lists import Sale


@dataclass(frozen=True, slots=True)
class Counter:
    """A sale, and the request that looks at it."""

    ctx: Context
    sale: Sale

    @property
    def here(self) -> str:
        return str(self.sale.customer)

    @property
    def cart(self) -> Button:
        return Button(label=_("Cart"), press=ShowCart(organisation=self.here).token)

    @property
    def front(self) -> Button:
        market = ShowMarket(organisation=self.here, currency=self.sale.currency)
        return Button(label=_("Marketplace"), press=market.token)


def counter(ctx: Context, ask: Command, currency: str) -> Counter:
    """In the currency that was asked for where there are prices in it, else in the one the customer pays in."""
    customer = places.customer(ctx, ask)
    usual = market.currency(ctx.db, ctx.scope, customer, ctx.now)
    if usual is None:
        text = _(
            "There is nothing to buy for {customer} today: its seller has no price that is valid now in its country.",
            customer=ctx.grant.name,
        )
        raise Refusal(text)
    wanted = currency.strip().upper()
    known = wanted and wanted != usual and wanted in market.currencies(ctx.db, ctx.scope, customer, ctx.now)
    return Counter(ctx, Sale(customer, wanted if known else usual, ctx.now))
