"""What can be asked about the meeting sites of customers, once they are set up."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from handlers.provisioning.meetings_commands import Shares
from store.values import Right


class AboutSite(Command):
    """On one site, by its host; with `sure` as the sites of its order were at that version, else nothing is changed."""

    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    site: str = ""
    version: int = Field(default=0, ge=0, le=1_000_000_000)
    sent: bool = False
    sure: bool = False

    @property
    def names_something(self) -> bool:
        return True


class ShowSite(AboutSite):
    """Show one site."""

    name = "site"
    needs: ClassVar[Right] = Right.VIEW


class Zoned(AboutSite):
    """The time zone of a site, and whether it gets what is new before others do."""

    zone: str = ""
    zone_words: str = ""
    early: str = ""


class EditSite(Zoned):
    """Change the time zone and the release channel of a site."""

    name = "site.edit"


class AddSite(Zoned):
    """Add a site beside those of the same order."""

    name = "site.add"
    host: str = ""


class ShareSites(Shares, Zoned):
    """Distribute the licences of an order over its sites anew, and over the new one `host`, if there is one.

    `given` are the numbers of licences that were looked through, by the sites' names.
    """

    name = "site.licences"
    host: str = ""
    given: tuple[int, ...] = ()
