"""Phrases that several cards share: terms, billing, states, roles, prices, as an admin says them."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.phrases import Phrase, _, n_, plain
from store.inventory import Line
from store.subscriptions import Subscription
from store.values import (
    Billing,
    EndOfTerm,
    Money,
    OrderKind,
    OrderState,
    OrganisationId,
    Policy,
    SubscriptionStatus,
    TermLength,
    Terms,
    UserStatus,
)

TERMS: Final = {
    (TermLength.YEAR, Billing.ANNUAL): _("annual, billed annually"),
    (TermLength.YEAR, Billing.MONTHLY): _("annual, billed monthly"),
    (TermLength.YEAR, Billing.ONCE): _("annual, paid once"),
    (TermLength.THREE_YEARS, Billing.ONCE): _("three-year, paid once"),
    (TermLength.MONTH, Billing.MONTHLY): _("monthly, billed monthly"),
    (TermLength.THREE_YEARS, Billing.TRIENNIAL): _("three-year, billed once"),
    (TermLength.THREE_YEARS, Billing.ANNUAL): _("three-year, billed annually"),
    (TermLength.THREE_YEARS, Billing.MONTHLY): _("three-year, billed monthly"),
}
STATES: Final = {
    OrderState.DRAFT: _("not confirmed"),
    OrderState.WAITING: _("waiting for approval"),
    OrderState.ACCEPTED: _("accepted"),
    OrderState.PROCESSING: _("being carried out"),
    OrderState.COMPLETED: _("completed"),
    OrderState.REFUSED: _("refused"),
    OrderState.FAILED: _("failed"),
    OrderState.UNKNOWN: _("being checked with the supplier"),
    OrderState.WITHDRAWN: _("withdrawn"),
}

STATUSES: Final = {
    SubscriptionStatus.ACTIVE: _("active"),
    SubscriptionStatus.EXPIRED: _("ended"),
    SubscriptionStatus.CANCELLED: _("cancelled during its term"),
    SubscriptionStatus.SUSPENDED: _("suspended"),
}
USER_STATES: Final = {
    UserStatus.READY: _("Ready"),
    UserStatus.LOCKED: _("Locked"),
    UserStatus.NOT_ACTIVATED: _("Not activated"),
    UserStatus.DISABLED: _("Disabled"),
}


def term(terms: Terms) -> Phrase:
    """`annual, billed monthly`; a single payment is one whatever its length."""
    return lasting(terms.policy, terms.length, terms.billing)


def per_period(amount: Money, billing: Billing) -> Phrase:
    """An amount and how often it comes."""
    match billing:
        case Billing.MONTHLY:
            return _("{amount} a month", amount=amount)
        case Billing.ANNUAL:
            return _("{amount} a year", amount=amount)
        case Billing.TRIENNIAL:
            return _("{amount} every three years", amount=amount)
        case Billing.ONCE:
            return _("{amount} once", amount=amount)


def signed(amount: Money) -> Phrase:
    """`+ €5.00`, `− €5.00`, and an even nothing without a sign."""
    if not amount.amount:
        return plain(amount)
    return _("+ {amount}", amount=amount) if amount.amount > 0 else _("− {amount}", amount=-amount)


def length(length: TermLength, billing: Billing) -> Phrase:
    return TERMS.get((length, billing), _("paid once"))


def lasting(policy: Policy, of: TermLength, billing: Billing) -> Phrase:
    """The same; what is bought for good has no term."""
    return _("for good, paid once") if policy is Policy.PERPETUAL else length(of, billing)


def users(status: UserStatus, count: int) -> Phrase:
    """`36 ready`, in the words of the statuses."""
    match status:
        case UserStatus.READY:
            return n_("{count} ready", "{count} ready", count)
        case UserStatus.NOT_ACTIVATED:
            return n_("{count} not activated", "{count} not activated", count)
        case UserStatus.LOCKED:
            return n_("{count} locked", "{count} locked", count)
        case UserStatus.DISABLED:
            return n_("{count} disabled", "{count} disabled", count)


def ending(held: Subscription) -> Phrase:
    """What will happen at the end of its term, another product included."""
    terms = held.terms
    return decided(terms.end_of_term, terms.ends_on, terms.scheduled_seats, held.next_product)


def decided(decision: EndOfTerm, ends_on: date, scheduled_seats: int | None, next_product: str | None = None) -> Phrase:
    """What will happen at the end of the term, in one line; nothing to what was bought for good."""
    if ends_on == date.max:
        return _("bought for good")
    match decision:
        case EndOfTerm.STOP:
            return _("stops on **{day}**", day=ends_on)
        case EndOfTerm.EXTEND:
            return _("goes on month by month after **{day}**", day=ends_on)
        case EndOfTerm.RENEW | EndOfTerm.RENEW_WITH_CHANGES:
            return _renewed(ends_on, scheduled_seats, next_product)


def _renewed(ends_on: date, seats: int | None, product: str | None) -> Phrase:
    if seats is None and product is None:
        return _("renews after **{day}**", day=ends_on)
    if seats is None:
        return _("renews after **{day}** as **{product}**", day=ends_on, product=product or "")
    if product is None:
        return n_(
            "renews after **{day}** with **{count} seat**",
            "renews after **{day}** with **{count} seats**",
            count=seats,
            day=ends_on,
        )
    return n_(
        "renews after **{day}** as **{product}** with **{count} seat**",
        "renews after **{day}** as **{product}** with **{count} seats**",
        count=seats,
        day=ends_on,
        product=product,
    )


def heading(held: Subscription) -> Phrase:
    return _("{product} · {customer}", product=held.name, customer=held.customer)


def product(line: Line, *, within: OrganisationId) -> Phrase:
    """The product; of a customer of the one who looks, its name too."""
    if line.organisation == within:
        return plain(line.name)
    return _("{product} · {customer}", product=line.name, customer=line.customer)


def seats(count: int) -> Phrase:
    return n_("{count} seat", "{count} seats", count)


def order(kind: OrderKind, before: int, after: int) -> Phrase:
    """What an order does, without its product."""
    match kind:
        case OrderKind.SEATS_UP | OrderKind.SEATS_DOWN:
            return _("seats {before} → {after}", before=before, after=after)
        case OrderKind.SCHEDULE:
            return _("seats {before} → {after} at the renewal", before=before, after=after)
        case OrderKind.UNSCHEDULE:
            return n_("stay at {count} seat at the renewal", "stay at {count} seats at the renewal", count=after)
        case OrderKind.RENEWAL_ON:
            return _("renewal on")
        case OrderKind.RENEWAL_OFF:
            return _("renewal off")
        case OrderKind.EXTEND:
            return _("month by month after the term")
        case OrderKind.CANCEL:
            return _("cancellation")
        case OrderKind.PRODUCT_NOW:
            return _("change of product")
        case OrderKind.PRODUCT_LATER:
            return _("change of product at the renewal")
        case OrderKind.PURCHASE:
            return n_("purchase of {count} seat", "purchase of {count} seats", count=after)
