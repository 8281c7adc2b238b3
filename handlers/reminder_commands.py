"""What can be asked about reminders."""

from __future__ import annotations

from typing import ClassVar

from bot.commands import Command
from store.values import Right


class ShowReminders(Command):
    """Show what is due, and which channels are told."""

    name = "reminders"
    needs: ClassVar[Right] = Right.VIEW


class RemindHere(Command):
    """Tell this channel from now on what is due in an organisation."""

    name = "remind.here"
    needs: ClassVar[Right] = Right.BIND_CHANNELS


class StopReminding(Command):
    """Tell this channel nothing more."""

    name = "remind.stop"
    needs: ClassVar[Right] = Right.BIND_CHANNELS
    binding: str = ""
