"""The whole menu: one line for each part of it."""

from __future__ import annotations

from handlers import (
    advice,
    approvals,
    cancelling,
    cart,
    contacts,
    ending,
    fulfilling,
    guises,
    holders,
    identifying,
    inventory,
    keys,
    list_files,
    market,
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
    sellers,
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
from handlers.provisioning import menu as provisioning
from handlers.wholesale import cards as wholesale
from handlers.wholesale import runs

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
        *approvals.MENU,
        *advice.MENU,
        *market.MENU,
        *cart.MENU,
        *fulfilling.MENU,
        *organisations.MENU,
        *operators.MENU,
        *users.MENU,
        *provisioning.MENU,
        *runs.MENU,
        *wholesale.MENU,
        *keys.MENU,
        *servers.MENU,
        *moves.MENU,
        *reminders.MENU,
        *settings.MENU,
        *sellers.MENU,
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
