"""How the marketplace speaks of products: whose terms they follow, and what they cost."""

from __future__ import annotations

from typing import Final

from bot.phrases import Phrase, _, n_, plain
from handlers import wording
from handlers.policy.comparing import a_year
from store.market import Priced
from store.values import MOST_SEATS, Policy

POLICIES: Final = {
    Policy.NEW_COMMERCE: _(
        "Seats can be added at any time. They can go back for 7 days after they were bought or renewed; "
        "after that they stay until the term ends."
    ),
    Policy.SOFTWARE: _(
        "Software for a term. The whole purchase can be cancelled for 7 days, with a credit for the days that "
        "are left; its keys are revoked then. Seats don't go down."
    ),
    Policy.PERPETUAL: _(
        "Software for good. The whole purchase can be cancelled for 30 days, with a full credit; "
        "its keys are revoked then."
    ),
    Policy.WHOLESALE: _("Seats can go up and down at any time."),
}
"""What a product is, in plain words."""


def term(one: Priced) -> Phrase:
    """`annual, billed monthly`; what is bought for good has no term."""
    return wording.lasting(one.policy, one.length, one.billing)


def a_seat(one: Priced) -> Phrase:
    return wording.per_period(one.unit_price, one.billing)


def in_a_year(one: Priced) -> Phrase:
    """What a seat costs in twelve months."""
    amount = a_year(one.unit_price, one.policy, one.length, one.billing)
    return plain("–") if amount is None else plain(amount)


def option(one: Priced) -> Phrase:
    """A choice of a form."""
    return _("{term}: {price}", term=term(one), price=a_seat(one))


def from_price(offered: list[Priced]) -> Phrase:
    """The cheapest way to have a seat, told as it is billed."""
    if not offered:
        return plain("–")
    return _("from {price}", price=a_seat(min(offered, key=_a_year)))


def bounds(one: Priced) -> Phrase | None:
    """How many seats it is sold with, where that is not just any number."""
    if one.most < MOST_SEATS:
        return _("{least} to {most} seats", least=one.least, most=one.most)
    if one.least > 1:
        return n_("from {count} seat on", "from {count} seats on", one.least)
    return None


def _a_year(one: Priced) -> tuple[object, ...]:
    amount = a_year(one.unit_price, one.policy, one.length, one.billing) or one.unit_price
    return amount.amount, one.unit_price.amount
