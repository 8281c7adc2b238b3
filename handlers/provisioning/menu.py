"""All that can be asked about the set-up of Webex orders: one line for each part of it."""

from __future__ import annotations

from typing import Final

from bot.phrases import _
from handlers.menu import Item
from handlers.provisioning import (
    adding,
    calling,
    creating,
    deadlines,
    handing,
    locations,
    locations_changes,
    making,
    mapping,
    meetings,
    own_sites,
    paper,
    rights_request,
    searching,
    services,
    setup,
    who,
    withdrawing,
    wizard,
)
from handlers.provisioning.commands import (
    AddProvisioning,
    ChooseSetup,
    GoTo,
    OpenProvisioning,
    SetUp,
    ShowProvisionings,
    TakeOver,
)
from store.values import OrganisationKind

_SELLERS: Final = frozenset(OrganisationKind) - {OrganisationKind.CUSTOMER}

MENU = (
    Item(
        ShowProvisionings,
        wizard.show,
        words=("provision", "provisioning"),
        words_fr=("provisionner", "provisionnement", "approvisionner"),
        read=lambda rest: ShowProvisionings(number=rest),
        summary=_("Set up the Webex orders of your customers, each from where it stopped"),
        example=_("provision W-000123"),
        kinds=_SELLERS,
    ),
    Item(
        AddProvisioning,
        adding.add,
        words=("provision add", "provisioning add"),
        words_fr=("provisionner ajouter", "ajouter commande webex"),
        form=adding.form,
        summary=_("Take in a Webex order that is to be set up"),
        example=_("provision add"),
        kinds=_SELLERS,
    ),
    Item(OpenProvisioning, wizard.open),
    Item(GoTo, wizard.go_to),
    Item(TakeOver, wizard.take_over),
    *who.MENU,
    *handing.MENU,
    *mapping.MENU,
    *searching.MENU,
    *creating.MENU,
    Item(ChooseSetup, setup.choose),
    *meetings.MENU,
    *calling.MENU,
    *services.MENU,
    *paper.MENU,
    *own_sites.MENU,
    *locations.MENU,
    *locations_changes.MENU,
    Item(SetUp, making.set_up),
    *withdrawing.MENU,
    *deadlines.MENU,
    *rights_request.MENU,
)
