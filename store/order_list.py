"""What a list of orders shows: orders and files of users that were applied, by their numbers, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, String, Table, bindparam, func, null, select, type_coerce
from sqlalchemy import union_all as together

from store.buying import orders
from store.schema import lineage, organisations, subscriptions
from store.user_runs import RUN, Run
from store.values import OrderKind, OrderState, Scope
from store.values.webex import RunState
from store.wholesale import user_runs as runs


class Entry(NamedTuple):
    """An order, or a file of users: that one has no `kind`, is called as the file is, and `after` counts its rows."""

    number: int
    customer: str
    name: str
    kind: OrderKind | None
    state: OrderState | RunState
    before: int
    after: int

    @property
    def label(self) -> str:
        return f"C-{self.number:06}"


class Going(NamedTuple):
    """How many wait for an approval or are being carried out, and how many files of users are held up."""

    open: int
    held_up: int = 0


_Row = tuple[int, str, str, str | None, str, int, int]


def _within(table: Table) -> ColumnElement[bool]:
    reach = select(lineage.c.descendant).where(lineage.c.ancestor == bindparam("root"))
    return table.c.organisation_id.in_(reach) & table.c.number.is_not(None)


def _latest(of: Select[_Row], number: ColumnElement[int]) -> Select[_Row]:
    """As many as can be on the page, so that no more of either kind are put in order."""
    return select(of.order_by(number.desc()).limit(bindparam("top")).subquery())


_ORDERS: Final[Select[_Row]] = (
    select(
        orders.c.number,
        organisations.c.name.label("customer"),
        func.coalesce(subscriptions.c.name, orders.c.title, "").label("name"),
        type_coerce(orders.c.kind, String).label("kind"),
        type_coerce(orders.c.state, String).label("state"),
        orders.c.seats_before.label("before"),
        orders.c.seats_after.label("after"),
    )
    .join(organisations, organisations.c.id == orders.c.organisation_id)
    .outerjoin(subscriptions, subscriptions.c.id == orders.c.subscription_id)
    .where(_within(orders))
)
_FILES: Final[Select[_Row]] = (
    select(
        runs.c.number,
        organisations.c.name.label("customer"),
        runs.c.name.label("name"),
        type_coerce(null(), String).label("kind"),
        type_coerce(runs.c.state, String).label("state"),
        bindparam("none", 0, unique=True).label("before"),
        runs.c.rows.label("after"),
    )
    .join(organisations, organisations.c.id == runs.c.organisation_id)
    .where(_within(runs))
)
_BOTH: Final = together(_latest(_ORDERS, orders.c.number), _latest(_FILES, runs.c.number)).subquery()
_PAGES: Final = {
    True: select(_BOTH).order_by(_BOTH.c.number.desc()),
    False: _ORDERS.order_by(orders.c.number.desc()),
}
_COUNT_ORDERS: Final = select(func.count()).select_from(orders).where(_within(orders))
_COUNT_FILES: Final = select(func.count()).select_from(runs).where(_within(runs))
_open: Final = _COUNT_ORDERS.where(orders.c.state.in_([state for state in OrderState if state.is_open]))
_running: Final = _COUNT_FILES.where(runs.c.state == RunState.RUNNING)
_held_up: Final = _COUNT_FILES.where(runs.c.state == RunState.HELD_UP)
_GOING: Final = {
    True: select(_open.scalar_subquery() + _running.scalar_subquery(), _held_up.scalar_subquery()),
    False: _open,
}
_APPLIED: Final = RUN.where(_within(runs)).order_by(runs.c.number.desc())


def page(db: Connection, scope: Scope, *, files: bool, offset: int, most: int) -> list[Entry]:
    """What was placed, newest first; `files` of users are for those who may see them."""
    values = {"root": scope.root, "top": offset + most} if files else {"root": scope.root}
    found = db.execute(_PAGES[files].limit(most).offset(offset), values)
    return [_entry(*row) for row in found]


def count(db: Connection, scope: Scope, *, files: bool) -> int:
    """How many were ever placed."""
    statements = (_COUNT_ORDERS, _COUNT_FILES) if files else (_COUNT_ORDERS,)
    return sum(db.execute(one, {"root": scope.root}).scalar_one() for one in statements)


def going(db: Connection, scope: Scope, *, files: bool) -> Going:
    """How many have not come to their end yet."""
    return Going(*db.execute(_GOING[files], {"root": scope.root}).one())


def applied(db: Connection, scope: Scope) -> Iterator[Run]:
    """All files of users that were confirmed, newest first, some thousand in memory at a time."""
    rows = db.execute(_APPLIED, {"root": scope.root}, execution_options={"yield_per": 2_000})
    return (Run(*row) for row in rows)


def _entry(number: int, customer: str, name: str, kind: str | None, state: str, before: int, after: int) -> Entry:
    if kind is None:
        return Entry(number, customer, name, None, RunState(state), before, after)
    return Entry(number, customer, name, OrderKind(kind), OrderState(state), before, after)
