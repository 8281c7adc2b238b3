"""What the next term of a subscription will be, and what it costs: as it is shown, and as it then happens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from handlers.policy import extension, renewal
from handlers.policy.product_change import AtOnce
from handlers.policy.seats import Allowed
from handlers.policy.terms import day_after, renews_at
from store import prices
from store.product_changes import Target
from store.subscriptions import Subscription
from store.values import Billing, EndOfTerm, Money, OfferId, Scope, Terms


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The terms to renew by, the price of the day per seat and billing period (None: the one paid so far counts).

    `offer` is the one that it then runs by, if another. `stays`: the product that was chosen has no price that day.
    """

    terms: Terms
    price: Money | None
    offer: OfferId | None = None
    by_the_month: bool = False
    stays: bool = False

    @property
    def each(self) -> Money:
        """Per seat and billing period."""
        return self.price or renewal.price_paid(self.terms)

    @property
    def billing(self) -> Billing:
        """How often the next term is charged."""
        if self.by_the_month:
            return Billing.MONTHLY
        return self.terms.renews_as[1] if self.terms.renews_as else self.terms.billing

    @property
    def seats(self) -> int:
        return self.terms.scheduled_seats or self.terms.seats

    @property
    def charge(self) -> Money:
        """For all of its seats, each billing period."""
        return (self.each * self.seats).rounded()


class Charge(NamedTuple):
    """What comes on top of every later charge (negative: less), how often, and from which day on."""

    amount: Money
    billing: Billing
    first_on: date


def going_on(db: Connection, scope: Scope, held: Subscription) -> GoingOn:
    """How it goes on as is decided now."""
    if held.terms.end_of_term is EndOfTerm.EXTEND:
        month = by_the_month(db, scope, held)
        return GoingOn(held.terms, None if month.is_old else month.unit_price, by_the_month=True)
    return renewed(db, scope, held)


def renewed(db: Connection, scope: Scope, held: Subscription) -> GoingOn:
    """How it would go on if it renewed."""
    offer, terms = held.next_offer or held.extended_from, replace(held.terms, end_of_term=EndOfTerm.RENEW)
    price = prices.of_offer(db, scope, held.id, offer or held.offer, renews_at(held.terms))
    if price is None and held.next_offer:
        return _staying(db, scope, held)
    return GoingOn(terms, price, offer)


def more(db: Connection, scope: Scope, held: Subscription, change: Allowed) -> Charge | None:
    """What other seats now add to later charges; where the next one is of the next term, at that term's price."""
    first_on = change.next_charge_on
    if first_on is None:
        return None
    if first_on <= held.terms.ends_on:
        return Charge(change.per_period, held.terms.billing, first_on)
    going = going_on(db, scope, _without_changes(held))
    return Charge((going.each * (change.after - change.before)).rounded(), going.billing, first_on)


def more_as(db: Connection, scope: Scope, held: Subscription, to: Target, change: AtOnce) -> Charge | None:
    """The same of another product now."""
    first_on = change.next_charge_on
    if first_on is None:
        return None
    if first_on <= held.terms.ends_on:
        return Charge(change.per_period, held.terms.billing, first_on)
    before = _without_changes(held)
    terms = replace(before.terms, unit_price=change.unit_price)
    after = going_on(db, scope, replace(before, product=to.product, offer=to.offer, terms=terms))
    charged = ((one.each * held.terms.seats).rounded() for one in (after, going_on(db, scope, before)))
    return Charge(next(charged) - next(charged), after.billing, first_on)


def by_the_month(db: Connection, scope: Scope, held: Subscription) -> extension.Price:
    """What a seat costs a month if it goes on month by month after its term."""
    at, own = renews_at(held.terms), held.extended_from or held.offer
    monthly = prices.by_the_month(db, scope, held.id, held.product, at)
    return extension.price(held.terms, monthly, prices.of_offer(db, scope, held.id, own, at))


def first_day(held: Subscription) -> date:
    """Of the next term."""
    return day_after(held.terms.ends_on)


def _without_changes(held: Subscription) -> Subscription:
    """Other seats now drop the product that was chosen for the renewal."""
    if held.next_offer is None:
        return held
    terms = replace(held.terms, renews_as=None, changes_product=False)
    return replace(held, next_offer=None, next_product=None, terms=terms)


def _staying(db: Connection, scope: Scope, held: Subscription) -> GoingOn:
    """Nobody pays the price of one product for another."""
    terms = replace(held.terms, renews_as=None, changes_product=False, end_of_term=EndOfTerm.RENEW)
    price = prices.of_offer(db, scope, held.id, held.offer, renews_at(held.terms))
    return GoingOn(terms, price, held.offer, stays=True)
