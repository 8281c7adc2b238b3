"""How many Webex orders wait to be set up, for the overview."""

from __future__ import annotations

from bot.cards import Button, Fact
from bot.phrases import _, n_
from handlers.context import Context
from handlers.provisioning.commands import ShowProvisionings
from store import provisionings
from store.provisionings import Waiting


def fact(ctx: Context) -> Fact | None:
    """Nothing for who may not set them up, or where none waits."""
    found = _waiting(ctx)
    if found is None:
        return None
    count = n_("{count} waiting", "{count} waiting", found.count)
    return Fact(label=_("Webex orders to set up"), value=count, note=_("the first one by {day}", day=found.first))


def button(ctx: Context) -> Button | None:
    if _waiting(ctx) is None:
        return None
    return Button(label=_("Webex orders to set up"), press=ShowProvisionings(organisation=str(ctx.scope.root)).token)


def _waiting(ctx: Context) -> Waiting | None:
    return provisionings.how_many(ctx.db, ctx.scope) if ctx.may(ShowProvisionings.needs) else None
