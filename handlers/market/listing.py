"""The marketplace by category and by words: near ones where nothing is called so, ten at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.cards import Button, Buttons, Card, Choice, Column, Element, Notice, Option, Prose, Style, Table, Tone, Words
from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
from handlers.market import places, product, wording
from handlers.market.commands import SearchMarket, ShowMarket, ShowProduct
from handlers.market.places import Counter
from handlers.pages import PAGE, pages
from handlers.policy import product_names
from handlers.policy.names import LONGEST_QUESTION, nearest_word
from handlers.policy.product_names import LONGEST_CATEGORY
from store import market, market_lists
from store.market_lists import MOST_COUNTED, Product, Wanted

_NEAR_WORDS: Final = 2_000
_MOST_CATEGORIES: Final = 99


@dataclass(frozen=True, slots=True)
class Found:
    """Products of a page, how many there are in all, and the words that found them where those typed did not."""

    products: list[Product]
    total: int
    instead: tuple[str, ...] = ()


def show(ctx: Context, ask: ShowMarket) -> Card:
    """The categories; with words or a category, the products."""
    here = places.counter(ctx, ask, ask.currency)
    ask = ask.but(words=ask.words[:LONGEST_QUESTION].strip(), category=ask.category[:LONGEST_CATEGORY])
    words = product_names.asked(ask.words)
    if not words and not ask.category:
        return _front(here, ask)
    found = _found(here, ask, words)
    if found.total == 1 and words and not found.instead:
        return product.card(here, found.products[0].id)
    return _listed(here, ask, found)


def search(ctx: Context, ask: SearchMarket) -> Card:
    """Words and a category, as they are now."""
    here = places.counter(ctx, ask, ask.currency)
    known = market_lists.categories(ctx.db, ctx.scope, here.sale)
    anything = Option(value="", label=_("any"))
    options = tuple(Option(value=name, label=plain(name)) for name in list(known)[:_MOST_CATEGORIES])
    words = Words(
        name="words",
        label=_("Name or SKU"),
        value=ask.words[:LONGEST_QUESTION],
        longest=LONGEST_QUESTION,
        optional=True,
    )
    category = Choice(
        name="category", label=_("Category"), options=(anything, *options), chosen=ask.category, optional=True
    )
    press = ShowMarket(organisation=here.here, currency=here.sale.currency).token
    submit = Button(label=_("Search"), press=press, style=Style.PRIMARY)
    return Card(title=_("Search the marketplace"), elements=(words, category), submit=submit)


def _front(here: Counter, ask: ShowMarket) -> Card:
    ctx = here.ctx
    known = list(market_lists.categories(ctx.db, ctx.scope, here.sale).items())
    shown = known[ask.offset : ask.offset + PAGE]
    columns = (Column(label=_("Category"), obvious=True), Column(label=_("Products"), number=True))
    rows = tuple((plain(name), plain(count)) for name, count in shown)
    again = ShowMarket(organisation=here.here, currency=here.sale.currency)
    opening = tuple(Button(label=plain(name), press=again.but(category=name).token) for name, _count in shown)
    turning = pages(again, ask.offset, len(known))
    elements = (*_about(here), Table(columns=columns, rows=rows), Buttons(buttons=opening), *turning)
    return Card(title=_title(here), elements=(*elements, _ways(here, ask)))


def _found(here: Counter, ask: ShowMarket, words: tuple[str, ...]) -> Found:
    """What the words find; where nothing does, each word stands for the most alike one."""
    found = _page(here, ask, words)
    if found.total or not words:
        return found
    alike = tuple(filter(None, (_alike(here, word) for word in words)))
    near = _page(here, ask, alike) if alike else found
    return Found(near.products, near.total, alike) if near.total else found


def _page(here: Counter, ask: ShowMarket, words: tuple[str, ...]) -> Found:
    ctx, wanted = here.ctx, Wanted(words, ask.category)
    products = market_lists.page(ctx.db, ctx.scope, here.sale, wanted, offset=ask.offset, most=PAGE)
    return Found(products, market_lists.count(ctx.db, ctx.scope, here.sale, wanted))


def _alike(here: Counter, word: str) -> str | None:
    """Only among the words of what this customer can buy."""
    ctx = here.ctx
    known = market_lists.begun(ctx.db, ctx.scope, here.sale, word[:1], most=_NEAR_WORDS)
    return nearest_word(word, known)


def _listed(here: Counter, ask: ShowMarket, found: Found) -> Card:
    again = ask.but(organisation=here.here, currency=here.sale.currency)
    total, more = min(found.total, MOST_COUNTED), found.total > MOST_COUNTED
    elements = (*_said(ask, found), *_rows(here, ask, found.products), *pages(again, ask.offset, total, more=more))
    return Card(title=_title(here), elements=(*_about(here), *elements, _ways(here, ask)))


def _said(ask: ShowMarket, found: Found) -> Iterator[Element]:
    """What was looked for."""
    told = [_("“{words}”", words=ask.words)] if ask.words else []
    told += [plain(ask.category)] if ask.category else []
    if not found.total:
        yield Notice(tone=Tone.INFO, text=_("Nothing on sale answers to {words}.", words=joined(told)))
    elif found.instead:
        near = " ".join(found.instead)
        text = _("Nothing on sale answers to {words}. This is what “{near}” finds.", words=joined(told), near=near)
        yield Notice(tone=Tone.INFO, text=text)
    else:
        yield Prose(text=_("Only: {filters}", filters=joined(told)), quiet=True)


def _rows(here: Counter, ask: ShowMarket, products: list[Product]) -> Iterator[Element]:
    """The category where they are of several."""
    if not products:
        return
    ctx, sale = here.ctx, here.sale
    ids = [one.id for one in products]
    offered = market.of_products(ctx.db, ctx.scope, sale.customer, ids, sale.currency, sale.at)
    several = not ask.category
    labels = (_("Product"), _("SKU"), *((_("Category"),) if several else ()), _("A seat"))
    rows = tuple(
        (
            plain(one.name),
            plain(one.sku),
            *((plain(one.category),) if several else ()),
            wording.from_price(offered.get(one.id, [])),
        )
        for one in products
    )
    yield Table(columns=tuple(Column(label=label, obvious=True) for label in labels), rows=rows)
    yield Buttons(buttons=tuple(_open(here, one, products) for one in products))


def _open(here: Counter, one: Product, among: list[Product]) -> Button:
    """By name; those with the same name are told apart by their SKUs."""
    alone = sum(one.name == other.name for other in among) == 1
    label = plain(one.name) if alone else joined([plain(one.name), plain(one.sku)])
    press = ShowProduct(organisation=here.here, product=str(one.id), currency=here.sale.currency)
    return Button(label=label, press=press.token)


def _title(here: Counter) -> Phrase:
    return _("Marketplace · {customer}", customer=here.ctx.grant.name)


def _about(here: Counter) -> Iterator[Element]:
    text = _("Prices as of today in {currency}, per seat, without taxes.", currency=here.sale.currency)
    yield Prose(text=text, quiet=True)


def _ways(here: Counter, ask: ShowMarket) -> Buttons:
    ctx = here.ctx
    looking = SearchMarket(organisation=here.here, words=ask.words, category=ask.category, currency=here.sale.currency)
    buttons = [Button(label=_("Search"), press=looking.token)]
    if ask.words or ask.category:
        buttons.append(Button(label=_("Categories"), press=here.front.press))
    buttons.append(here.cart)
    others = market.currencies(ctx.db, ctx.scope, here.sale.customer, ctx.now)
    again = ask.but(organisation=here.here, offset=0)
    buttons += [
        Button(label=_("In {currency}", currency=one), press=again.but(currency=one).token)
        for one in others
        if one != here.sale.currency
    ]
    return Buttons(buttons=tuple(buttons))
