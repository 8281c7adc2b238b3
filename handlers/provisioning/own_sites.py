"""Meeting sites of customers, once they are set up: listed, changed, more of them; each change is looked through first.

The licences of an order stay with its sites: they are distributed anew, and no more of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.cards import Card, Notice, Tone
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.menu import Item
from handlers.pages import PAGE
from handlers.policy import site_names
from handlers.policy.site_names import BadSite
from handlers.provisioning import meetings, sites, zones
from handlers.provisioning import own_sites_cards as cards
from handlers.provisioning.meetings_commands import SHARE
from handlers.provisioning.own_sites_commands import AboutSite, AddSite, EditSite, ShareSites, ShowSite
from handlers.site_commands import ShowSites
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


def show(ctx: Context, ask: ShowSites) -> Card:
    total = webex_sites.count(ctx.db, ctx.scope)
    again = ask.but(organisation=str(ctx.scope.root), offset=ask.offset if ask.offset < total else 0)
    found = webex_sites.page(ctx.db, ctx.scope, offset=again.offset, most=PAGE)
    return cards.listed(ctx, again, found, total)


def show_one(ctx: Context, ask: ShowSite) -> Card:
    held = _meant(ctx, ask, lock=False)
    return cards.of(ctx, held.one, held.beside)


def edit(ctx: Context, ask: EditSite) -> Card:
    """Its time zone and release channel: the form, what would be different, then it is."""
    held = _meant(ctx, ask)
    if not ask.sent:
        raise Instead(cards.edit_form(ctx, held.one, ask, held.version))
    before = held.one.site
    ask = ask.but(zone=zones.read(ctx, ask.zone, ask.zone_words), zone_words="", version=held.version)
    after = replace(before, zone=ask.zone, early=ask.early == "yes")
    if after == before:
        raise Refusal(_("Nothing is different. Nothing was changed."))
    if not ask.sure:
        raise Instead(cards.change(ctx, held.one, ask))
    webex_sites.change(ctx.db, ctx.scope, after)
    ctx.about(held.one.organisation, before.host, **_told(before, after))
    return _now(ctx, ask, _("The changes are saved."))


def edit_again(ctx: Context, ask: EditSite) -> Card:
    held = _meant(ctx, ask)
    return cards.edit_form(ctx, held.one, ask, held.version)


def add(ctx: Context, ask: AddSite) -> Card:
    """The form; its licences come from the other sites of the order."""
    held = _meant(ctx, ask)
    _refuse_full(held)
    if not ask.sent:
        raise Instead(add_again(ctx, ask))
    share = ShareSites(
        site=ask.site,
        version=held.version,
        host=_free(ctx, held, ask.host),
        zone=zones.read(ctx, ask.zone, ask.zone_words),
        early=ask.early,
    )
    raise Instead(cards.share_form(held.one, held.with_new(share), share))


def add_again(ctx: Context, ask: AddSite) -> Card:
    held = _meant(ctx, ask)
    free = _suggested(ctx, held)
    return cards.add_form(ctx, held.one, ask, held.version, free[0] if free else "")


def share(ctx: Context, ask: ShareSites) -> Card:
    """All of them or none: what does not add up is not kept."""
    held = _meant(ctx, ask)
    if ask.host:
        ask = ask.but(host=_free(ctx, held, ask.host), zone=zones.read(ctx, ask.zone, ""))
        _refuse_full(held)
    ask, there = ask.but(version=held.version), held.with_new(ask)
    if not ask.sent:
        raise Instead(cards.share_form(held.one, there, ask))
    given = list(ask.given) if ask.sure else [_number(ask, place) for place in range(1, len(there) + 1)]
    _refuse_wrong(there, given)
    if not ask.sure:
        raise Instead(cards.distribution(ctx, held.one, ask.but(given=tuple(given)), there))
    after = [replace(site, licences=own) for site, own in zip(there, given, strict=True)]
    _keep(ctx, held, after, new=bool(ask.host))
    return _now(ctx, ask, _("The licences are distributed."))


def share_again(ctx: Context, ask: ShareSites) -> Card:
    held = _meant(ctx, ask)
    return cards.share_form(held.one, held.with_new(ask), ask.but(version=held.version))


def _keep(ctx: Context, held: Meant, after: list[Site], *, new: bool) -> None:
    before = {each.site.host: each.site for each in held.beside}
    if new and not webex_sites.add_one(ctx.db, ctx.scope, held.one, after[-1], ctx.now):
        raise Refusal(sites.taken(after[-1].host, _suggested(ctx, held)), field="host")
    for site in after:
        if site.host in before and before[site.host] != site:
            webex_sites.change(ctx.db, ctx.scope, site)
    had = {host: str(site.licences) for host, site in before.items()}
    told = {site.host: f"{had.get(site.host, '–')} → {site.licences}" for site in after}
    ctx.about(held.one.organisation, held.one.site.host, **told)


def _meant(ctx: Context, ask: AboutSite, *, lock: bool = True) -> Meant:
    """As it was when the card was drawn; the card as it is now where that was changed meanwhile."""
    found = webex_sites.get(ctx.db, ctx.scope, ask.site)
    there = webex_sites.of_organisation(ctx.db, ctx.scope, found.organisation, lock=lock) if found else []
    one = next((each for each in there if each.site.host == ask.site), None)
    if one is None:
        raise Unknown(_("There is no such site. Nothing was changed."))
    held = Meant(one, [each for each in there if each.order == one.order])
    if (ask.version or ask.sure) and ask.version != held.version:
        text = _("The sites of this order were changed meanwhile. Nothing of yours was kept; here it is as it stands.")
        raise Instead(cards.of(ctx, held.one, held.beside, Notice(tone=Tone.WARNING, text=text)))
    return held


def _now(ctx: Context, ask: AboutSite, text: Phrase) -> Card:
    held = _meant(ctx, ShowSite(site=ask.site))
    return cards.of(ctx, held.one, held.beside, Notice(tone=Tone.DONE, text=text))


def _free(ctx: Context, held: Meant, typed: str) -> str:
    try:
        host = site_names.site(typed)
    except BadSite as bad:
        raise Refusal(sites.fault(bad), field="host") from bad
    if host in _Taken(ctx, held):
        raise Refusal(sites.taken(host, _suggested(ctx, held)), field="host")
    return host


def _suggested(ctx: Context, held: Meant) -> list[str]:
    return site_names.suggestions(held.one.customer, held.one.country, _Taken(ctx, held))


@dataclass(frozen=True, slots=True)
class _Taken:
    """The hosts that are not free: somebody's sites, and those in the drafts of orders."""

    ctx: Context
    held: Meant

    def __contains__(self, host: object) -> bool:
        db, hosts = self.ctx.db, [str(host)]
        return bool(webex_sites.taken(db, hosts) or webex_sites.wanted(db, hosts, self.held.one.order))


