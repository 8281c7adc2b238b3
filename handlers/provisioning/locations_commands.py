"""What can be asked about the locations of customers, once they are set up."""

from __future__ import annotations

from typing import ClassVar

from bot.commands import Command
from handlers.provisioning.location_fields import Located
from store.values import Right


class AddLocation(Located):
    """Add a location to an organisation."""

    name = "location.add"
    needs: ClassVar[Right] = Right.MANAGE_USERS


class AboutLocation(Command):
    """On one location, by its id."""

    needs: ClassVar[Right] = Right.MANAGE_USERS
    location: str = ""

    @property
    def names_something(self) -> bool:
        return True


class ShowLocation(AboutLocation):
    """Show one location."""

    name = "location"
    needs: ClassVar[Right] = Right.VIEW


class EditLocation(Located, AboutLocation):
    """Change what a location is called, where it is, its time zone and its language."""

    name = "location.edit"


class MakeMain(AboutLocation):
    """Make a location the main one."""

    name = "location.main"


class RemoveLocation(AboutLocation):
    """Remove a location from which nobody calls."""

    name = "location.remove"
