"""What can be asked about advice: see it, hear no more of one piece for a while, hear of it again."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from handlers.find import AboutSubscription
from store.values import Right


class ShowAdvice(Command):
    """List what is worth doing about one's subscriptions, the most pressing first."""

    name = "advice"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class ShowMutes(Command):
    """List the advice that one hears no more of, until when, and why."""

    name = "advice.muted"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class MuteAdvice(AboutSubscription):
    """Hear no more of one kind of advice on one subscription until a day (ISO 8601), with a reason."""

    name = "advice.mute"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    advice: str = ""
    reason: str = ""
    until: str = ""


class UnmuteAdvice(AboutSubscription):
    """Hear of it again."""

    name = "advice.unmute"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    advice: str = ""
