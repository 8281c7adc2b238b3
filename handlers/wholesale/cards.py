"""Wholesale customers and their users, one by one: everything that can be asked about them."""

from __future__ import annotations

from handlers.wholesale import (
    adding,
    customers,
    customers_new,
    limits,
    member_cards,
    member_changes,
    members,
    packages_cards,
    repair,
)

MENU = (
    *customers.MENU,
    *customers_new.MENU,
    *limits.MENU,
    *members.MENU,
    *member_cards.MENU,
    *adding.MENU,
    *packages_cards.MENU,
    *member_changes.MENU,
    *repair.MENU,
)
