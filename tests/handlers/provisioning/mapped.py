"""Orders that stand at the steps of their organisations, and what was decided of them."""

from __future__ import annotations

import json
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from handlers.provisioning.mapping_commands import (
    ChooseOrganisation,
    DescribeOrganisation,
    MakeOrganisation,
    SearchOrganisations,
    ShowOffers,
)
from handlers.sample.loading import sample_id
from store import provisionings
from store.provisionings import Line, NewProvisioning
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, WebexService

NORDLICHT, ATELIER, BLUE_HARBOUR = "Nordlicht", "Atelier Cloud", "Blue Harbour"
NEW = {"called": "Zebra GmbH", "industry": "retail", "country": "Allemagne"}


def ident(name: str) -> str:
    return str(sample_id("organisation", name))


class Order:
    """A Webex order of a seller, put at a step as if the ones before it were done."""

    _numbers = count(1000)

    def __init__(
        self, office, contact, *, seller=ATELIER, customer=None, step="partner", whom="customer", partner=None
    ):
        self.office, self.id = office, uuid4()
        owner = OrganisationId(UUID(ident(seller)))
        line = Line(WebexService.MEETINGS, "Webex Meetings", 25)
        new = NewProvisioning(
            ProvisioningId(self.id),
            owner,
            f"WBX-{next(self._numbers)}",
            contact,
            customer,
            office.now,
            date(2026, 12, 20),
            (line,),
        )
        with office.database.transaction() as db:
            provisionings.take_in(db, Scope(owner), new, office.now)
        draft = {"partner": {"id": ident(partner), "name": partner, "how": "email"}} if partner else {}
        set_to = "UPDATE provisionings SET step = :step, for_whom = :whom, draft = :draft WHERE reference = :reference"
        office.write(set_to, step=step, whom=whom, draft=json.dumps(draft), reference=new.reference)
        self.reference = new.reference

    def _row(self, column):
        return self.office.one(f"SELECT {column} FROM provisionings WHERE reference = :it", it=self.reference)

    @property
    def version(self) -> int:
        return self._row("version")

    @property
    def step(self) -> str:
        return self._row("step")

    @property
    def label(self) -> str:
        return f"W-{self._row('number'):06}"

    @property
    def draft(self) -> dict[str, Any]:
        return json.loads(self._row("draft"))

    def mapped(self, side: str) -> str | None:
        """The name of the organisation that the order has on that side."""
        found = f"SELECT name FROM organisations WHERE id = (SELECT {side}_id FROM provisionings WHERE reference = :it)"
        rows = self.office.rows(found, it=self.reference)
        return rows[0][0] if rows else None

    def ask(self, command, version=None, **more) -> str:
        drawn = self.version if version is None else version
        return command(provisioning=str(self.id), version=drawn, **more).token

    def offers(self, who, **more):
        return who.sends(self.ask(ShowOffers, **more))

    def looks(self, who, words, **more):
        return who.sends(self.ask(SearchOrganisations, sent=True, **more), words=words)

    def chooses(self, who, id, **more):
        return who.sends(self.ask(ChooseOrganisation, chosen=id, **more))

    def describes(self, who, *, anyway=False, **fields):
        return who.sends(self.ask(DescribeOrganisation, sent=True, anyway=anyway), **(NEW | fields))

    def makes(self, who, **more):
        return who.sends(self.ask(MakeOrganisation, **more))
