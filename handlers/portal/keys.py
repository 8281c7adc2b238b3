"""One's own keys in the portal: asked for, recorded, committed, and only then decrypted into the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from bot.cards import Card
from bot.portal import Guest
from handlers import refusals
from handlers.context import Defaults
from handlers.errors import Instead, Refusal
from handlers.keys import mine, office_setup
from handlers.keys.commands import GetMyDownload, GetMyKey
from handlers.keys.getting import Asker
from handlers.keys.mine import Holder
from store import audit, people, services
from store.database import Database, savepoint
from store.values import OrganisationId, PersonId

Wanted = GetMyKey | GetMyDownload


@dataclass(slots=True)
class _Told:
    """What the record will be about; of whoever is refused, where they belong."""

    organisation: OrganisationId | None = None
    subject: str = ""
    detail: dict[str, str] = field(default_factory=dict)

    def __call__(self, organisation: OrganisationId, subject: str, detail: dict[str, str]) -> None:
        self.organisation, self.subject, self.detail = organisation, subject, detail


class OwnKeys:
    """`showing` puts the secrets into a card, once what it refers to is on disk."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        defaults: Defaults,
        showing: Callable[[Card], Card],
    ) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults
        self._showing = showing

    def __call__(self, guest: Guest, ask: Wanted) -> Card:
        with self._database.transaction() as db:
            person = people.by_email(db, guest.email)
            card = self._answered(db, guest, person, ask) if person else refusals.worn_out()
        return self._showing(card)

    def _answered(self, db: Connection, guest: Guest, person: PersonId, ask: Wanted) -> Card:
        scopes, now = services.places(db, guest.email), self._clock()
        told = _Told(scopes[0].root if scopes else None)
        holder = Holder(
            asker=Asker(db, person, now, uuid4),
            email=guest.email,
            scopes=scopes,
            told=told,
            explains=office_setup.written_out,
            speaks=guest.tongue.language,
        )
        outcome, card = self._tried(holder, ask)
        audit.record(db, uuid4(), _entry(guest, person, ask.name, told, outcome, now))
        return card

    def _tried(self, holder: Holder, ask: Wanted) -> tuple[str, Card]:
        try:
            with savepoint(holder.asker.db):
                return "done", self._card(holder, ask)
        except Instead as other:
            return "asked", other.card
        except Refusal as no:
            return "refused", _said(holder, ask, no)

    def _card(self, holder: Holder, ask: Wanted) -> Card:
        return mine.key(holder, ask) if isinstance(ask, GetMyKey) else mine.download(holder, ask, self._defaults)


def _said(holder: Holder, ask: Wanted, no: Refusal) -> Card:
    """Next to its field, in a form that can be sent again; else as a card."""
    if not isinstance(ask, GetMyKey) or not no.field:
        return refusals.of(no)
    try:
        return mine.form(holder, ask).with_errors({no.field: no.text})
    except Refusal as other:
        return refusals.of(other)


def _entry(guest: Guest, person: PersonId, command: str, told: _Told, outcome: str, now: datetime) -> audit.Entry:
    return audit.Entry(
        at=now,
        organisation=told.organisation,
        person=person,
        actor=guest.email,
        origin="portal:",
        command=command,
        subject=told.subject,
        outcome=outcome,
        detail=json.dumps(told.detail),
    )
