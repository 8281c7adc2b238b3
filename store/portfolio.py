"""Organisations of one kind below another, each with what it and all below it hold; every query within a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
)

from store.accounts import links
from store.schema import domains, lineage, offers, organisations, products, subscriptions
from store.values import (
    Activation,
    EndOfTerm,
    LinkPurpose,
    OrganisationId,
    OrganisationKind,
    Policy,
    Scope,
    SubscriptionStatus,
)

MOST_WORDS: Final = 4


class Sort(StrEnum):
    """Licences: most first; what ends next comes first, what never ends last."""

    NAME = "name"
    LICENCES = "licences"
    EXPIRY = "expiry"


class State(StrEnum):
    """How far an organisation's activation is; expired is pending with a link that ran out."""

    NOT_INVITED = "not-invited"
    PENDING = "pending"
    ACTIVE = "active"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which organisations. Each of `words`, as (typed in lower case, folded), is in the name, tenant or a domain."""

    kind: OrganisationKind
    words: tuple[tuple[str, str], ...] = ()
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What is active: `ends_on` is when the next term ends, `stops` whether it then ends for good."""

    licences: int
    subscriptions: int
    skus: int
    ends_on: date | None
    stops: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation as a list shows it."""

    id: OrganisationId
    number: int
    name: str
    tenant: str | None
    contact: str | None
    state: State
    figures: Figures

    @property
    def label(self) -> str:
        return f"O-{self.number:06}"


def page(
    db: Connection, scope: Scope, wanted: Wanted, now: datetime, *, sort: Sort, offset: int, most: int
) -> list[Line]:
    """Some of them, in that order."""
    statement = _page(sort, *_shape(wanted))
    rows = db.execute(statement, _values(scope, wanted, now) | {"offset": offset, "most": most})
    return [_line(row) for row in rows.mappings()]


def totals(db: Connection, scope: Scope, wanted: Wanted, now: datetime) -> tuple[int, Figures]:
    """How many there are, and what all of them hold together."""
    row = db.execute(_totals(*_shape(wanted)), _values(scope, wanted, now)).mappings().one()
    return row["organisations"], _figures(row)


def skus(db: Connection, scope: Scope, *, most: int) -> list[tuple[str, str, int]]:
    """SKU, product and licences of what is active within the scope, the most licences first."""
    return [(row[0], row[1], int(row[2])) for row in db.execute(_SKUS, {"root": scope.root, "most": most})]


def figures(db: Connection, scope: Scope) -> Figures:
    """Of everything that is active within the scope."""
    return _figures(db.execute(_FIGURES, {"root": scope.root}).mappings().one())


def count_by_kind(db: Connection, scope: Scope) -> dict[OrganisationKind, int]:
    """How many of each kind there are, the scope's own organisation included."""
    return {row[0]: row[1] for row in db.execute(_KINDS, {"root": scope.root})}


_lasting: Final = products.c.policy != Policy.PERPETUAL
_ends: Final = func.min(case((_lasting, subscriptions.c.ends_on)))
_stops: Final = func.min(case((_lasting & (subscriptions.c.end_of_term == EndOfTerm.STOP), subscriptions.c.ends_on)))
_licences: Final = func.coalesce(func.sum(subscriptions.c.seats), 0)
_held: Final = (
    _licences.label("licences"),
    func.count(subscriptions.c.id.distinct()).label("subscriptions"),
    func.count(offers.c.product_id.distinct()).label("skus"),
    _ends.label("ends_on"),
    _stops.label("stops_on"),
)
_active: Final = subscriptions.c.status == SubscriptionStatus.ACTIVE
_link_holds: Final = links.c.expires_at > bindparam("now", type_=links.c.expires_at.type)
_pending: Final = organisations.c.activation == Activation.PENDING
_state: Final = case(
    (organisations.c.activation == Activation.ACTIVE, State.ACTIVE.value),
    (_pending & func.coalesce(_link_holds, false()), State.PENDING.value),
    (_pending, State.EXPIRED.value),
    else_=State.NOT_INVITED.value,
)
_link: Final = and_(links.c.purpose == LinkPurpose.ACTIVATION, links.c.subject_id == organisations.c.id)
_below: Final = lineage.alias("below")
_root: Final = lineage.c.ancestor == bindparam("root")
_SKUS: Final = (
    select(products.c.sku, products.c.name, func.sum(subscriptions.c.seats))
    .join(offers, offers.c.product_id == products.c.id)
    .join(subscriptions, subscriptions.c.offer_id == offers.c.id)
    .join(lineage, lineage.c.descendant == subscriptions.c.organisation_id)
    .where(_root, _active)
    .group_by(products.c.id, products.c.sku, products.c.name)
    .order_by(func.sum(subscriptions.c.seats).desc(), products.c.name)
    .limit(bindparam("most"))
)
_FIGURES: Final = (
    select(*_held)
    .select_from(lineage)
    .join(subscriptions, subscriptions.c.organisation_id == lineage.c.descendant)
    .join(offers, offers.c.id == subscriptions.c.offer_id)
    .join(products, products.c.id == offers.c.product_id)
    .where(_root, _active)
)
_KINDS: Final = (
    select(organisations.c.kind, func.count())
    .join(lineage, lineage.c.descendant == organisations.c.id)
    .where(_root)
    .group_by(organisations.c.kind)
)
_ORDERS: Final = {
    Sort.NAME: (),
    Sort.LICENCES: (_licences.desc(),),
    Sort.EXPIRY: (_ends.is_(None), _ends),
}


