"""What can be asked about wholesale customers and their users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from handlers.users.commands import AboutUser
from store.values import Right
from store.values.webex import Package


class ShowWholesale(Command):
    """List the wholesale customers, ten at a time: those whose names have `words`."""

    name = "wholesale"
    needs: ClassVar[Right] = Right.VIEW
    words: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)


class AboutCustomer(Command):
    """A command on one wholesale customer: the organisation that it is narrowed to, or `words` that name it."""

    needs: ClassVar[Right] = Right.VIEW
    words: str = ""


class ShowCustomer(AboutCustomer):
    """Show one wholesale customer: its packages, where it is, what can be done."""

    name = "wholesale.customer"


class OpenView(AboutCustomer):
    """Look at a customer as its own Admins do."""

    name = "wholesale.view"


class Addressed(Command):
    """The fields of a customer's address, and the meetings site that its users prefer."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    site: str = ""

    @property
    def address(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("street", "postal_code", "city", "region")}


class Limited(Command):
    """How many users may have each package; empty: as many as one likes."""

    webex_calling: str = ""
    webex_calling_standard: str = ""
    webex_meetings: str = ""
    webex_suite: str = ""
    webex_voice: str = ""
    cx_essentials: str = ""
    cx_standard_agent: str = ""
    cx_premium_agent: str = ""

    def typed(self, package: Package) -> str:
        said: Mapping[str, str] = self.model_dump()
        return said[str(package)]


class ProvisionCustomer(Command):
    """Provision a wholesale customer. `anyway`: although others look like it; `existing`: one of those, by its id."""

    name = "wholesale.add"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    called: str = ""
    contact: str = ""
    country: str = ""
    existing: str = ""
    sent: bool = False
    anyway: bool = False


class Planned(Command):
    """A command on a customer that is to be provisioned, by the id of what is kept of it."""

    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    plan: str = ""

    @property
    def names_something(self) -> bool:
        return True


class PlaceCustomer(Planned, Addressed):
    """Say where the new customer is; `sent` tells an emptied form from the wish for one."""

    name = "wholesale.add.address"
    sent: bool = False


class LimitCustomer(Planned, Limited):
    """Say how many users of each package the new customer may have."""

    name = "wholesale.add.limits"
    sent: bool = False


class ConfirmCustomer(Planned):
    """Make it."""

    name = "wholesale.add.confirm"


class DismissCustomer(Planned):
    """Make nothing of it."""

    name = "wholesale.add.dismiss"


class EditCustomer(AboutCustomer, Addressed):
    """Change a customer's address and meetings site."""

    name = "wholesale.edit"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    country: str = ""
    sent: bool = False


class SetLimits(AboutCustomer, Limited):
    """Change how many users may have each package."""

    name = "wholesale.limits"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    sent: bool = False


class ShowMembers(AboutCustomer):
    """List a customer's users with their packages, ten at a time: those that `search` finds, of one `package`."""

    name = "wholesale.users"
    search: str = ""
    package: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)


class SearchMembers(ShowMembers):
    """Ask for words and a package."""

    name = "wholesale.users.search"


class ShowMember(AboutUser):
    """Show one user's package, number and location, and what can be done."""

    name = "wholesale.user"
    needs: ClassVar[Right] = Right.VIEW


class AddMembers(AboutCustomer):
    """Check up to 25 users, one a line; those lines that say nothing else have this package and location."""

    name = "wholesale.users.add"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    people: str = ""
    package: str = ""
    location: str = ""
    again: str = ""


class AboutList(Command):
    """A command on a checked list of users, by its id."""

    needs: ClassVar[Right] = Right.MANAGE_USERS
    plan: str = ""

    @property
    def names_something(self) -> bool:
        return True


class ConfirmMembers(AboutList):
    """Add all of a checked list."""

    name = "wholesale.users.confirm"


class DismissMembers(AboutList):
    """Add nobody of it."""

    name = "wholesale.users.dismiss"


class ChangePackage(AboutUser):
    """Give a user another package, number, extension, location or meetings site."""

    name = "wholesale.package"
    package: str = ""
    number: str = ""
    extension: str = ""
    location: str = ""
    site: str = ""
    sent: bool = False


class RenameMember(AboutUser):
    """Change a user's names."""

    name = "wholesale.rename"
    first_name: str = ""
    last_name: str = ""
    sent: bool = False


class RemoveMember(AboutUser):
    """Delete a user of a wholesale customer; asked once more unless `sure`."""

    name = "wholesale.remove"
    sure: bool = False


class RepairPackage(AboutUser):
    """Unassign a user's package and assign it again, to mend a conflict: first shown."""

    name = "wholesale.repair"


class ConfirmRepair(AboutList):
    """Do so, once."""

    name = "wholesale.repair.confirm"