def _refuse_full(held: Meant) -> None:
    most = min(cards.MOST, sum(each.site.licences for each in held.beside))
    if len(held.beside) >= most:
        raise Refusal(_("This order can have at most {most} sites. Nothing was changed.", most=most), field="host")


def _refuse_wrong(there: list[Site], given: list[int]) -> None:
    total = sum(site.licences for site in there)
    if len(given) != len(there) or min(given) < 1:
        raise Refusal(_("Each site needs at least one licence. Nothing was changed."))
    if missing := cards.left(there, given):
        raise Refusal(cards.unbalanced(missing, total), field=f"{SHARE}{len(there)}")
    if given == [site.licences for site in there]:
        raise Refusal(_("Nothing is different. Nothing was changed."))


def _number(ask: ShareSites, place: int) -> int:
    number = meetings.typed_number(ask, place)
    if number < 1:
        name = f"{SHARE}{place}"
        raise Refusal(_("Each site needs at least one licence. Nothing was changed."), field=name)
    return number


def _told(before: Site, after: Site) -> dict[str, str]:
    pairs = {"zone": (before.zone, after.zone), "early": (str(before.early).lower(), str(after.early).lower())}
    return {name: f"{was} → {now}" for name, (was, now) in pairs.items() if was != now}


MENU = (
    Item(
        ShowSites,
        show,
        words=("sites",),
        words_fr=("sites",),
        read=lambda rest: ShowSites(organisation=rest),
        summary=_("Show the meeting sites of a customer; change them and distribute their licences"),
        example=_("sites Fabrikam"),
    ),
    Item(ShowSite, show_one),
    Item(EditSite, edit, form=edit_again),
    Item(AddSite, add, form=add_again),
    Item(ShareSites, share, form=share_again),
)
