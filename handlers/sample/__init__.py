"""A distributor with its partners, customers and subscriptions, to try things out on."""

from __future__ import annotations

from handlers.sample.keys import load_keys
from handlers.sample.loading import NoSuchOrganisation, NotEmpty, load
from handlers.sample.people import (
    ADVENTURE_ADMIN,
    ATELIER_ADMIN,
    ATELIER_READER,
    BLUE_HARBOUR_ADMIN,
    CONTOSO_ADMIN,
    CONTOSO_READER,
    HOUSE_OPERATOR,
    NORDLICHT_ADMIN,
    SERVICE_USER,
    STAFF_USER,
    Operator,
)
from handlers.sample.provisioning import load_provisioning
from handlers.sample.wholesale import load_wholesale

__all__ = [
    "ADVENTURE_ADMIN",
    "ATELIER_ADMIN",
    "ATELIER_READER",
    "BLUE_HARBOUR_ADMIN",
    "CONTOSO_ADMIN",
    "CONTOSO_READER",
    "HOUSE_OPERATOR",
    "NORDLICHT_ADMIN",
    "SERVICE_USER",
    "STAFF_USER",
    "NoSuchOrganisation",
    "NotEmpty",
    "Operator",
    "load",
    "load_keys",
    "load_provisioning",
    "load_wholesale",
]
