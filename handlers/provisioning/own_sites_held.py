"""The site that somebody asks about and those beside it, as they were when the card was drawn."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Notice, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Unknown
from handlers.provisioning import own_sites_cards as cards
from handlers.provisioning.own_sites_commands import AboutSite, EditSite, ShareSites
from store import webex_sites
from store.webex_sites import Kept, Site


@dataclass(frozen=True, slots=True)
class Meant:
    """The site that is asked about, and all of its order's; `version` goes on with each change of any of them."""

    one: Kept
    beside: list[Kept]

    @property
    def version(self) -> int:
        return sum(each.version for each in self.beside)

    def with_new(self, ask: ShareSites) -> list[Site]:
        new = [Site(ask.host, ask.zone, ask.early == "yes", 0)] if ask.host else []
        return [*(each.site for each in self.beside), *new]

    def is_so(self, ask: AboutSite) -> bool:
        """Whether all that was looked through is kept by now: the same button pressed twice."""
        match ask:
            case EditSite(zone=zone, early=early):
                return (self.one.site.zone, self.one.site.early) == (zone, early == "yes")
            case ShareSites(host=host, given=given):
                there = sorted((each.site for each in self.beside), key=lambda site: site.host == host)
                return list(given) == [site.licences for site in there] and host in {"", there[-1].host}
            case _:
                return False


def read(ctx: Context, ask: AboutSite, *, lock: bool = True) -> Meant:
    """As it was when the card was drawn; the card as it is now where that was changed meanwhile."""
    found = webex_sites.get(ctx.db, ctx.scope, ask.site)
    there = webex_sites.of_organisation(ctx.db, ctx.scope, found.organisation, lock=lock) if found else []
    one = next((each for each in there if each.site.host == ask.site), None)
    if one is None:
        raise Unknown(_("There is no such site. Nothing was changed."))
    held = Meant(one, [each for each in there if each.order == one.order])
    if (ask.version or ask.sure) and ask.version != held.version:
        raise Instead(cards.of(ctx, held.one, held.beside, _late(held, ask)))
    return held


def _late(held: Meant, ask: AboutSite) -> Notice:
    if ask.sure and held.is_so(ask):
        return Notice(tone=Tone.INFO, text=_("This is saved already."))
    text = _("The sites of this order were changed meanwhile. Nothing of yours was kept; here it is as it stands.")
    return Notice(tone=Tone.WARNING, text=text)
