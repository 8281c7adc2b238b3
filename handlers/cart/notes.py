"""What a purchase was told besides its lines: the account that it is for, and the note on its cart."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.cards import Fact
from bot.phrases import _, plain
from handlers.cart import account
from store import carts, tenants
from store.orders import Order
from store.values import OrderKind, Scope


def account_of(db: Connection, scope: Scope, order: Order) -> list[Fact]:
    """The account that a first purchase makes, with the company and its contact, or finds; none for others."""
    claim = tenants.claimed(db, scope, order.id) if order.kind is OrderKind.PURCHASE else None
    return list(account.facts(account.read(claim.account))) if claim else []


def noted(db: Connection, scope: Scope, order: Order) -> list[Fact]:
    note = carts.note_of(db, scope, order.id) if order.kind is OrderKind.PURCHASE else ""
    return [Fact(label=_("Note"), value=plain(note))] if note else []
