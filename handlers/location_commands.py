"""What is asked about the places where customers call: from wherever a customer is shown."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import Right


class ShowLocations(Command):
    """List the locations of an organisation and of those below it, ten at a time."""

    name = "locations"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)
