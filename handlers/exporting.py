"""The tables as rows of the import's own formats: what comes out goes in again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TextIO, TypeAlias
from uuid import UUID

from sqlalchemy import Connection

from handlers.importing import (
    operators,
    organisations,
    price_rows,
    prices,
    product_changes,
    provisionings,
    subscriptions,
    users,
)
from handlers.importing.cells import neutral
from handlers.importing.pieces import Piece, written
from handlers.policy.terms import utc_day
from store import exports
from store import product_changes as store_changes
from store.values import OrganisationKind, Scope

_NEVER: Final = {"product_id", *price_rows.ONLY_READ}
_NOT_SO_CALLED: Final = {"seller_id", "min_seats", "max_seats"}
_OF_A_PRICE: Final = tuple(name for name in exports.Price._fields if name not in _NOT_SO_CALLED)
Value: TypeAlias = str | int | bool | Decimal | date | datetime | tuple[str, ...] | None
Line: TypeAlias = dict[str, Value]
"""A row by the import's field names."""


class Names:
    """How each organisation is named in a file: by its name where that is the only one, else by its number."""

    def __init__(self, db: Connection, scope: Scope) -> None:
        known = list(exports.all_organisations(db, scope))
        counts: dict[str, int] = {}
        for one in known:
            counts[one.folded] = counts.get(one.folded, 0) + 1
        self._names = {one.id: one.name if counts[one.folded] == 1 else f"O-{one.number:06}" for one in known}
        self._tenants = {one.id: one.tenant for one in known}
        self._house = {one.id for one in known if one.kind is OrganisationKind.HOUSE}

    def of(self, organisation: UUID | None) -> str | None:
        """None for the house, which no file names, and for what is outside the scope."""
        return None if organisation is None or organisation in self._house else self._names.get(organisation)

    def tenant(self, organisation: UUID) -> str | None:
        return self._tenants.get(organisation)


def organisation_lines(db: Connection, scope: Scope) -> Iterator[Line]:
    names, domains = Names(db, scope), exports.all_domains(db, scope)
    for one in exports.all_organisations(db, scope):
        if one.kind is OrganisationKind.HOUSE:
            continue
        mine = domains.get(one.id, [])
        yield {
            "number": f"O-{one.number:06}",
            "name": one.name,
            "kind": one.kind,
            "parent": names.of(one.parent_id),
            "tenant": one.tenant,
            "country": one.country,
            "language": one.language,
            "zone": one.zone,
            "verified": tuple(domain for domain, verified in mine if verified),
            "claimed": tuple(domain for domain, verified in mine if not verified),
            "active_users": one.active_users,
            "last_active_on": one.last_active_on,
            "figures_on": one.figures_on,
            "contact": one.contact,
            "activation": one.activation,
            "industry": one.industry,
        }


def operator_lines(db: Connection, scope: Scope) -> Iterator[Line]:
    """Operators of the house are left out: no file names it."""
    names = Names(db, scope)
    for one in exports.all_operators(db, scope):
        if place := names.of(one.organisation_id):
            yield {"email": one.email, "role": one.role, "organisation": place, "name": one.name}


def user_lines(db: Connection, scope: Scope) -> Iterator[Line]:
    names = Names(db, scope)
    for one, numbers in exports.all_users(db, scope):
        yield {
            "organisation": names.of(one.organisation_id),
            "first_name": one.first_name,
            "last_name": one.last_name,
            "login": one.login,
            "notify": one.notify,
            "staff": "staff" if one.staff else "services",
            "status": one.status,
            "street": one.street,
            "postal_code": one.postal_code,
            "city": one.city,
            "region": one.region,
            "country": one.country,
            "subscriptions": tuple(f"S-{number:06}" for number in numbers),
        }


