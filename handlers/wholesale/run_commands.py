"""What can be asked about files of users."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ImportUsers(Command):
    """How a file of users is sent, with the template."""

    name = "users.import"
    needs: ClassVar[Right] = Right.MANAGE_USERS


class AboutRun(Command):
    """A command on one file of users, by its id."""

    needs: ClassVar[Right] = Right.MANAGE_USERS
    run: str = ""

    @property
    def names_something(self) -> bool:
        return True


class ShowRun(AboutRun):
    """The plan, the progress, or what came of it."""

    name = "users.run"


class ShowRunRemovals(AboutRun):
    """Who would be deleted, ten at a time."""

    name = "users.run.removals"
    after: int = Field(default=0, ge=0)


class TakeRun(AboutRun):
    """Every row as a CSV."""

    name = "users.run.file"


class ApplyRun(AboutRun):
    """Apply it; `removals` is the number of deletions, typed by whoever wants them."""

    name = "users.run.apply"
    removals: str = ""


class DismissRun(AboutRun):
    """Apply nothing of it."""

    name = "users.run.dismiss"
