"""What Contoso runs itself in the sample data: a licence server, and devices on their way from a volume licence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from handlers.policy.names import fold
from handlers.policy.terms import utc_day
from handlers.sample.loading import sample_id
from store import kms_moves, licence_servers
from store.kms_moves import NewMove
from store.licence_servers import NewServer
from store.values import MoveId, OrganisationId, ServerId, SubscriptionId

_SERVER: Final = "LIC-PARIS-01"
_SINCE: Final = timedelta(days=30)
_RENEWED: Final = timedelta(days=100)
_DEVICES, _MOVED = 40, 12


def load_on_premises(db: Connection, now: datetime) -> None:
    """An activated server of Windows Server 2019; 12 of 40 devices moved, the KMS renewed the others 100 days ago."""
    contoso = OrganisationId(sample_id("organisation", "Contoso"))
    server = ServerId(sample_id("licence server", _SERVER))
    since = now - _SINCE
    licence_servers.add(db, NewServer(server, contoso, _SERVER, fold(_SERVER), 2019, since, since))
    subscription = SubscriptionId(sample_id("subscription", "Contoso", "Windows Server 2022 Standard"))
    move = MoveId(sample_id("kms move", "Contoso"))
    kms_moves.add(db, NewMove(move, contoso, subscription, _DEVICES, _MOVED, utc_day(now - _RENEWED), now))