def _shape(wanted: Wanted) -> tuple[int, bool]:
    """What a statement depends on, so that each is built once."""
    return len(wanted.words[:MOST_WORDS]), wanted.state is not None


def _values(scope: Scope, wanted: Wanted, now: datetime) -> dict[str, object]:
    given: dict[str, object] = {"root": scope.root, "kind": wanted.kind, "now": now, "state": wanted.state}
    for place, (typed, folded) in enumerate(wanted.words[:MOST_WORDS]):
        given |= {f"typed{place}": _like(typed), f"folded{place}": _like(folded)}
    return given


def _like(word: str) -> str:
    """Anywhere in a text; an empty word is in none."""
    return f"%{_escaped(word)}%" if word else ""


def _escaped(word: str) -> str:
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _chosen(words: int, *, state: bool) -> Iterator[ColumnElement[bool]]:
    yield _root
    yield organisations.c.kind == bindparam("kind")
    yield from (_has(place) for place in range(words))
    if state:
        yield _state == bindparam("state")


def _has(place: int) -> ColumnElement[bool]:
    """The name, the tenant or a domain has the word in it."""
    typed: BindParameter[str] = bindparam(f"typed{place}")
    folded: BindParameter[str] = bindparam(f"folded{place}")
    domain = domains.c.domain.like(typed, escape="/")
    return or_(
        organisations.c.folded.like(folded, escape="/"),
        func.lower(organisations.c.tenant).like(typed, escape="/"),
        select(domains.c.domain).where(domains.c.organisation_id == organisations.c.id, domain).exists(),
    )


@cache
def _page(sort: Sort, words: int, state: bool) -> Select[tuple[object, ...]]:  # noqa: FBT001 - a shape
    """By name only the page's own organisations are added up."""
    by_name = (organisations.c.folded, organisations.c.id)
    first = (
        select(organisations.c.id)
        .join(lineage, lineage.c.descendant == organisations.c.id)
        .outerjoin(links, _link)
        .where(*_chosen(words, state=state))
    )
    if sort is Sort.NAME:
        these = first.order_by(*by_name).limit(bindparam("most")).offset(bindparam("offset"))
        return _added_up(organisations.c.id.in_(these)).order_by(*by_name)
    return (
        _added_up(organisations.c.id.in_(first))
        .order_by(*_ORDERS[sort], *by_name)
        .limit(bindparam("most"))
        .offset(bindparam("offset"))
    )


def _added_up(which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    columns = (organisations.c.id, organisations.c.number, organisations.c.name)
    more = (organisations.c.tenant, organisations.c.contact, func.min(_state).label("state"))
    statement = _joined(select(*columns, *more, *_held).select_from(organisations).outerjoin(links, _link))
    return statement.where(which).group_by(organisations.c.id)


def _joined(statement: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    """With the active subscriptions of each organisation and those below it."""
    return (
        statement.join(_below, _below.c.ancestor == organisations.c.id)
        .outerjoin(subscriptions, and_(subscriptions.c.organisation_id == _below.c.descendant, _active))
        .outerjoin(offers, offers.c.id == subscriptions.c.offer_id)
        .outerjoin(products, products.c.id == offers.c.product_id)
    )


@cache
def _totals(words: int, state: bool) -> Select[tuple[object, ...]]:  # noqa: FBT001 - a shape
    statement = select(func.count(organisations.c.id.distinct()).label("organisations"), *_held).select_from(
        organisations
    )
    statement = statement.join(lineage, lineage.c.descendant == organisations.c.id).outerjoin(links, _link)
    return _joined(statement).where(*_chosen(words, state=state))


def _line(row: RowMapping) -> Line:
    values = {name: row[name] for name in _COPIED}
    return Line(**values, state=State(row["state"]), figures=_figures(row))


def _figures(row: RowMapping) -> Figures:
    stops = row["stops_on"] is not None and row["stops_on"] == row["ends_on"]
    return Figures(int(row["licences"]), row["subscriptions"], row["skus"], row["ends_on"], stops)


_COPIED: Final = tuple(name for name in Line.__slots__ if name not in {"state", "figures"})
