"""The step Meetings: sites described one by one, licences distributed over them until the sum matches."""

from __future__ import annotations

from bot.cards import Card
from bot.phrases import Phrase, _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy import numbers
from handlers.policy.numbers import BadNumber
from handlers.policy.site_names import left
from handlers.provisioning import meetings_cards, services, sites, steps, zones
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.draft import MeetingsDraft, SiteDraft
from handlers.provisioning.meetings_commands import SHARE, DescribeSite, PickSite, ShareLicences, Shares
from handlers.provisioning.work import Step, Work
from store.values import MOST_SEATS
from store.values.webex import WebexService


def describe(ctx: Context, ask: DescribeSite) -> Card:
    """The form first; then the site is in the draft, and the way to the next one, or the licences, come."""
    held = _opened(ctx, ask)
    ask = _meant(held, ask)
    if not ask.sent:
        raise Instead(meetings_cards.site_form(ctx, held, ask))
    _refuse_too_many(held, ask)
    new = SiteDraft(
        host=sites.read(ctx, held, ask.host, ask.site),
        zone=zones.read(ctx, ask.zone, ask.zone_words),
        early=ask.early == "yes",
    )
    kept = _kept(ctx, held, _placed(held, ask.site, new))
    if ask.more == "yes" and _has_room(kept):
        return meetings_cards.review(ctx, kept, more=True)
    if not sites.balanced(kept):
        return meetings_cards.licences_form(kept, kept.ask(ShareLicences))
    return steps.show(ctx, kept)


def form(ctx: Context, ask: DescribeSite) -> Card:
    held = _opened(ctx, ask)
    return meetings_cards.site_form(ctx, held, _meant(held, ask))


def share(ctx: Context, ask: ShareLicences) -> Card:
    """All of them or none: what does not add up is not kept."""
    held = _opened(ctx, ask)
    there = _there(held)
    if not there:
        return steps.show(ctx, held)
    if not ask.sent:
        raise Instead(meetings_cards.licences_form(held, ask))
    given = [_number(ask, place) for place in range(1, len(there) + 1)]
    bought = held.licences(WebexService.MEETINGS)
    if missing := left(bought, given):
        text = _("{difference} Nothing was changed.", difference=meetings_cards.difference(missing, bought))
        raise Refusal(text, field=f"{SHARE}{len(there)}")
    shared = tuple(site.but(licences=own) for site, own in zip(there, given, strict=True))
    return steps.show(ctx, _kept(ctx, held, shared))


def licences_form(ctx: Context, ask: ShareLicences) -> Card:
    return meetings_cards.licences_form(_opened(ctx, ask), ask)


def pick(ctx: Context, ask: PickSite) -> Card:
    """The form of the site, or the sites without it."""
    held = _opened(ctx, ask)
    there = _there(held)
    if not there:
        return steps.show(ctx, held)
    if not ask.sent:
        raise Instead(meetings_cards.pick_form(held, ask))
    if ask.site not in {site.host for site in there}:
        raise Refusal(_("This order has no such site. Nothing was changed."), field="site")
    if ask.doing != "remove":
        raise Instead(meetings_cards.site_form(ctx, held, held.ask(DescribeSite).but(site=ask.site)))
    return steps.show(ctx, _kept(ctx, held, tuple(site for site in there if site.host != ask.site)))


def _opened(ctx: Context, ask: AboutProvisioning) -> Work:
    return services.opened(ctx, ask, Step.MEETINGS)


def _meant(held: Work, ask: DescribeSite) -> DescribeSite:
    """A new site where the order has none of that name to change."""
    return ask if ask.site in {site.host for site in _there(held)} else ask.but(site="")


def _there(held: Work) -> tuple[SiteDraft, ...]:
    return held.draft.meetings.sites if held.draft.meetings else ()


def _placed(held: Work, instead_of: str, new: SiteDraft) -> tuple[SiteDraft, ...]:
    """A new site at the end; one that stands for another has its licences. A site alone has all of them."""
    there = _there(held)
    if any(site.host == instead_of for site in there):
        return tuple(new.but(licences=site.licences) if site.host == instead_of else site for site in there)
    return (*there, new)


def _kept(ctx: Context, held: Work, there: tuple[SiteDraft, ...]) -> Work:
    """The draft with these sites."""
    if len(there) == 1:
        there = (there[0].but(licences=held.licences(WebexService.MEETINGS)),)
    draft = held.draft.but(meetings=MeetingsDraft(sites=there) if there else None)
    return services.kept(ctx, held, Step.MEETINGS, draft)


def _has_room(held: Work) -> bool:
    return len(_there(held)) < min(sites.MOST, held.licences(WebexService.MEETINGS))


def _refuse_too_many(held: Work, ask: DescribeSite) -> None:
    if ask.site or _has_room(held):
        return
    most = min(sites.MOST, held.licences(WebexService.MEETINGS))
    raise Refusal(_("This order can have at most {most} sites. Nothing was changed.", most=most), field="host")


def _number(ask: ShareLicences, place: int) -> int:
    """The licences of one site, at least one: a site that needs none is removed."""
    number = typed_number(ask, place)
    if number < 1:
        text = _("Each site needs at least one licence; remove the site that needs none. Nothing was changed.")
        raise Refusal(text, field=f"{SHARE}{place}")
    return number


def typed_number(ask: Shares, place: int) -> int:
    name = f"{SHARE}{place}"
    try:
        return numbers.seat_target(ask.shares.get(name, ""), 0)
    except BadNumber as bad:
        raise Refusal(_no_number(bad), field=name) from bad


def _no_number(bad: BadNumber) -> Phrase:
    if bad.fault is numbers.Fault.EMPTY:
        return _("A number of licences is missing. Nothing was changed.")
    if bad.fault is numbers.Fault.TOO_LARGE:
        return _("At most {most} licences. Nothing was changed.", most=MOST_SEATS)
    return _("“{typed}” is no number of licences. Nothing was changed.", typed=bad.typed)


MENU = (
    Item(DescribeSite, describe, form=form),
    Item(ShareLicences, share, form=licences_form),
    Item(PickSite, pick),
    *zones.MENU,
)
