"""What is asked about the meeting sites of customers: from wherever a customer is shown."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowSites(Command):
    """List the meeting sites of an organisation and of those below it, ten at a time; or show the one named `host`."""

    name = "sites"
    needs: ClassVar[Right] = Right.VIEW
    host: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)

    @property
    def names_something(self) -> bool:
        return bool(self.host)
