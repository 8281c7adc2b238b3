"""Webex orders that are mapped already, and stand before their services."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from handlers.provisioning.calling_commands import DescribeLocation
from handlers.provisioning.commands import GoTo, OpenProvisioning, SetUp
from handlers.provisioning.meetings_commands import SHARE, DescribeSite, ShareLicences
from handlers.sample.loading import sample_id
from store import provisionings
from store.provisionings import Line, NewProvisioning
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, WebexService

ATELIER = "Atelier Cloud"
HERE = {"zone": "Europe/Paris", "early": "no", "more": "no"}
HEADQUARTERS = {"street": "1 rue de la Paix", "postal_code": "75 002", "city": "Paris", "zone": "Europe/Paris"}


def ident(name: str) -> str:
    return str(sample_id("organisation", name))


class Order:
    """An order of a partner for one of its customers; `bought` licences by service."""

    def __init__(self, office, *, customer="Fabrikam", step="meetings", seller=ATELIER, **bought):
        self.office, self.id = office, uuid4()
        owner = OrganisationId(UUID(ident(seller)))
        lines = tuple(Line(WebexService(service), f"Webex {service}", many) for service, many in bought.items())
        self.reference = f"WBX-{self.id.hex[:6]}"
        told = (self.reference, "ops@fabrikam.example", customer, office.now, date(2026, 12, 20), lines)
        with office.database.transaction() as db:
            provisionings.take_in(db, Scope(owner), NewProvisioning(ProvisioningId(self.id), owner, *told), office.now)
        sides = {"partner": seller, "customer": customer}
        draft = {side: {"id": ident(name), "name": name, "how": "email"} for side, name in sides.items()}
        self._set(step=step, for_whom="customer", draft=json.dumps(draft))

    def _set(self, **columns):
        said = ", ".join(f"{name} = :{name}" for name in columns)
        self.office.write(f"UPDATE provisionings SET {said} WHERE reference = :it", it=self.reference, **columns)

    def _row(self, column):
        return self.office.one(f"SELECT {column} FROM provisionings WHERE reference = :it", it=self.reference)

    @property
    def version(self) -> int:
        return self._row("version")

    @property
    def step(self) -> str:
        return self._row("step")

    @property
    def state(self) -> str:
        return self._row("state")

    @property
    def draft(self) -> dict[str, Any]:
        return json.loads(self._row("draft"))

    @property
    def sites(self) -> list[tuple[str, int]]:
        return [(site["host"], site["licences"]) for site in self.draft.get("meetings", {}).get("sites", [])]

    @property
    def locations(self) -> list[dict[str, str]]:
        return self.draft.get("calling", {}).get("locations", [])

    def ask(self, command, version=None, **more) -> str:
        drawn = self.version if version is None else version
        return command(provisioning=str(self.id), version=drawn, **more).token

    def shows(self, who, step):
        return who.sends(self.ask(GoTo, step=step))

    def describes(self, who, host, **fields):
        """The form of a site, filled in."""
        site = fields.pop("site", "")
        return who.sends(self.ask(DescribeSite, sent=True, site=site), host=host, **(HERE | fields))

    def shares(self, who, *given):
        fields = {f"{SHARE}{place}": str(own) for place, own in enumerate(given, 1)}
        return who.sends(self.ask(ShareLicences, sent=True), **fields)

    def locates(self, who, name, country="FR", place=0, **fields):
        """Both forms of a location, filled in."""
        said = {"language": "fr_FR"} | HEADQUARTERS | fields
        return who.sends(self.ask(DescribeLocation, part=2, called=name, country=country, place=place), **said)

    def sets_up(self, who):
        return who.sends(self.ask(SetUp))

    def shows_done(self, who):
        return who.sends(self.ask(OpenProvisioning))
