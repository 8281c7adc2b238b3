"""The URLs of sites beside those that are there: which are free, and what to take instead of one that is not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Button
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy import site_names
from handlers.policy.site_names import BadSite
from handlers.provisioning import sites
from handlers.provisioning.own_sites_commands import AddSite, ShareSites
from handlers.provisioning.own_sites_held import Meant
from store import webex_sites


def typed(host: str) -> str:
    """Nobody's where it is no URL of a site."""
    try:
        return site_names.existing(host)
    except BadSite:
        return ""


def free(ctx: Context, held: Meant, ask: AddSite | ShareSites) -> str:
    try:
        host = site_names.site(ask.host)
    except BadSite as bad:
        raise Refusal(sites.fault(bad), field="host") from bad
    if host in _Taken(ctx, held):
        raise taken(ctx, held, ask.but(host=host))
    return host


def taken(ctx: Context, held: Meant, ask: AddSite | ShareSites) -> Refusal:
    """With the way to the form, filled in as before, where that is not what one looks at."""
    other = AddSite(site=ask.site, zone=ask.zone, early=ask.early)
    way = Button(label=_("Choose another URL"), press=other.token)
    return Refusal(sites.taken(ask.host, suggested(ctx, held)), field="host", buttons=(way,))


def suggested(ctx: Context, held: Meant) -> list[str]:
    return site_names.suggestions(held.one.customer, held.one.country, _Taken(ctx, held))


@dataclass(frozen=True, slots=True)
class _Taken:
    """The hosts that are not free: somebody's sites, and those in the drafts of orders."""

    ctx: Context
    held: Meant

    def __contains__(self, host: object) -> bool:
        db, hosts = self.ctx.db, [str(host)]
        return bool(webex_sites.taken(db, hosts) or webex_sites.wanted(db, hosts, self.held.one.order))
