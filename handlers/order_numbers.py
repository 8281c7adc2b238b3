"""The numbers by which people name an order: `C-000123`, `c-123`, `123`."""

from __future__ import annotations

import re
from typing import Final

from handlers.context import Context
from store import orders, user_runs
from store.orders import Order
from store.user_runs import Run
from store.values import Right

_NUMBER: Final = re.compile(r"(?:c-?)?0*(\d{1,9})", re.IGNORECASE)


def numbered(ctx: Context, words: str) -> Order | None:
    """The order of that number within the caller's reach."""
    number = _NUMBER.fullmatch(words.strip())
    return orders.numbered(ctx.db, ctx.scope, int(number[1])) if number else None


def file_numbered(ctx: Context, words: str) -> Run | None:
    """The file of users that was applied under that number, for whoever may manage users."""
    number = _NUMBER.fullmatch(words.strip())
    return user_runs.numbered(ctx.db, ctx.scope, int(number[1])) if number and sees_files(ctx) else None


def sees_files(ctx: Context) -> bool:
    """Whether files of users are among the orders that somebody sees."""
    return ctx.may(Right.MANAGE_USERS)
