"""What can be asked about a move away from a volume licence."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from handlers.find import AboutSubscription
from store.values import Right


class ShowMoves(Command):
    """List the moves of an organisation and those below it, the most pressing first."""

    name = "kms"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class AboutMove(Command):
    """A command on one move, by its id."""

    needs: ClassVar[Right] = Right.MANAGE_KEYS
    move: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.move)


class ShowMove(AboutMove):
    """Show one move: its clock, its progress, and how a device gets the new key."""

    name = "kms.show"
    needs: ClassVar[Right] = Right.VIEW


class StartMove(AboutSubscription):
    """Record that devices with a KMS activation move to a subscription; `renewed` is a day, ISO 8601."""

    name = "kms.start"
    needs: ClassVar[Right] = Right.MANAGE_KEYS
    devices: str = ""
    moved: str = ""
    renewed: str = ""


class UpdateMove(AboutMove):
    """Say how many devices have moved, and when the KMS renewed the others; `renewed` is a day, ISO 8601."""

    name = "kms.progress"
    devices: str = ""
    moved: str = ""
    renewed: str = ""


class ForgetMove(AboutMove):
    """Drop the record of a move; nobody is reminded of it any more."""

    name = "kms.forget"


class SnoozeMove(AboutMove):
    """Say nothing about it for a week; `digest` is the one it was said to, if any."""

    name = "kms.snooze"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    digest: str = ""


class TakeMoveScript(AboutMove):
    """A PowerShell file that moves many devices."""

    name = "kms.script"
    needs: ClassVar[Right] = Right.VIEW
