"""Orders: drafted, placed by one press, claimed by one worker, settled once; every read within a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from store.buying import approvals, orders
from store.counters import next_number
from store.database import wake
from store.order_events import reached
from store.prepared import Insertion, Query
from store.schema import lineage, organisations, people, subscriptions
from store.values import (
    ApprovalState,
    InstallationId,
    Money,
    OfferId,
    OrderId,
    OrderKind,
    OrderState,
    OrganisationId,
    PersonId,
    Scope,
    SubscriptionId,
    SupplierKind,
)

_RUNNING = tuple(state for state in OrderState if state.is_running)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to order; `version` is the subscription's, or the cart's, as its asker saw it.

    `offer` is the one that the subscription will run by; `title` says what is bought where there is none yet.
    """

    id: OrderId
    organisation: OrganisationId
    subscription: SubscriptionId | None
    asker: PersonId
    kind: OrderKind
    seats_before: int
    seats_after: int
    price: Money
    version: int
    installation: InstallationId
    account: str
    payment: str = ""
    offer: OfferId | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order as a card shows it; `number` is None until it is placed. Moments are UTC.

    `reason` is a code of ours, `remark` is in the supplier's words; `supplied` are the seats there were afterwards.
    """

    id: OrderId
    number: int | None
    organisation: OrganisationId
    customer: str
    subscription: SubscriptionId | None
    product: str
    asker: PersonId
    asker_name: str
    kind: OrderKind
    state: OrderState
    seats_before: int
    seats_after: int
    price: Money
    version: int
    installation: InstallationId
    account: str
    offer: OfferId | None
    payment: str
    supplier: SupplierKind
    reference: str | None
    tries: int
    reason: str | None
    remark: str | None
    supplied: int | None
    drafted_at: datetime
    placed_at: datetime | None
    asked_at: datetime | None
    settled_at: datetime | None

    @property
    def label(self) -> str:
        return f"C-{self.number or 0:06}"


_seller = organisations.alias()
_SAID = (
    select(_seller.c.supplier)
    .join(lineage, lineage.c.ancestor == _seller.c.id)
    .where(lineage.c.descendant == orders.c.organisation_id, lineage.c.depth > 0, _seller.c.supplier.is_not(None))
    .order_by(lineage.c.depth)
    .limit(1)
    .correlate(orders)
    .scalar_subquery()
)
_CHOSEN = func.coalesce(_SAID, SupplierKind.TABLES.value)
"""Who carries an order out: as the nearest seller above its customer has said."""
_DRAFTED = (
    *("id", "organisation_id", "subscription_id", "asker_id", "kind", "state", "seats_before", "seats_after"),
    *("amount", "currency", "version", "installation_id", "account", "payment", "offer_id", "title", "drafted_at"),
)
_DRAFT = Insertion(
    insert(orders)
    .from_select(
        _DRAFTED,
        select(*(bindparam(name, type_=orders.c[name].type) for name in _DRAFTED))
        .select_from(lineage)
        .where(lineage.c.ancestor == bindparam("root"), lineage.c.descendant == bindparam("organisation_id")),
    )
    .on_conflict_do_nothing(index_elements=["id"])
)
_is_running = or_(*(orders.c.state == state for state in _RUNNING))
_ORDER = (
    select(
        orders,
        organisations.c.name.label("customer"),
        func.coalesce(subscriptions.c.name, orders.c.title, "").label("product"),
        people.c.name.label("asker_name"),
    )
    .join(organisations, organisations.c.id == orders.c.organisation_id)
    .outerjoin(subscriptions, subscriptions.c.id == orders.c.subscription_id)
    .join(people, people.c.id == orders.c.asker_id)
    .join(lineage, lineage.c.descendant == orders.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"))
)
_ONE = Query(_ORDER.where(orders.c.id == bindparam("id")))
_LOCK = (
    select(orders.c.id)
    .join(lineage, lineage.c.descendant == orders.c.organisation_id)
    .where(lineage.c.ancestor == bindparam("root"), orders.c.id == bindparam("id"))
    .with_for_update(of=orders)
)
_NUMBERED = _ORDER.where(orders.c.number == bindparam("number"))
_RUNNING_ON = Query(_ORDER.where(orders.c.subscription_id == bindparam("subscription"), _is_running))
_LAST_ON = (
    _ORDER.where(orders.c.subscription_id == bindparam("subscription"), orders.c.placed_at >= bindparam("since"))
    .order_by(orders.c.number.desc())
    .limit(1)
)
_PLACED = _ORDER.where(orders.c.number.is_not(None)).order_by(orders.c.number.desc())


def draft(db: Connection, scope: Scope, wanted: Draft, now: datetime) -> None:
    """Remember what was proposed; the same draft again changes nothing."""
    _DRAFT.run(
        db,
        {
            "root": scope.root,
            "id": wanted.id,
            "organisation_id": wanted.organisation,
            "subscription_id": wanted.subscription,
            "asker_id": wanted.asker,
            "kind": wanted.kind,
            "state": OrderState.DRAFT,
            "seats_before": wanted.seats_before,
            "seats_after": wanted.seats_after,
            "amount": wanted.price.amount,
            "currency": wanted.price.currency,
            "version": wanted.version,
            "installation_id": wanted.installation,
            "account": wanted.account,
            "payment": wanted.payment or None,
            "offer_id": wanted.offer,
            "title": wanted.title,
            "drafted_at": now,
        },
    )


def get(db: Connection, scope: Scope, id: OrderId, *, lock: bool = False) -> Order | None:
    """`lock`: until the transaction ends, and before it is read; whatever it is about is locked after it."""
    if lock:
        db.execute(_LOCK, {"root": scope.root, "id": id})
    row = _ONE.run(db, {"root": scope.root, "id": id}).one_or_none()
    return None if row is None else _order(row._mapping)


def numbered(db: Connection, scope: Scope, number: int) -> Order | None:
    row = db.execute(_NUMBERED, {"root": scope.root, "number": number}).mappings().one_or_none()
    return None if row is None else _order(row)


def running_on(db: Connection, scope: Scope, subscription: SubscriptionId) -> Order | None:
    """The order on a subscription that is still being carried out, if any."""
    row = _RUNNING_ON.run(db, {"root": scope.root, "subscription": subscription}).first()
    return None if row is None else _order(row._mapping)


def last_on(db: Connection, scope: Scope, subscription: SubscriptionId, since: datetime) -> Order | None:
    """The latest order on a subscription that was placed then or later, if any."""
    values = {"root": scope.root, "subscription": subscription, "since": since}
    row = db.execute(_LAST_ON, values).mappings().one_or_none()
    return None if row is None else _order(row)


def each(db: Connection, scope: Scope) -> Iterator[Order]:
    """All placed orders, newest first, some thousand rows in memory at a time."""
    rows = db.execute(_PLACED, {"root": scope.root}, execution_options={"yield_per": 2_000})
    return map(_order, rows.mappings())


def place(
    db: Connection, scope: Scope, order: Order, person: PersonId, now: datetime, price: Money | None = None
) -> bool:
    """A draft, or one that waited for its approval, is ordered; False when a press before this one did that.

    `price` is what it costs now, where waiting has made it less.
    """
    ordered = {
        "state": OrderState.ACCEPTED,
        "placed_at": now,
        "supplier": _CHOSEN,
        "amount": (price or order.price).amount,
    }
    if not _advance(db, scope, order, ordered):
        return False
    reached(db, order.id, OrderState.ACCEPTED, now, person)
    wake(db, "orders")
    return True


def hold(db: Connection, scope: Scope, order: Order, person: PersonId, now: datetime) -> bool:
    """A draft waits for an approval, with a number; False when a press before this one did that."""
    if not _advance(db, scope, order, {"state": OrderState.WAITING}):
        return False
    reached(db, order.id, OrderState.WAITING, now, person)
    return True


def turn_down(db: Connection, scope: Scope, order: Order, reason: str, now: datetime, by: PersonId | None) -> bool:
    """An order that waited for its approval will not be carried out; `reason` is a code."""
    refused = {"state": OrderState.REFUSED, "reason": reason, "settled_at": now}
    if not _advance(db, scope, order, refused):
        return False
    reached(db, order.id, OrderState.REFUSED, now, by)
    return True


def _advance(db: Connection, scope: Scope, order: Order, to: dict[str, object]) -> bool:
    """From the state that was seen, once; with a number from then on."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    mine = (orders.c.id == order.id) & orders.c.organisation_id.in_(within)
    if db.execute(update(orders).where(mine, orders.c.state == order.state).values(to)).rowcount == 0:
        return False
    if order.number is None:
        db.execute(update(orders).where(orders.c.id == order.id).values(number=next_number(db, "orders")))
    return True


