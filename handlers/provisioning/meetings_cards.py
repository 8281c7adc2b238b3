"""The cards of the step Meetings: one form a site, the licences of each, and the review of all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Column,
    Element,
    Notice,
    Number,
    Option,
    Prose,
    Style,
    Table,
    Toggle,
    Tone,
    Words,
)
from bot.phrases import Phrase, _, n_, plain
from handlers.context import Context
from handlers.policy import site_names
from handlers.policy.site_names import SUFFIX
from handlers.provisioning import service_cards, sites, zones
from handlers.provisioning.commands import GoTo
from handlers.provisioning.meetings_commands import SHARE, DescribeSite, PickSite, ShareLicences
from handlers.provisioning.service_cards import FinishService
from handlers.provisioning.work import Step, Work
from store.values import MOST_SEATS
from store.values.webex import WebexService
from store.webex_sites import Site

LONGEST_HOST: Final = 255
DIGITS: Final = 9
_BEGIN: Final = _("Choose the URL of the meetings site, its time zone and its release channel.")
_EARLY: Final = _("It gets new features before the usual roll-out")


def show(ctx: Context, held: Work) -> Card:
    """Now or later; or what was filled in, once something was."""
    if sites.drafted(held):
        return review(ctx, held)
    return service_cards.begin(held, Step.MEETINGS, WebexService.MEETINGS, _BEGIN, held.ask(DescribeSite))


def review(ctx: Context, held: Work, *, more: bool = False) -> Card:
    """The sites; `more` of them, and what is left to distribute, come before going on."""
    there, ready = sites.drafted(held), sites.balanced(held)
    wrong = () if ready or more else (Notice(tone=Tone.WARNING, text=unbalanced(held)),)
    ways = Buttons(buttons=(*_first(held, there, ready=ready, more=more), *_others(held)))
    elements: tuple[Element, ...] = (held.head(Step.MEETINGS), *wrong, table(ctx, there), ways)
    return Card(title=held.title, elements=elements)


def table(ctx: Context, there: tuple[Site, ...]) -> Table:
    columns = (
        Column(label=_("Site"), obvious=True),
        Column(label=_("Time zone")),
        Column(label=_("Release channel")),
        Column(label=_("Licences"), number=True),
    )
    return Table(columns=columns, rows=tuple(_row(ctx, site) for site in there))


def site_form(ctx: Context, held: Work, ask: DescribeSite) -> Card:
    """Filled in as far as it was: as sent, as it stands in the draft, or with what is free."""
    shown = ask if ask.sent else _known(ctx, held, ask)
    press = held.ask(DescribeSite).but(site=ask.site, sent=True)
    submit = Button(label=_("Next"), press=press.token, style=Style.PRIMARY)
    fields: list[Element] = [
        Words(
            name="host",
            label=_("Site URL"),
            hint=_("One name before {suffix}", suffix=SUFFIX),
            value=shown.host[:LONGEST_HOST],
            longest=LONGEST_HOST,
        ),
        zones.field(ctx, shown.zone, sites.country(ctx, held), shown.zone_words),
        Toggle(name="early", label=_("Early release channel"), hint=_EARLY, on=shown.early == "yes"),
    ]
    if not ask.site:
        fields.append(Toggle(name="more", label=_("I need additional URLs"), on=shown.more == "yes"))
    elements = (held.head(Step.MEETINGS), *_so_far(held), *fields, _to_step(held))
    return Card(title=held.title, elements=elements, submit=submit)


def licences_form(held: Work, ask: ShareLicences) -> Card:
    """One number a site; at first what they have, or all of them shared out evenly."""
    there, all = sites.drafted(held), held.licences(WebexService.MEETINGS)
    given = [site.licences for site in there] if sites.balanced(held) else _even(all, len(there))
    text = n_("**{count} licence** to distribute.", "**{count} licences** to distribute.", all)
    fields = tuple(
        Number(name=f"{SHARE}{place}", label=plain(site.host), value=_shown(ask, place, own), low=1, high=MOST_SEATS)
        for place, (site, own) in enumerate(zip(there, given, strict=True), 1)
    )
    submit = Button(label=_("Next"), press=held.ask(ShareLicences).but(sent=True).token, style=Style.PRIMARY)
    elements: tuple[Element, ...] = (held.head(Step.MEETINGS), Prose(text=text), *fields, _to_step(held))
    return Card(title=held.title, elements=elements, submit=submit)


def pick_form(held: Work, ask: PickSite) -> Card:
    """Which site, and what becomes of it."""
    hosts = tuple(Option(value=site.host[:75], label=plain(site.host)) for site in sites.drafted(held))
    doing = (Option(value="change", label=_("Change it")), Option(value="remove", label=_("Remove it")))
    fields = (
        Choice(name="site", label=_("Site"), options=hosts, chosen=ask.site or hosts[0].value),
        Choice(name="doing", label=_("What to do"), options=doing, chosen=ask.doing or "change"),
    )
    submit = Button(label=_("Next"), press=held.ask(PickSite).but(sent=True).token, style=Style.PRIMARY)
    elements = (held.head(Step.MEETINGS), *fields, _to_step(held))
    return Card(title=held.title, elements=elements, submit=submit)


def left(held: Work) -> int:
    """The licences that no site has yet; negative where the sites have more than were bought."""
    given = [site.licences for site in sites.drafted(held)]
    return site_names.left(held.licences(WebexService.MEETINGS), given)


def unbalanced(held: Work) -> Phrase:
    """How far the licences of the sites are from what was bought."""
    if missing := left(held):
        return difference(missing, held.licences(WebexService.MEETINGS))
    return _("A site has no licences yet.")


def difference(missing: int, all: int) -> Phrase:
    if missing > 0:
        return n_(
            "{count} of {all} licences is not given to a site yet.",
            "{count} of {all} licences are not given to a site yet.",
            missing,
            all=all,
        )
    return n_(
        "The sites have {count} licence more than the {all} that were bought.",
        "The sites have {count} licences more than the {all} that were bought.",
        -missing,
        all=all,
    )


def _row(ctx: Context, site: Site) -> tuple[Phrase, ...]:
    channel = _("early") if site.early else _("standard")
    return (plain(site.host), zones.named(site.zone, ctx.tongue.language, ctx.now), channel, plain(site.licences))


def _first(held: Work, there: tuple[Site, ...], *, ready: bool, more: bool) -> Iterator[Button]:
    """What comes next is the primary one: another site, the licences, or what follows."""
    room = len(there) < min(sites.MOST, held.licences(WebexService.MEETINGS))
    add = Button(label=_("Add a site"), press=held.ask(DescribeSite).token, style=_style(first=more))
    share = Button(
        label=_("Distribute licences"), press=held.ask(ShareLicences).token, style=_style(first=not ready and not more)
    )
    on = Button(label=_("Next"), press=held.ask(FinishService).token, style=_style(first=not more))
    found = [on] if ready else []
    found += [share] if len(there) > 1 else []
    if room:
        found.insert(0 if more else len(found), add)
    yield from found


def _style(*, first: bool) -> Style:
    return Style.PRIMARY if first else Style.PLAIN


def _others(held: Work) -> Iterator[Button]:
    yield Button(label=_("Change or remove a site"), press=held.ask(PickSite).token)
    yield from held.back(Step.MEETINGS)


def _known(ctx: Context, held: Work, ask: DescribeSite) -> DescribeSite:
    found = next((site for site in sites.drafted(held) if site.host == ask.site), None)
    if found:
        return ask.but(host=found.host, zone=found.zone, early="yes" if found.early else "no")
    free = sites.suggested(ctx, held)
    return ask.but(host=free[0] if free else "")


def _so_far(held: Work) -> Iterator[Prose]:
    if hosts := ", ".join(site.host for site in sites.drafted(held)):
        yield Prose(text=_("So far: {sites}", sites=hosts), quiet=True)


def _to_step(held: Work) -> Buttons:
    return Buttons(buttons=(Button(label=_("Back"), press=held.ask(GoTo).but(step=Step.MEETINGS).token),))


def _even(all: int, count: int) -> list[int]:
    each, more = divmod(all, count)
    return [each + (place < more) for place in range(count)]


def _shown(ask: ShareLicences, place: int, own: int) -> int | None:
    """What was sent, if it is a number that a field can show."""
    typed = ask.shares.get(f"{SHARE}{place}", "")
    if not ask.sent:
        return own
    short = typed.isascii() and typed.isdigit() and len(typed) <= DIGITS
    return int(typed) if short and 1 <= int(typed) <= MOST_SEATS else None
