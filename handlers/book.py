"""The whole menu: one line for each part of it."""

from __future__ import annotations

from handlers import (
    cancelling,
    contacts,
    ending,
    fulfilling,
    guises,
    holders,
    identifying,
    inventory,
    keys,
    list_files,
    moves,
    operators,
    orders,
    organisations,
    overview,
    product_changes,
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
    window,
)
from handlers import help as help_cards
from handlers.menu import Menu

MENU: Menu = Menu(
    (
        *overview.MENU,
        *inventory.MENU,
        *seats.MENU,
        *holders.MENU,
        *window.MENU,
        *renewals.MENU,
        *ending.MENU,
        *cancelling.MENU,
        *product_changes.MENU,
        *orders.MENU,
        *fulfilling.MENU,
        *organisations.MENU,
        *operators.MENU,
        *users.MENU,
        *keys.MENU,
        *servers.MENU,
        *moves.MENU,
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
