"""The cards of customers' meeting sites: the list, one of them, its forms, and what a change would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.cards import (
    Button,
    Buttons,
    Card,
    Column,
    Element,
    Fact,
    Facts,
    Notice,
    Number,
    Prose,
    Style,
    Table,
    Toggle,
    Tone,
)
from bot.cards import Words as Field
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.context import Context
from handlers.pages import pages
from handlers.policy import site_names
from handlers.policy.site_names import SUFFIX
from handlers.provisioning import meetings_cards, zones
from handlers.provisioning.commands import ShowProvisionings
from handlers.provisioning.meetings_cards import DIGITS, LONGEST_HOST
from handlers.provisioning.meetings_commands import SHARE
from handlers.provisioning.own_sites_commands import AddSite, EditSite, ShareSites, ShowSite, Zoned
from handlers.site_commands import ShowSites
from store.values import MOST_SEATS, OrganisationKind
from store.webex_sites import Kept, Site

MOST: Final = 20
"""Sites of one order."""
_COLUMNS: Final = (
    Column(label=_("Site"), obvious=True),
    Column(label=_("Time zone")),
    Column(label=_("Release channel")),
    Column(label=_("Licences"), number=True),
)


def listed(ctx: Context, ask: ShowSites, found: list[Kept], total: int) -> Card:
    """Below a seller each row says whose it is."""
    title = _("Meeting sites of {organisation}", organisation=ctx.grant.name)
    if not found:
        return Card(title=title, elements=tuple(_none(ctx)))
    several = ctx.grant.kind is not OrganisationKind.CUSTOMER
    columns = (*_COLUMNS, Column(label=_("Customer"))) if several else _COLUMNS
    rows = tuple((*_row(ctx, one.site), *((plain(one.customer),) if several else ())) for one in found)
    ways = Buttons(buttons=tuple(_open(one) for one in found))
    elements = (Table(columns=columns, rows=rows), ways, *pages(ask, ask.offset, total))
    return Card(title=title, elements=elements)


def of(ctx: Context, one: Kept, beside: Sequence[Kept], *notices: Notice) -> Card:
    """As it is now, below what has just happened; `beside` are all sites of its order."""
    site = one.site
    facts = (
        Fact(label=_("Customer"), value=plain(one.customer)),
        Fact(label=_("Time zone"), value=zones.named(site.zone, ctx.tongue.language, ctx.now)),
        Fact(label=_("Release channel"), value=channel(early=site.early)),
        Fact(label=_("Licences"), value=plain(site.licences), note=_of_all(beside)),
        *((Fact(label=_("Webex order"), value=plain(one.reference)),) if one.reference else ()),
    )
    ways = Buttons(buttons=tuple(_ways(ctx, one, beside)))
    return Card(title=plain(site.host), elements=(*notices, Facts(facts=facts), ways))


def _none(ctx: Context) -> Iterator[Element]:
    """Where they come from; a seller's people are led there."""
    yield Prose(text=_("There is none yet: sites are made when a Webex order is set up."))
    selling = (one for one in ctx.caller.grants if one.kind is not OrganisationKind.CUSTOMER)
    if any(one.holds(ShowProvisionings.needs) for one in selling):
        yield Buttons(buttons=(Button(label=_("All orders to set up"), press=ShowProvisionings().token),))


def edit_form(ctx: Context, one: Kept, ask: EditSite, version: int) -> Card:
    shown = ask if ask.sent else ask.but(zone=one.site.zone, early="yes" if one.site.early else "no")
    stays = Prose(text=_("Its URL stays: a site keeps the name under which it was made."), quiet=True)
    press = EditSite(site=one.site.host, version=version, sent=True).token
    return _form(one, plain(one.site.host), (stays, *_zone_fields(ctx, shown, one.country)), press)


def add_form(ctx: Context, one: Kept, ask: AddSite, version: int, free: str) -> Card:
    text = _("Its licences come from the other sites of its order; they are distributed next.")
    host = Field(
        name="host",
        label=_("Site URL"),
        hint=_("One name before {suffix}", suffix=SUFFIX),
        value=(ask.host if ask.sent else free)[:LONGEST_HOST],
        longest=LONGEST_HOST,
    )
    press = AddSite(site=one.site.host, version=version, sent=True).token
    title = _("New meeting site of {customer}", customer=one.customer)
    return _form(one, title, (Prose(text=text, quiet=True), host, *_zone_fields(ctx, ask, one.country)), press)


def share_form(one: Kept, sites: Sequence[Site], ask: ShareSites) -> Card:
    """One number a site; a new one has none yet."""
    total = sum(site.licences for site in sites)
    text = n_("**{count} licence** to distribute.", "**{count} licences** to distribute.", total)
    fields = tuple(
        Number(name=f"{SHARE}{place}", label=plain(site.host), value=_shown(ask, place, site), low=1, high=MOST_SEATS)
        for place, site in enumerate(sites, 1)
    )
    press = ask.but(shares={}, given=(), sent=True, sure=False).token
    return _form(one, _together(one), (Prose(text=text), *fields), press)


