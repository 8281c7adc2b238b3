"""What can be asked while an order is mapped to its organisations: which side, says the step at which it stands."""

from __future__ import annotations

from pydantic import Field

from handlers.provisioning.commands import AboutProvisioning


class ShowOffers(AboutProvisioning):
    """Show the organisations that match the order, although one was chosen already."""

    name = "provision.offers"
    offset: int = Field(default=0, ge=0, le=1_000)


class SearchOrganisations(AboutProvisioning):
    """Look for an organisation by domain, name or number; `sent` tells an emptied form from the wish for one."""

    name = "provision.search"
    words: str = ""
    sent: bool = False
    offset: int = Field(default=0, ge=0, le=1_000)


class ChooseOrganisation(AboutProvisioning):
    """This is the organisation; its id."""

    name = "provision.choose"
    chosen: str = ""


class DescribeOrganisation(AboutProvisioning):
    """Say what a new organisation is called and where it is. `anyway`: although others look like it."""

    name = "provision.describe"
    called: str = ""
    industry: str = ""
    country: str = ""
    sent: bool = False
    anyway: bool = False


class MakeOrganisation(AboutProvisioning):
    """Make the organisation that was described and reviewed."""

    name = "provision.make"
    anyway: bool = False
