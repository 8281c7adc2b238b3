"""What can be asked at the step of the meetings: sites, their licences, done with them for now."""

from __future__ import annotations

from typing import ClassVar, Final

from pydantic import Field, model_validator

from bot.commands import Command
from handlers.provisioning.commands import AboutProvisioning
from store.values.webex import HandedTo

SHARE: Final = "licences_"
"""What the fields of the sites' licences begin with; the number of the site follows, from 1 on."""


class DescribeSite(AboutProvisioning):
    """Say what a site is called and where it is: a new one, or the `site` of the draft that it stands for.

    `more`: another one follows.
    """

    name = "provision.site"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)
    site: str = ""
    host: str = ""
    zone: str = ""
    zone_words: str = ""
    early: str = ""
    more: str = ""
    sent: bool = False


class PickSite(AboutProvisioning):
    """Change or remove one of the sites."""

    name = "provision.site.pick"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)
    site: str = ""
    doing: str = ""
    sent: bool = False


class Shares(Command):
    """The licences of each site as they were typed: `shares` by the name of the field."""

    shares: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, raw: dict[str, object]) -> dict[str, object]:
        """There are as many fields as there are sites."""
        filled = {name: text for name, text in raw.items() if name.startswith(SHARE)}
        return raw | {"shares": filled} if filled else raw


class ShareLicences(Shares, AboutProvisioning):
    """Give each site its licences."""

    name = "provision.licences"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)
    sent: bool = False