def withdraw(db: Connection, scope: Scope, order: Order, now: datetime) -> None:
    """A draft is put aside; an order that was placed stays."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    mine = (orders.c.id == order.id) & orders.c.organisation_id.in_(within) & (orders.c.state == OrderState.DRAFT)
    db.execute(update(orders).where(mine).values(state=OrderState.WITHDRAWN, settled_at=now))


def take_back(db: Connection, scope: Scope, order: Order, person: PersonId, now: datetime) -> bool:
    """An order that nobody has begun with is withdrawn, and so is its request; False if it is too late."""
    within = select(lineage.c.descendant).where(lineage.c.ancestor == scope.root)
    mine = (orders.c.id == order.id) & orders.c.organisation_id.in_(within)
    early = update(orders).where(mine, orders.c.state.in_((OrderState.WAITING, OrderState.ACCEPTED)))
    if db.execute(early.values(state=OrderState.WITHDRAWN, settled_at=now)).rowcount == 0:
        return False
    asked = (approvals.c.order_id == order.id) & (approvals.c.state == ApprovalState.ASKED)
    db.execute(update(approvals).where(asked).values(state=ApprovalState.WITHDRAWN, decided_at=now))
    reached(db, order.id, OrderState.WITHDRAWN, now, person)
    return True


def _order(row: RowMapping) -> Order:
    return Order(
        id=row["id"],
        number=row["number"],
        organisation=row["organisation_id"],
        customer=row["customer"],
        subscription=row["subscription_id"],
        product=row["product"],
        asker=row["asker_id"],
        asker_name=row["asker_name"],
        kind=row["kind"],
        state=row["state"],
        seats_before=row["seats_before"],
        seats_after=row["seats_after"],
        price=Money(row["amount"], row["currency"]),
        version=row["version"],
        installation=row["installation_id"],
        account=row["account"],
        offer=row["offer_id"],
        payment=row["payment"] or "",
        supplier=row["supplier"],
        reference=row["reference"],
        tries=row["tries"],
        reason=row["reason"],
        remark=row["remark"],
        supplied=row["supplied"],
        drafted_at=row["drafted_at"],
        placed_at=row["placed_at"],
        asked_at=row["asked_at"],
        settled_at=row["settled_at"],
    )