def subscription_lines(db: Connection, scope: Scope) -> Iterator[Line]:
    names = Names(db, scope)
    for one, held in exports.all_subscriptions(db, scope):
        yield {
            "number": f"S-{one.number:06}",
            "customer": names.of(one.organisation_id),
            "tenant": names.tenant(one.organisation_id),
            "reference": one.reference,
            "product": one.product,
            "sku": one.sku,
            "policy": one.policy,
            "category": one.category,
            "seats": one.seats,
            "length": one.length,
            "billing": one.billing,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "renewal": one.end_of_term,
            "unit_price": one.unit_price,
            "currency": one.currency,
            "status": one.status,
            "payment": one.payment,
            "scheduled_seats": one.scheduled_seats,
            "batches": written(Piece(piece.seats, piece.unit_price, piece.added_at, piece.origin) for piece in held),
        }


def price_lines(db: Connection, scope: Scope) -> Iterator[Line]:
    names = Names(db, scope)
    for one in exports.all_prices(db, scope):
        said = {name: getattr(one, name) for name in _OF_A_PRICE}
        yield {"seller": names.of(one.seller_id), **said, "least": one.min_seats, "most": one.max_seats}


def product_change_lines(db: Connection, _scope: Scope) -> Iterator[Line]:
    """The catalogue is everybody's."""
    for one in store_changes.every(db):
        yield {name: getattr(one, name) for name in store_changes.Named._fields}


def order_lines(db: Connection, scope: Scope) -> Iterator[Line]:
    """Those that are still to be set up."""
    names = Names(db, scope)
    for one in exports.all_orders(db, scope):
        yield {
            "reference": one.reference,
            "organisation": names.of(one.organisation_id),
            "contact": one.contact,
            "customer": one.customer,
            "product": one.product,
            "service": one.service,
            "licences": one.licences,
            "received": one.received_at,
            "due": (one.due_on - utc_day(one.received_at)).days,
        }


Lines: TypeAlias = Callable[[Connection, Scope], Iterator[Line]]
KINDS: Final[Mapping[str, tuple[Mapping[str, tuple[str, ...]], Lines]]] = {
    "organisations": (organisations.FORM.columns, organisation_lines),
    "operators": (operators.FORM.columns, operator_lines),
    "users": (users.FORM.columns, user_lines),
    "subscriptions": (subscriptions.FORM.columns, subscription_lines),
    "prices": (prices.FORM.columns, price_lines),
    "orders": (provisionings.FORM.columns, order_lines),
    "product-changes": (product_changes.FORM.columns, product_change_lines),
}
"""By kind: the import's columns, and the rows."""


def write_csv(db: Connection, scope: Scope, kind: str, to: TextIO) -> None:
    """A header and the rows; nothing in them is a formula to a spreadsheet."""
    out = csv.writer(to, lineterminator="\n")
    out.writerow(header(kind))
    out.writerows(map(neutral, row) for row in rows(db, scope, kind))


def header(kind: str) -> list[str]:
    """The import's own column names."""
    columns, _lines = KINDS[kind]
    return [columns[name][0] for name in _used(kind)]


def rows(db: Connection, scope: Scope, kind: str) -> Iterator[list[str]]:
    """The cells below the header, as text."""
    _columns, lines = KINDS[kind]
    used = _used(kind)
    return ([_cell(line.get(name)) for name in used] for line in lines(db, scope))


def _used(kind: str) -> list[str]:
    columns, _lines = KINDS[kind]
    return [name for name in columns if name not in _NEVER]


def write_json(db: Connection, scope: Scope, kind: str, to: TextIO) -> None:
    """A list of objects, one a line."""
    columns, lines = KINDS[kind]
    to.write("[")
    for place, line in enumerate(lines(db, scope)):
        row = {columns[name][0]: _plain(value) for name, value in line.items()}
        to.write((",\n" if place else "\n") + json.dumps(row, ensure_ascii=False))
    to.write("\n]\n")


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " ".join(value)
        case _:
            return str(_plain(value))


def _plain(value: Value) -> str | int | bool | list[str] | None:
    """As JSON has it: amounts and moments as text, so that nothing of them is lost."""
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case tuple():
            return list(value)
        case _:
            return value
