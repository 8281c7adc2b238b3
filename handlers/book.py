"""The whole menu: one line for each part of it."""

from __future__ import annotations

from handlers import (
    contacts,
    fulfilling,
    guises,
    holders,
    identifying,
    inventory,
    keys,
    list_files,
    operators,
    orders,
    organisations,
    overview,
    records_page,
    reminders,
    renewals,
    seats,
    servers,
    services,
    settings,
    share,
    support,
    users,
)
from handlers import help as help_cards
from handlers.menu import Menu

MENU: Menu = Menu(
    (
        *overview.MENU,
        *inventory.MENU,
        *seats.MENU,
        *holders.MENU,
        *renewals.MENU,
        *orders.MENU,
        *fulfilling.MENU,
        *organisations.MENU,
        *operators.MENU,
        *users.MENU,
        *keys.MENU,
        *servers.MENU,
        *reminders.MENU,
        *settings.MENU,
        *records_page.MENU,
        *list_files.MENU,
        *services.MENU,
        *guises.items(lambda: MENU),
        *identifying.MENU,
        *support.MENU,
        *contacts.MENU,
        help_cards.item(lambda: MENU),
        share.item(lambda: MENU),
    )
)
