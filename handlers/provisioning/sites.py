"""The addresses of sites: whether one may be called so, what is free, and made when the order is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.cards import Button
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy import site_names
from handlers.policy.site_names import LONGEST, SHORTEST, SUFFIX, BadSite, Fault
from handlers.provisioning.commands import GoTo
from handlers.provisioning.work import Step, Work
from store import profiles, webex_sites
from store.values import OrganisationId
from store.values.webex import WebexService
from store.webex_sites import Site

MOST: Final = 20
"""Sites of one order."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The hosts that are not free for an order: somebody's sites, and those in the drafts of other orders."""

    ctx: Context
    held: Work

    def __contains__(self, host: object) -> bool:
        mine = {site.host for site in drafted(self.held)}
        return host in mine or bool(self.elsewhere(str(host)))

    def elsewhere(self, host: str) -> set[str]:
        db = self.ctx.db
        return webex_sites.taken(db, [host]) or webex_sites.wanted(db, [host], self.held.order.id)


def drafted(held: Work) -> tuple[Site, ...]:
    """The sites of the draft."""
    sites = held.draft.meetings.sites if held.draft.meetings else ()
    return tuple(Site(one.host, one.zone, one.early, one.licences) for one in sites)


def balanced(held: Work) -> bool:
    """Whether the licences of the sites are those that were bought, and no site is without any."""
    given = [site.licences for site in drafted(held)]
    return bool(given) and 0 not in given and sum(given) == held.licences(WebexService.MEETINGS)


def read(ctx: Context, held: Work, typed: str, instead_of: str) -> str:
    """The host of a new site of the order, or of one that stands for another."""
    try:
        host = site_names.site(typed)
    except BadSite as bad:
        raise Refusal(fault(bad), field="host") from bad
    if host == instead_of:
        return host
    if any(site.host == host for site in drafted(held)):
        raise Refusal(_("{site} is in this order already. Nothing was changed.", site=host), field="host")
    if Taken(ctx, held).elsewhere(host):
        raise Refusal(taken(host, suggested(ctx, held)), field="host")
    return host


def suggested(ctx: Context, held: Work) -> list[str]:
    """Free sites for the customer, the plainest first."""
    company = held.draft.customer.name if held.draft.customer else held.order.customer_name or held.order.seller
    return site_names.suggestions(company, country(ctx, held), Taken(ctx, held))


def country(ctx: Context, held: Work) -> str:
    """The customer's, by its letters; nothing where nobody said it."""
    customer = held.draft.customer
    if customer is None or customer.id is None:
        return customer.country if customer else ""
    profile = profiles.get(ctx.db, held.scope, customer.id)
    return (profile.country if profile else None) or ""


def make(ctx: Context, held: Work, owner: OrganisationId) -> None:
    """The sites of the draft, for their customer; refused as a whole where somebody else has one of them by now."""
    lost = webex_sites.add(ctx.db, held.scope, owner, held.order.id, drafted(held), ctx.now)
    if not lost:
        return
    text = _(
        "Somebody else has these by now: {sites}. Free: {free}. Nothing was set up.",
        sites=", ".join(lost),
        free=", ".join(suggested(ctx, held)),
    )
    other = Button(label=_("Choose another URL"), press=held.ask(GoTo).but(step=Step.MEETINGS).token)
    raise Refusal(text, buttons=(other,))


def taken(host: str, free: list[str]) -> Phrase:
    return _("{site} is taken. Free: {free}. Nothing was changed.", site=host, free=", ".join(free))


def fault(bad: BadSite) -> Phrase:
    match bad.fault:
        case Fault.EMPTY:
            return _("A site URL is missing. Nothing was changed.")
        case Fault.OTHER_DOMAIN:
            return _(
                "“{typed}” is no site URL: it is one name before {suffix}. Nothing was changed.",
                typed=bad.typed,
                suffix=SUFFIX,
            )
        case Fault.LETTERS:
            return _(
                "“{typed}” is no site URL: letters from a to z, digits, and single hyphens between them. "
                "Nothing was changed.",
                typed=bad.typed,
            )
        case Fault.RESERVED:
            return _("“{typed}” is kept for Webex itself. Nothing was changed.", typed=bad.typed)
        case Fault.TOO_SHORT | Fault.TOO_LONG:
            return _(
                "A site URL has from {shortest} to {longest} characters before {suffix}. Nothing was changed.",
                shortest=SHORTEST,
                longest=LONGEST,
                suffix=SUFFIX,
            )
