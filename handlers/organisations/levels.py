"""Distributor, partner, customer: what stands below what, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.phrases import Phrase, _
from handlers.organisations.commands import ShowCustomers, ShowDistributors, ShowPage, ShowPartners
from store.portfolio import State
from store.profiles import Profile
from store.values import Activation, OrganisationKind

HOUSE, DISTRIBUTOR, PARTNER, CUSTOMER = OrganisationKind
PAGES: Final[Mapping[OrganisationKind, tuple[OrganisationKind, ...]]] = {
    HOUSE: (DISTRIBUTOR, PARTNER, CUSTOMER),
    DISTRIBUTOR: (PARTNER, CUSTOMER),
    PARTNER: (CUSTOMER,),
    CUSTOMER: (),
}
"""What an organisation of each kind sees below it; the first is what it may add."""
SHOW: Final[Mapping[OrganisationKind, type[ShowPage]]] = {
    page.kind: page for page in (ShowDistributors, ShowPartners, ShowCustomers)
}


def having(*pages: OrganisationKind) -> frozenset[OrganisationKind]:
    """The kinds of organisations that have one of these pages."""
    return frozenset(kind for kind, seen in PAGES.items() if set(pages) & set(seen))


NAMES: Final = {DISTRIBUTOR: _("Distributors"), PARTNER: _("Partners"), CUSTOMER: _("Customers")}
KINDS: Final = {
    HOUSE: _("the house"),
    DISTRIBUTOR: _("distributor"),
    PARTNER: _("partner"),
    CUSTOMER: _("customer"),
}
ADD: Final = {
    DISTRIBUTOR: _("Add a distributor"),
    PARTNER: _("Add a partner"),
    CUSTOMER: _("Add a customer"),
}
STATES: Final = {
    State.NOT_INVITED: _("Not invited"),
    State.PENDING: _("Pending"),
    State.ACTIVE: _("Active"),
    State.EXPIRED: _("Expired"),
}


def state(one: Profile, now: datetime) -> State:
    """How far its activation is; whose link ran out is expired."""
    if one.activation is not Activation.PENDING:
        return State(one.activation.value)
    return State.PENDING if one.link_until and now < one.link_until else State.EXPIRED


def title(page: OrganisationKind, name: str) -> Phrase:
    """`Customers of Atelier Cloud`."""
    match page:
        case OrganisationKind.DISTRIBUTOR:
            return _("Distributors of {organisation}", organisation=name)
        case OrganisationKind.PARTNER:
            return _("Partners of {organisation}", organisation=name)
        case _:
            return _("Customers of {organisation}", organisation=name)
