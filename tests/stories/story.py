"""One story, told once and played on every surface: an Admin of Contoso asks, is refused, orders, and is reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.stories.deployment import Deployment
    from tests.stories.words import Words


class Admin(Protocol):
    """Chloé Dubois at some surface: alone with the bot, or in a channel with others."""

    def asks(self, words: str) -> None: ...
    def asks_in_the_channel(self, words: str) -> None: ...

    def presses(self, label: str) -> None:
        """The newest button of that name."""

    def sees(self, *words: str) -> None:
        """One card that says all of this, on the screen now or in a moment."""


def is_refused_and_schedules(admin: Admin, work: Deployment, said: Words) -> None:
    """Fewer seats are not to be had before the term ends; what is offered instead is taken."""
    admin.asks(said.fewer_now)
    admin.sees(said.not_before)
    admin.presses(said.from_renewal)
    admin.sees("40 → 35")
    admin.presses(said.from_renewal)
    admin.sees(said.will_renew_with_35)
    admin.sees("C-000001", said.completed)
    assert work.held("Microsoft 365 Business Premium") == (40, 35, "renew-with-changes")


def orders_seats(admin: Admin, work: Deployment, said: Words) -> None:
    """The price comes first, then one press."""
    admin.asks(said.more)
    admin.sees(*said.price)
    admin.presses(said.order)
    admin.sees(said.ordered)
    admin.sees("C-000002", said.completed)
    assert work.held("Microsoft 365 E3") == (30, None, "renew")


def turns_renewal_on(admin: Admin, work: Deployment, said: Words) -> None:
    admin.asks(said.renew)
    admin.sees(said.renews)
    admin.presses(said.turn_on)
    admin.sees(said.will_renew)
    admin.sees("C-000003", said.completed)
    assert work.held("Visio Plan 2") == (5, None, "renew")


def is_reminded_and_takes_care(admin: Admin, work: Deployment, said: Words) -> None:
    """The channel is told on Monday morning; one press, and everybody sees that somebody is on it."""
    admin.asks_in_the_channel(said.remind_here)
    admin.sees(said.told)
    work.clock.later(days=3)
    admin.sees(*said.due)
    admin.presses(said.mine)
    admin.sees(said.yours)
    admin.sees("Microsoft 365 E3", said.taken)


CHAPTERS = (is_refused_and_schedules, orders_seats, turns_renewal_on, is_reminded_and_takes_care)


def play(admin: Admin, work: Deployment, said: Words) -> None:
    for chapter in CHAPTERS:
        chapter(admin, work, said)
    assert work.orders() == ["completed"] * 3
