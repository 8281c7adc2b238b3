"""The whole menu: one line for each part of it."""

from __future__ import annotations

from handlers import holders, orders, renewals, seats
from handlers.menu import Menu

MENU = Menu((*seats.MENU, *holders.MENU, *renewals.MENU, *orders.MENU))
