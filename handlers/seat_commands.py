"""What can be asked about seats."""

from __future__ import annotations

from typing import ClassVar

from handlers.find import AboutSubscription
from store.values import Right


class ChangeSeats(AboutSubscription):
    """Ask for another number of seats on a subscription: `30`, `+5`, `-2`."""

    name = "seats"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    counts: ClassVar[bool] = True
    seats: str = ""
    method: str = ""


class ChoosePayment(ChangeSeats):
    """Pay for these seats in another way."""

    name = "seats.payment"


class ScheduleSeats(ChangeSeats):
    """Ask for another number of seats from the renewal on."""

    name = "seats.schedule"


class DropSchedule(AboutSubscription):
    """Ask that the renewal keeps the present number of seats."""

    name = "seats.unschedule"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
