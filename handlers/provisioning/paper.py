"""The summary of an order as a file for one's records: what was bought, for whom, and what was set up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import Connection

from bot.cards import Button, Card
from bot.pdf import Section, Sheet, pdf
from bot.phrases import Phrase, Speaker, Tongue, _, plain
from handlers.context import Context
from handlers.errors import Refusal
from handlers.files import Recipe, offer
from handlers.menu import Item
from handlers.provisioning import calling_cards, location_forms, work, zones
from handlers.provisioning.commands import AboutProvisioning
from handlers.provisioning.draft import Draft
from handlers.provisioning.work import NAMES, Step, Work
from store import provisionings
from store.provisionings import Line, Provisioning
from store.values import OrganisationId, Right, Scope
from store.values.webex import HandedTo, ProvisioningId, ProvisioningState, WebexService

CALLED: Final = _("order summary")
STATES: Final = {
    ProvisioningState.OPEN: _("being set up"),
    ProvisioningState.HANDED_OVER: _("handed over"),
    ProvisioningState.DONE: _("set up"),
    ProvisioningState.WITHDRAWN: _("withdrawn"),
}
_SERVICES: Final = {
    WebexService.MEETINGS: NAMES[Step.MEETINGS],
    WebexService.CALLING: NAMES[Step.CALLING],
    WebexService.MESSAGING: _("Messaging"),
}


class TakeSummary(AboutProvisioning):
    """The summary of an order as a PDF."""

    name = "provision.paper"
    guests: ClassVar[frozenset[HandedTo]] = frozenset(HandedTo)


class SummaryFile(Recipe):
    """The order as it is when the file is fetched. `seller`: whose it is, where it was handed over to the reader.

    `called` is what it is in the reader's words.
    """

    name = "order summary"
    needs: ClassVar[Right] = Right.CHANGE_SUBSCRIPTIONS
    ending: ClassVar[str] = "pdf"
    media_type: ClassVar[str] = "application/pdf"
    order: UUID
    label: str
    seller: OrganisationId | None = None
    called: str = name

    @property
    def stem(self) -> Phrase:
        return plain(f"{self.called} {self.label}")

    def content(self, db: Connection, scope: Scope, tongue: Tongue, now: datetime) -> Iterator[bytes]:
        """One piece: nothing at all for an order that is not there any more."""
        own = Scope(self.seller) if self.seller else scope
        found = provisionings.get(db, own, ProvisioningId(self.order))
        if found is None:
            return
        draft = Draft.from_json(found.draft)
        first = calling_cards.begins(calling_cards.at_customer(db, own, draft, found.id))
        lines = provisionings.lines_of(db, own, found.id)
        yield pdf(_Writing(found, lines, draft, Speaker(tongue), now, begins=first).sheet())


def button(ctx: Context, held: Work) -> tuple[Button, ...]:
    """For whoever can be handed a file."""
    if not _reached(ctx):
        return ()
    return (Button(label=_("Download the order summary (PDF)"), press=held.ask(TakeSummary).token),)


def take(ctx: Context, ask: TakeSummary) -> Card:
    """Whatever its version: the file is made of what is there when it is fetched."""
    held = work.read(ctx, ask.but(version=0), lock=False)
    if not _reached(ctx):
        raise Refusal(_("Files are handed out in a chat only. Nothing was changed."))
    seller, called = held.scope.root if held.guest else None, Speaker(ctx.tongue).say(CALLED)
    recipe = SummaryFile(order=held.order.id, label=held.order.label, seller=seller, called=called)
    ctx.about(held.order.organisation, held.order.label, reference=held.order.reference)
    file = offer(ctx, recipe, _("Order summary (PDF)"))
    return Card(title=held.title, elements=(file,))


def _reached(ctx: Context) -> bool:
    """A visitor of the portal has one order there, and no account to which a file could be brought."""
    return bool(ctx.caller.account)


@dataclass(frozen=True, slots=True)
class _Writing:
    """A sheet in the reader's language. `begins`: the first location is the customer's main one."""

    order: Provisioning
    lines: tuple[Line, ...]
    draft: Draft
    speaker: Speaker
    now: datetime
    begins: bool

    @property
    def language(self) -> str:
        return self.speaker.tongue.language

    def sheet(self) -> Sheet:
        title = _("Summary of Webex order {reference}", reference=self.order.reference)
        return Sheet(
            title=self._say(title),
            subtitle=f"{self.order.seller} · {self.order.label} · {self._say(STATES[self.order.state])}",
            language=self.language,
            sections=tuple(self._sections()),
            foot=self._say(_("Comptoir · {order} · {moment}", order=self.order.label, moment=self.now)),
            made_at=self.now,
        )

    def _say(self, phrase: Phrase) -> str:
        return self.speaker.say(phrase)

    def _sections(self) -> Iterator[Section]:
        yield Section(self._say(_("Order")), facts=tuple(self._facts()))
        head = (_("Product"), _("Service"), _("Licences"))
        rows = ((plain(one.name), _SERVICES[one.service], plain(one.licences)) for one in self.lines)
        yield self._table(_("What was bought"), head, rows)
        if self.draft.meetings:
            yield self._table(NAMES[Step.MEETINGS], _SITES, self._sites())
        if self.draft.calling:
            yield self._table(NAMES[Step.CALLING], _LOCATIONS, self._locations())

    def _table(self, heading: Phrase, head: tuple[Phrase, ...], rows: Iterator[tuple[Phrase, ...]]) -> Section:
        return Section(self._say(heading), rows=tuple(tuple(map(self._say, row)) for row in (head, *rows)))

    def _facts(self) -> Iterator[tuple[str, str]]:
        order, draft = self.order, self.draft
        partner = draft.partner.name if draft.partner else None
        customer = draft.customer.name if draft.customer else order.customer_name
        known: tuple[tuple[Phrase, str | datetime | None], ...] = (
            (_("Webex order"), order.reference),
            (_("Partner organisation"), partner),
            (_("Customer organisation"), customer),
            (_("Contact"), order.contact),
            (_("Received on"), order.received_at),
            (_("Withdrawn on") if order.state is ProvisioningState.WITHDRAWN else _("Set up on"), order.closed_at),
            (_("By"), order.held_by_name if order.closed_at else None),
        )
        return ((self._say(label), self._say(plain(value))) for label, value in known if value is not None)

    def _sites(self) -> Iterator[tuple[Phrase, ...]]:
        for one in self.draft.meetings.sites if self.draft.meetings else ():
            channel = _("early") if one.early else _("standard")
            yield plain(one.host), zones.named(one.zone, self.language, self.now), channel, plain(one.licences)

    def _locations(self) -> Iterator[tuple[Phrase, ...]]:
        for place, one in enumerate(self.draft.calling.locations if self.draft.calling else ()):
            name = _("{name} (main location)", name=one.name) if self.begins and place == 0 else plain(one.name)
            where = location_forms.line(one, self.language)
            spoken = location_forms.language_name(one, self.language)
            yield name, where, zones.named(one.zone, self.language, self.now), spoken


_SITES: Final = (_("Site"), _("Time zone"), _("Release channel"), _("Licences"))
_LOCATIONS: Final = (_("Location"), _("Address"), _("Time zone"), _("Language"))
MENU: Final = (Item(TakeSummary, take),)
