"""The way to a customer's meeting sites, from wherever that customer is shown."""

from __future__ import annotations

from bot.cards import Button
from bot.phrases import _
from handlers.context import Context
from handlers.site_commands import ShowSites
from store import webex_sites
from store.values import OrganisationId, Scope


def button(ctx: Context, id: OrganisationId) -> tuple[Button, ...]:
    """Where there are any, of an organisation within reach."""
    if not webex_sites.count(ctx.db, Scope(id)):
        return ()
    return (Button(label=_("Meeting sites"), press=ShowSites(organisation=str(id)).token),)
