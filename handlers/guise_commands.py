"""What can be asked about seeing the bot as one of one's users sees it."""

from __future__ import annotations

from typing import ClassVar

from bot.commands import Command
from store.values import Right


class LogInAs(Command):
    """Ask to see the bot as a user does: by id, or the login that was typed."""

    name = "guise"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    user: str = ""
    login: str = ""

    @property
    def names_something(self) -> bool:
        return True


class BeginGuise(Command):
    """See it so from now on."""

    name = "guise.begin"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    user: str

    @property
    def names_something(self) -> bool:
        return True


class InGuise(Command):
    """Press what the user would press: `of` is its token, and only looks."""

    name = "guise.view"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    guise: str
    of: str

    @property
    def names_something(self) -> bool:
        return True


class EndGuise(Command):
    """Be oneself again; whoever began may end, whatever they may still do otherwise."""

    name = "guise.end"
    needs: ClassVar[Right] = Right.SET_PREFERENCES
    guise: str = ""

    @property
    def names_something(self) -> bool:
        return True
