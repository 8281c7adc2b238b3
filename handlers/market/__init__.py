"""The marketplace: what a customer's seller has a price for today, found by words or by category."""

from __future__ import annotations

from bot.phrases import _
from handlers.market import listing, product
from handlers.market.commands import PutIntoCart, SearchMarket, ShowMarket, ShowProduct
from handlers.menu import Item

MENU = (
    Item(
        ShowMarket,
        listing.show,
        words=("market", "marketplace", "shop"),
        words_fr=("marché", "catalogue", "boutique"),
        read=lambda rest: ShowMarket(words=rest),
        summary=_("Find products with their terms and prices, and put them into the cart"),
        example=_("market Visio"),
    ),
    Item(SearchMarket, listing.search),
    Item(ShowProduct, product.show),
    Item(PutIntoCart, product.put, form=product.form),
)
