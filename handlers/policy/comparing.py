"""Prices of different terms and billings side by side: what a seat costs in a year."""

from __future__ import annotations

from store.values import Billing, Money, Policy, TermLength

_MONTHS: int = 12


def a_year(unit_price: Money, policy: Policy, length: TermLength, billing: Billing) -> Money | None:
    """Twelve months at that price, rounded; None for what is bought for good."""
    if policy is Policy.PERPETUAL:
        return None
    period = billing.months or length.months
    return Money(unit_price.amount * _MONTHS / period, unit_price.currency).rounded()
