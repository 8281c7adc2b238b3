"""What can be asked about files of users."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from bot.commands import Command, Search
from bot.uploads import Why
from store.values import Right


class ImportUsers(Command):
    """How a file of users is sent, with the template."""

    name = "users.import"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    words: str = ""


class RefuseFile(Command):
    """A file that did not get in, and why."""

    name = "users.refuse-file"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    file: str = ""
    why: Why = Why.GONE


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


class PlaceRun(AboutRun):
    """Plan it for a customer: the one chosen (`to`) or `typed`, or the one that the `words` beside the file name.

    Without any it is the one of whom `users import` was told last, or the only one.
    """

    name = "users.run.place"
    words: str = ""
    to: str = ""
    typed: str = ""
    replaces: str = "yes"


class SearchPlaces(Search):
    """Look for the customer of a file by words of its name, or its number, while one types."""

    name = "users.run.customers"
    needs: ClassVar[Right] = Right.MANAGE_USERS


class Rows(StrEnum):
    """Which rows of a plan are looked at."""

    REMOVED = "removed"
    REFUSED = "refused"
    WARNED = "warned"


class ShowRunRows(AboutRun):
    """Those rows of the plan, ten at a time."""

    name = "users.run.rows"
    which: Rows = Rows.REFUSED
    after: int = Field(default=0, ge=0)


class TakeRun(AboutRun):
    """Every row as a CSV."""

    name = "users.run.file"


class ApplyRun(AboutRun):
    """Apply it as it was shown (`plan`); `removals` is the number of deletions, typed by whoever wants them."""

    name = "users.run.apply"
    plan: str = ""
    removals: str = ""


class RetryRun(AboutRun):
    """Have what was held up tried once more."""

    name = "users.run.retry"


class DismissRun(AboutRun):
    """Apply nothing of it."""

    name = "users.run.dismiss"
