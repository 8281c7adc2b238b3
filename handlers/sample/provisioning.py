"""The sample's Webex order that is still to be set up: Fabrikam's, with its partner Atelier Cloud."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from handlers.policy.terms import utc_day
from handlers.sample.loading import sample_id
from handlers.sample.people import ATELIER_ADMIN
from store import provisionings
from store.provisionings import Line, NewProvisioning
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, WebexService

REFERENCE: Final = "WBX-2040117"
_AGE: Final = timedelta(days=2)
_GIVEN: Final = timedelta(days=30)
_LINES: Final = (
    Line(WebexService.MEETINGS, "Webex Meetings", 30),
    Line(WebexService.CALLING, "Webex Calling", 30),
)


def load_provisioning(db: Connection, now: datetime) -> None:
    """It came in two days ago, and nobody has begun with it."""
    seller = OrganisationId(sample_id("organisation", "Atelier Cloud"))
    new = NewProvisioning(
        id=ProvisioningId(sample_id("provisioning", REFERENCE)),
        organisation=seller,
        reference=REFERENCE,
        contact=ATELIER_ADMIN,
        customer_name="Fabrikam",
        received_at=now - _AGE,
        due_on=utc_day(now - _AGE + _GIVEN),
        lines=_LINES,
    )
    provisionings.take_in(db, Scope(seller), new, now)
