"""Purchases for the tests of suppliers: drafted and placed in the store, as a checkout does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from handlers.sample.loading import sample_id
from store import order_lines, orders
from store.buying import order_lines as order_rows
from store.order_lines import NewLine
from store.schema import offers, products
from store.schema import subscriptions as subscription_rows
from store.values import Billing, Money, OrderId, OrderKind, OrganisationId, Scope, TermLength

if TYPE_CHECKING:
    from tests.jobs.office import Office

E5 = "Microsoft 365 E5"


def buys(office: Office, *wishes: tuple[str, int]) -> OrderId:
    """An order for so many seats of each of these products, annual and billed annually, placed by Contoso's Admin."""
    contoso = OrganisationId(sample_id("organisation", "Contoso"))
    scope, order = Scope(contoso), OrderId(uuid4())
    price = Money(Decimal(100), "EUR")
    with office.database.transaction() as db:
        lines = [NewLine(offer(db, name), name, seats, price, price * seats) for name, seats in wishes]
        total = price * sum(seats for _name, seats in wishes)
        draft = orders.Draft(
            id=order,
            organisation=contoso,
            subscription=None,
            asker=office.person(),
            kind=OrderKind.PURCHASE,
            seats_before=0,
            seats_after=sum(seats for _name, seats in wishes),
            price=total,
            version=1,
            installation=office.installation,
            account="U1",
            payment="invoice",
            title=wishes[0][0],
        )
        orders.draft(db, scope, draft, office.clock())
        order_lines.write(db, scope, order, lines)
        placed = orders.get(db, scope, order)
        assert placed
        assert orders.place(db, scope, placed, office.person(), office.clock())
    return order


def offer(db, product):
    annual = (offers.c.length == TermLength.YEAR) & (offers.c.billing == Billing.ANNUAL)
    wanted = select(offers.c.id).join(products, products.c.id == offers.c.product_id)
    return db.execute(wanted.where(products.c.name == product, annual)).scalar_one()


def bought(office: Office) -> list[tuple[str, int | None, str | None]]:
    """What the lines of the orders have become: name, seats, what the supplier calls it."""
    lines = select(order_rows.c.name, subscription_rows.c.seats, subscription_rows.c.reference)
    joined = lines.outerjoin(subscription_rows, subscription_rows.c.id == order_rows.c.subscription_id)
    with office.database.reading() as db:
        return [tuple(row) for row in db.execute(joined.order_by(order_rows.c.order_id, order_rows.c.position))]
