"""The last step before it is made: everything that was filled in."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Card, Column, Element, Facts, Heading, Prose, Style, Table
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.provisioning import due, setup_cards
from handlers.provisioning.commands import GoTo, SetUp
from handlers.provisioning.draft import Draft, LocationDraft, SiteDraft
from handlers.provisioning.work import NAMES, Step, Work


def show(ctx: Context, held: Work) -> Card:
    text = _("Review the information. Nothing is made before you press **Set up**.")
    elements = (
        held.head(Step.REVIEW),
        Prose(text=text),
        Facts(facts=(*setup_cards.mapped(held), *held.facts(), due.fact(ctx, held.order))),
        *services(held.draft),
        Buttons(buttons=tuple(_ways(held))),
    )
    return Card(title=held.title, elements=elements)


def services(draft: Draft) -> list[Element]:
    """The sites and the locations."""
    found: list[Element] = []
    if draft.meetings and draft.meetings.sites:
        found += [Heading(text=NAMES[Step.MEETINGS]), _sites(draft.meetings.sites)]
    if draft.calling and draft.calling.locations:
        found += [Heading(text=NAMES[Step.CALLING]), _locations(draft.calling.locations)]
    return found


def _sites(sites: tuple[SiteDraft, ...]) -> Table:
    columns = (
        Column(label=_("Site"), obvious=True),
        Column(label=_("Time zone")),
        Column(label=_("Early releases")),
        Column(label=_("Licences"), number=True),
    )
    return Table(columns=columns, rows=tuple(_site(one) for one in sites))


def _site(one: SiteDraft) -> tuple[Phrase, ...]:
    return (plain(one.host), plain(one.zone), _("yes") if one.early else _("no"), plain(one.licences))


def _locations(locations: tuple[LocationDraft, ...]) -> Table:
    columns = (
        Column(label=_("Location"), obvious=True),
        Column(label=_("Address")),
        Column(label=_("Time zone")),
        Column(label=_("Language")),
    )
    return Table(columns=columns, rows=tuple(_location(one) for one in locations))


def _location(one: LocationDraft) -> tuple[Phrase, ...]:
    town = " ".join(part for part in (one.postal_code, one.city, one.region) if part)
    where = ", ".join(part for part in (one.street, town, one.country) if part)
    return (plain(one.name), plain(where), plain(one.zone), plain(one.language))


def _ways(held: Work) -> Iterator[Button]:
    yield Button(label=_("Set up"), press=held.ask(SetUp).token, style=Style.PRIMARY)
    for step in held.path:
        if step in {Step.PARTNER, Step.CUSTOMER, Step.MEETINGS, Step.CALLING}:
            label = _("Change: {step}", step=NAMES[step])
            yield Button(label=label, press=held.ask(GoTo).but(step=step).token)
