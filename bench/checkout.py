"""A cart of fifty lines, bought by one press: how many COMMITs that takes, and how long.

`python -m bench.checkout [LINES]`. Goal on each engine: one COMMIT. The rate, and what a line costs beside the first
one, are printed with no goal of their own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Final
from uuid import UUID, uuid4

from bench.engines import committing, databases
from bot.ask import Account, Answer, Ask, Place, Platform, Pressed, Standing, Vouched
from bot.cards import Buttons
from bot.commands import Command
from handlers import sample
from handlers.book import MENU
from handlers.cart.commands import AddToCart, ChoosePayment
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.policy.names import fold
from handlers.proposals import ConfirmOrder
from handlers.sample.loading import sample_id
from store import additions, installing, people
from store.additions import NewOffer, NewPrice, NewProduct
from store.database import Database
from store.values import Billing, ChannelKind, Policy, TermLength

ROUNDS: Final = 20
NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHLOE: Final = Account(Platform.CONSOLE, "T", sample.CONTOSO_ADMIN)
CONTOSO: Final = str(sample_id("organisation", "Contoso"))


def main(lines: int) -> None:
    for engine, database in databases():
        with closing(database):
            measure(engine, database, lines)


def measure(engine: str, database: Database, lines: int) -> None:
    """In turn, so that a slow moment of the machine hits both."""
    offers = filled(database, lines)
    dispatch = Dispatcher(database, MENU, lambda: NOON, Defaults())
    dispatch.meet(Vouched(CHLOE, Standing.MEMBER, sample.CONTOSO_ADMIN))
    commits: set[int] = set()
    whole: list[float] = []
    single: list[float] = []
    for _round in range(ROUNDS):
        for wanted, took in ((offers, whole), (offers[:1], single)):
            press = drafted(dispatch, wanted)
            with committing(database) as counted:
                began = time.perf_counter()
                asked(dispatch, press)
                took.append(time.perf_counter() - began)
            commits.add(len(counted))
    verdict = "reached" if commits == {1} else "missed"
    per_line = (median(whole) - median(single)) / max(1, lines - 1)
    figures = (
        f"{1e3 * median(whole):.1f} ms ({lines / median(whole):.0f} lines/s), {1e6 * per_line:.0f} µs a further line"
    )
    print(f"{engine}: buying {lines} lines {figures}; COMMITs {sorted(commits)} (goal 1): {verdict}", flush=True)


def drafted(dispatch: Dispatcher, offers: list[UUID]) -> Command:
    """The button of a summary."""
    for offer in offers:
        asked(dispatch, AddToCart(organisation=CONTOSO, offer=str(offer), currency="EUR", seats="3"))
    answer = asked(dispatch, ChoosePayment(organisation=CONTOSO, method="invoice"))
    buttons = [one.buttons for one in answer.card.elements if isinstance(one, Buttons)]
    return ConfirmOrder(order=order_of(buttons[-1][0].press))


def order_of(token: str) -> str:
    """The order's id in the token of its button."""
    return token.partition('"order":"')[2].partition('"')[0]


def asked(dispatch: Dispatcher, command: Command) -> Answer:
    answer = dispatch(Ask(uuid4().hex, CHLOE, Place("D", ChannelKind.DIRECT), Pressed(command.token)))
    assert not answer.refused, answer.card
    return answer


def filled(database: Database, number: int) -> list[UUID]:
    """The sample with as many more products as lines are wanted; their offers."""
    made = list(goods(number))
    with database.transaction() as db:
        sample.load(db, NOON)
        house = installing.house(db)
        assert house
        people.install(db, uuid4(), Platform.CONSOLE, "T", "bot", house, NOON)
        additions.products(db, [product for product, _offer, _price in made])
        additions.offers(db, [offer for _product, offer, _price in made])
        additions.prices(db, [price for _product, _offer, price in made])
    return [offer.id for _product, offer, _price in made]


def goods(number: int) -> Iterator[tuple[NewProduct, NewOffer, NewPrice]]:
    seller, since = sample_id("organisation", "Atelier Cloud"), NOON - timedelta(days=1)
    for place in range(number):
        name = f"Product {place:03}"
        product = NewProduct(uuid4(), f"SKU-{place:03}", name, fold(name), Policy.NEW_COMMERCE, "Bench")
        offer = NewOffer(uuid4(), product.id, TermLength.YEAR, Billing.ANNUAL)
        price = NewPrice(uuid4(), seller, product.id, offer.id, "FR", "EUR", Decimal("10.005"), since)
        yield product, offer, price


main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
