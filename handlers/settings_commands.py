"""What can be asked about how one is spoken to."""

from __future__ import annotations

from typing import ClassVar

from bot.commands import Command
from store.values import Right


class ShowSettings(Command):
    """Show one's own preferences, and one's organisation's."""

    name = "settings"
    needs: ClassVar[Right] = Right.SET_PREFERENCES


class SetMine(Command):
    """Choose one's own language and time zone, and whether reminders come in direct messages (`yes`, `no`)."""

    name = "settings.mine"
    needs: ClassVar[Right] = Right.SET_PREFERENCES
    language: str = ""
    zone: str = ""
    digests: str = ""

    @property
    def names_something(self) -> bool:
        return True


class SetOrganisation(Command):
    """Choose an organisation's language, time zone, days and hour of its reminders."""

    name = "settings.organisation"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    language: str = ""
    zone: str = ""
    ladder: str = ""
    digest_at: str = ""
