"""Meeting sites of customers, once they are set up: listed, changed, more of them; each change is looked through first.

The licences of an order stay with its sites: they are distributed anew, and no more of them.
"""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card, Notice, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.pages import PAGE
from handlers.policy.site_names import SUFFIX
from handlers.provisioning import meetings, own_sites_held, own_sites_urls, zones
from handlers.provisioning import own_sites_cards as cards
from handlers.provisioning.meetings_commands import SHARE
from handlers.provisioning.own_sites_commands import AddSite, EditSite, ShareSites, ShowSite
from handlers.provisioning.own_sites_held import Meant
from handlers.site_commands import ShowSites
from store import webex_sites
from store.webex_sites import Site


def show(ctx: Context, ask: ShowSites) -> Card:
    """All of them; or one, by its URL as somebody types it."""
    if ask.host:
        return show_one(ctx, ShowSite(site=own_sites_urls.typed(ask.host)))
    total = webex_sites.count(ctx.db, ctx.scope)
    again = ask.but(organisation=str(ctx.scope.root), offset=ask.offset if ask.offset < total else 0)
    found = webex_sites.page(ctx.db, ctx.scope, offset=again.offset, most=PAGE)
    return cards.listed(ctx, again, found, total)


def show_one(ctx: Context, ask: ShowSite) -> Card:
    held = own_sites_held.read(ctx, ask, lock=False)
    return cards.of(ctx, held.one, held.beside)


def edit(ctx: Context, ask: EditSite) -> Card:
    """Its time zone and release channel: the form, what would be different, then it is."""
    held = own_sites_held.read(ctx, ask)
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
    now = own_sites_held.read(ctx, ShowSite(site=ask.site))
    return cards.of(ctx, now.one, now.beside, Notice(tone=Tone.DONE, text=_("The changes are saved.")))


def edit_again(ctx: Context, ask: EditSite) -> Card:
    held = own_sites_held.read(ctx, ask)
    return cards.edit_form(ctx, held.one, ask, held.version)


def add(ctx: Context, ask: AddSite) -> Card:
    """The form; its licences come from the other sites of the order."""
    held = own_sites_held.read(ctx, ask)
    _refuse_full(held)
    if not ask.sent:
        raise Instead(add_again(ctx, ask))
    share = ShareSites(
        site=ask.site,
        version=held.version,
        host=own_sites_urls.free(ctx, held, ask),
        zone=zones.read(ctx, ask.zone, ask.zone_words),
        early=ask.early,
    )
    raise Instead(cards.share_form(held.one, held.with_new(share), share))


def add_again(ctx: Context, ask: AddSite) -> Card:
    held = own_sites_held.read(ctx, ask)
    free = own_sites_urls.suggested(ctx, held)
    return cards.add_form(ctx, held.one, ask, held.version, free[0] if free else "")


def share(ctx: Context, ask: ShareSites) -> Card:
    """All of them or none: what does not add up is not kept."""
    held = own_sites_held.read(ctx, ask)
    if ask.host:
        ask = ask.but(host=own_sites_urls.free(ctx, held, ask), zone=zones.read(ctx, ask.zone, ""))
        _refuse_full(held)
    ask, there = ask.but(version=held.version), held.with_new(ask)
    if not ask.sent:
        raise Instead(cards.share_form(held.one, there, ask))
    given = list(ask.given) if ask.sure else [_number(ask, place) for place in range(1, len(there) + 1)]
    _refuse_wrong(there, given)
    if not ask.sure:
        raise Instead(cards.distribution(ctx, held.one, ask.but(given=tuple(given)), there))
    after = [replace(site, licences=own) for site, own in zip(there, given, strict=True)]
    _keep(ctx, held, ask, after)
    now = own_sites_held.read(ctx, ShowSite(site=ask.site))
    return cards.shared(ctx, now.one, now.beside, ask.host)


def share_again(ctx: Context, ask: ShareSites) -> Card:
    held = own_sites_held.read(ctx, ask)
    return cards.share_form(held.one, held.with_new(ask), ask.but(version=held.version))


def _keep(ctx: Context, held: Meant, ask: ShareSites, after: list[Site]) -> None:
    before = {each.site.host: each.site for each in held.beside}
    if ask.host and not webex_sites.add_one(ctx.db, ctx.scope, held.one, after[-1], ctx.now):
        raise own_sites_urls.taken(ctx, held, ask)
    for site in after:
        if site.host in before and before[site.host] != site:
            webex_sites.change(ctx.db, ctx.scope, site)
    had = {host: str(site.licences) for host, site in before.items()}
    told = {site.host: f"{had.get(site.host, '–')} → {site.licences}" for site in after}
    ctx.about(held.one.organisation, ask.host or held.one.site.host, **told)


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
        read=lambda rest: ShowSites(host=rest) if SUFFIX in rest.lower() else ShowSites(organisation=rest),
        summary=_("Show the meeting sites of a customer; change them and distribute their licences"),
        example=_("sites Fabrikam"),
    ),
    Item(ShowSite, show_one),
    Item(EditSite, edit, form=edit_again),
    Item(AddSite, add, form=add_again),
    Item(ShareSites, share, form=share_again),
)
