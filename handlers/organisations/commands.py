"""What can be asked about organisations."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from store.values import OrganisationKind, Right


class ShowPage(Command):
    """List the organisations of one kind below one's own, ten at a time: those that `words` find, in one state."""

    kind: ClassVar[OrganisationKind]
    needs: ClassVar[Right] = Right.VIEW
    words: str = ""
    state: str = ""
    sort: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)


class ShowDistributors(ShowPage):
    name = "distributors"
    kind = OrganisationKind.DISTRIBUTOR


class ShowPartners(ShowPage):
    name = "partners"
    kind = OrganisationKind.PARTNER


class ShowCustomers(ShowPage):
    name = "customers"
    kind = OrganisationKind.CUSTOMER


class OfPage(Command):
    """Something about one of the pages: `page` is a kind of organisation, the rest as the page has it."""

    needs: ClassVar[Right] = Right.VIEW
    page: str = ""
    words: str = ""
    state: str = ""
    sort: str = ""


class SearchPage(OfPage):
    """Ask which organisations, in which order."""

    name = "organisations.search"


class FileOfPage(OfPage):
    """The whole page as a CSV."""

    name = "organisations.csv"


class ShowOrganisation(Command):
    """Show one organisation and what can be done."""

    name = "organisation"
    needs: ClassVar[Right] = Right.VIEW


class AddOrganisation(Command):
    """Add one below one's own. `anyway`: although others look like it."""

    name = "organisation.add"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    called: str = ""
    tenant: str = ""
    country: str = ""
    contact: str = ""
    language: str = ""
    zone: str = ""
    sent: bool = False
    anyway: bool = False


class EditOrganisation(Command):
    """Change what is known of one; `sent` tells an emptied form from the wish for one."""

    name = "organisation.edit"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    called: str = ""
    tenant: str = ""
    country: str = ""
    contact: str = ""
    domains: str = ""
    sent: bool = False


class SendActivation(Command):
    """Send the link that activates an organisation; an older one is void."""

    name = "organisation.activate"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
    contact: str = ""


class CopyActivation(Command):
    """Show the link, to be handed over in another way than by e-mail."""

    name = "organisation.link"
    needs: ClassVar[Right] = Right.MANAGE_ORGANISATION