def change(ctx: Context, one: Kept, ask: EditSite) -> Card:
    """What would be different."""
    before, after = one.site, Site(one.site.host, ask.zone, ask.early == "yes", one.site.licences)
    language, now = ctx.tongue.language, ctx.now
    zone = (zones.named(before.zone, language, now), zones.named(after.zone, language, now))
    pairs = (
        (_("Time zone"), zone, before.zone != after.zone),
        (_("Release channel"), (channel(early=before.early), channel(early=after.early)), before.early != after.early),
    )
    facts = tuple(Fact(label=label, value=joined(list(both), " → ")) for label, both, differs in pairs if differs)
    return _preview(one, plain(one.site.host), (Facts(facts=facts),), ask.but(sure=True).token)


def distribution(ctx: Context, one: Kept, ask: ShareSites, sites: Sequence[Site]) -> Card:
    """All sites of the order: what each has, and would have."""
    columns = (_COLUMNS[0], Column(label=_("Licences now"), number=True), Column(label=_("From now on"), number=True))
    rows = tuple(
        (plain(site.host), plain(site.licences or "–"), plain(own)) for site, own in zip(sites, ask.given, strict=True)
    )
    elements: list[Element] = [Table(columns=columns, rows=rows)]
    if ask.host:
        zone = zones.named(ask.zone, ctx.tongue.language, ctx.now)
        text = _("{site} is new: {zone}, release channel {channel}.", site=ask.host, zone=zone, channel=_channel(ask))
        elements.insert(0, Prose(text=text))
    return _preview(one, _together(one), tuple(elements), ask.but(shares={}, sure=True).token)


def shared(ctx: Context, one: Kept, beside: Sequence[Kept], new: str) -> Card:
    """All sites of the order as they are from now on; one of them may be `new`."""
    text = _("The licences are distributed.")
    if new:
        text = _("{site} was added, and the licences are distributed.", site=new)
    table = Table(columns=_COLUMNS, rows=tuple(_row(ctx, each.site) for each in beside))
    ways = Buttons(buttons=(*(_open(each) for each in beside if each.site.host == new), _all(one)))
    return Card(title=_together(one), elements=(Notice(tone=Tone.DONE, text=text), table, ways))


def unbalanced(missing: int, total: int) -> Phrase:
    return _("{difference} Nothing was changed.", difference=meetings_cards.difference(missing, total))


def channel(*, early: bool) -> Phrase:
    return _("early") if early else _("standard")


def left(sites: Sequence[Site], given: Sequence[int]) -> int:
    return site_names.left(sum(site.licences for site in sites), given)


def _channel(ask: Zoned) -> Phrase:
    return channel(early=ask.early == "yes")


def _together(one: Kept) -> Phrase:
    return _("Meeting sites of {organisation}", organisation=one.customer)


def _form(one: Kept, title: Phrase, fields: tuple[Element, ...], press: str) -> Card:
    submit = Button(label=_("Next"), press=press, style=Style.PRIMARY)
    return Card(title=title, elements=(*fields, Buttons(buttons=(_back(one),))), submit=submit)


def _preview(one: Kept, title: Phrase, elements: tuple[Element, ...], press: str) -> Card:
    text = Prose(text=_("Nothing is changed before you press **Save**."), quiet=True)
    save = Button(label=_("Save"), press=press, style=Style.PRIMARY)
    return Card(title=title, elements=(*elements, text, Buttons(buttons=(save, _back(one)))))


def _back(one: Kept) -> Button:
    return Button(label=_("Back"), press=ShowSite(site=one.site.host).token)


def _zone_fields(ctx: Context, ask: Zoned, country: str) -> tuple[Element, ...]:
    hint = _("It gets new features before the usual roll-out")
    early = Toggle(name="early", label=_("Early release channel"), hint=hint, on=ask.early == "yes")
    return (zones.field(ctx, ask.zone, country, ask.zone_words), early)


def _row(ctx: Context, site: Site) -> tuple[Phrase, ...]:
    zone = zones.named(site.zone, ctx.tongue.language, ctx.now)
    return (plain(site.host), zone, channel(early=site.early), plain(site.licences))


def _open(one: Kept) -> Button:
    return Button(label=plain(one.site.host), press=ShowSite(site=one.site.host).token)


def _all(one: Kept) -> Button:
    return Button(label=_("All sites"), press=ShowSites(organisation=str(one.organisation)).token)


def _of_all(beside: Sequence[Kept]) -> Phrase | None:
    if len(beside) == 1:
        return None
    total, count = sum(one.site.licences for one in beside), len(beside)
    return _("of {total}, over {count} sites of its order", total=total, count=count)


def _ways(ctx: Context, one: Kept, beside: Sequence[Kept]) -> Iterator[Button]:
    host, total = one.site.host, sum(each.site.licences for each in beside)
    if ctx.may(EditSite.needs):
        yield Button(label=_("Change it"), press=EditSite(site=host).token)
        if len(beside) > 1:
            yield Button(label=_("Distribute licences"), press=ShareSites(site=host).token)
        if len(beside) < min(MOST, total):
            yield Button(label=_("Add a site"), press=AddSite(site=host).token)
    yield _all(one)


def _shown(ask: ShareSites, place: int, site: Site) -> int | None:
    """What was sent, if it is a number that a field can show."""
    if not ask.sent:
        return site.licences or None
    typed = ask.shares.get(f"{SHARE}{place}", "")
    short = typed.isascii() and typed.isdigit() and len(typed) <= DIGITS
    return int(typed) if short and 1 <= int(typed) <= MOST_SEATS else None
