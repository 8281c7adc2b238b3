"""What can be said to a reminder: later, mine, fine as it is. `digest` is the one it was said to, if any."""

from __future__ import annotations

from typing import ClassVar

from handlers.find import AboutSubscription
from store.values import Right


class Snooze(AboutSubscription):
    """Say nothing about this term's end for a week."""

    name = "care.snooze"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    digest: str = ""


class TakeCare(AboutSubscription):
    """I take care of it: reminders go on, and say who."""

    name = "care.mine"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    digest: str = ""


class KeepSeats(AboutSubscription):
    """The seats that were added may stay: nothing more about the window in which they could go back."""

    name = "care.keep"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    digest: str = ""


class LetBe(AboutSubscription):
    """It is fine as it is: nothing more about this term."""

    name = "care.fine"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    digest: str = ""
