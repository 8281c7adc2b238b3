"""A subscription's name with something behind it that belongs to no name."""

from __future__ import annotations

import re

from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Unknown
from handlers.find import AboutSubscription
from store.subscriptions import Subscription


def and_rest(ctx: Context, ask: AboutSubscription, rest: re.Pattern[str]) -> tuple[Subscription, str]:
    """As it is found; where all the words are no name, `rest` tells which of the last ones may not belong to it."""
    try:
        return find.subscription(ctx, ask)
    except Unknown:
        parts = rest.fullmatch(" ".join(ask.words.split()))
        held = _maybe(ctx, ask.but(words=parts[1])) if parts else None
        if parts is None or held is None:
            raise
        return held, parts[2]


def _maybe(ctx: Context, ask: AboutSubscription) -> Subscription | None:
    try:
        return find.subscription(ctx, ask)[0]
    except (Unknown, Instead):
        return None
