"""When an approval is needed, what it is bound to, and until when it can be given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from handlers.policy import approval
from handlers.policy.approval import Why, Wish
from store.values import Money, OfferId, OrderKind, OrganisationId, SubscriptionId

ASKED = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def eur(amount):
    return Money(Decimal(amount), "EUR")


@dataclass(frozen=True)
class Limits:
    amount: Money | None = None
    seats: int | None = None
    kinds: frozenset[OrderKind] = frozenset()


WISH = Wish(
    kind=OrderKind.SEATS_UP,
    organisation=OrganisationId(UUID(int=1)),
    subscription=SubscriptionId(UUID(int=2)),
    offer=None,
    seats_before=25,
    seats_after=30,
    price=eur("1785.21"),
    payment="",
    version=3,
)
CREDIT = replace(WISH, kind=OrderKind.SEATS_DOWN, seats_after=20, price=eur("-1785.21"))


@pytest.mark.parametrize(
    ("limits", "wish", "needed"),
    [
        (Limits(), WISH, None),
        (Limits(amount=eur("1785.22")), WISH, None),
        (Limits(amount=eur("1785.21")), WISH, Why.AMOUNT),
        (Limits(amount=eur("1785.20")), WISH, Why.AMOUNT),
        (Limits(amount=Money(Decimal(9999), "USD")), WISH, Why.CURRENCY),
        (Limits(amount=eur("0.01")), CREDIT, None),
        (Limits(amount=eur(0)), replace(WISH, price=eur(0)), None),
        (Limits(seats=6), WISH, None),
        (Limits(seats=5), WISH, Why.SEATS),
        (Limits(seats=5), CREDIT, Why.SEATS),
        (Limits(kinds=frozenset({OrderKind.CANCEL})), WISH, None),
        (Limits(kinds=frozenset({OrderKind.SEATS_UP})), WISH, Why.KIND),
        (Limits(eur(1), 1, frozenset({OrderKind.SEATS_UP})), WISH, Why.KIND),
    ],
)
def test_an_approval_is_needed_from_the_limit_on(limits, wish, needed):
    assert approval.why(limits, wish) == needed


@pytest.mark.parametrize(
    "other",
    [
        {"kind": OrderKind.SCHEDULE},
        {"organisation": OrganisationId(UUID(int=9))},
        {"subscription": SubscriptionId(UUID(int=9))},
        {"offer": OfferId(UUID(int=9))},
        {"seats_before": 24},
        {"seats_after": 31},
        {"price": eur("1785.22")},
        {"price": Money(Decimal("1785.21"), "USD")},
        {"payment": "invoice"},
        {"version": 4},
        {"lines": ((OfferId(UUID(int=5)), 5, eur(1)),)},
    ],
)
def test_whatever_is_different_has_another_fingerprint(other):
    assert approval.fingerprint(replace(WISH, **other)) != approval.fingerprint(WISH)


def test_the_same_amount_written_otherwise_has_the_same_fingerprint():
    assert approval.fingerprint(replace(WISH, price=eur("1785.210000"))) == approval.fingerprint(WISH)


@pytest.mark.parametrize(("after", "over"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_it_can_be_given_for_a_day_and_not_a_second_longer(after, over):
    assert approval.is_over(approval.expires_at(ASKED), ASKED + 24 * HOUR + after) is over


@pytest.mark.parametrize(
    ("today", "covered"),
    [
        (eur("1785.21"), True),
        (eur("1785.20"), True),
        (eur("1785.22"), False),
        (None, False),
        (Money(Decimal(1), "USD"), False),
    ],
)
def test_it_covers_what_was_approved_or_less(today, covered):
    assert approval.covers(eur("1785.21"), today) is covered


@pytest.mark.parametrize(
    ("waited", "due"),
    [(4 * HOUR - SECOND, None), (4 * HOUR, 4), (20 * HOUR - SECOND, 4), (20 * HOUR, 20), (23 * HOUR, 20)],
)
def test_reminders_are_due_after_four_and_after_twenty_hours(waited, due):
    assert approval.reminder_due(ASKED, ASKED + waited) == due


@pytest.mark.parametrize(
    ("asked", "today", "less"),
    [
        (eur("-100"), eur("-99.99"), True),
        (eur("-100"), eur("0"), True),
        (eur("-100"), eur("-100"), False),
        (eur("-100"), eur("-100.01"), False),
        (eur("-100"), eur("0.01"), False),
        (eur("100"), eur("99"), False),
        (eur("-100"), None, False),
        (eur("-100"), Money(Decimal(-99), "USD"), False),
    ],
)
def test_a_credit_may_have_become_less_and_never_a_charge(asked, today, less):
    assert approval.is_less(asked, today) is less
