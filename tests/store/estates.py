"""Random houses full of organisations, and what a list of them should say, added up one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from hypothesis import strategies as st

from handlers.policy.names import fold
from store import additions, links
from store.additions import NewDomain, NewOffer, NewOrganisation, NewProduct, NewSubscription
from store.portfolio import Figures, Sort, State
from store.values import (
    Activation,
    Billing,
    EndOfTerm,
    LinkPurpose,
    OrganisationKind,
    Policy,
    SubscriptionStatus,
    TermLength,
)

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
HOUSE, DISTRIBUTOR, PARTNER, CUSTOMER = OrganisationKind
NAMES = ["Contoso", "Contoso Labs", "Fabrikam", "100 %", "Under_score", "Société Générale", "شركة النور", "<b>Bold</b>"]
POLICIES = [Policy.NEW_COMMERCE, Policy.PERPETUAL, Policy.WHOLESALE]


@dataclass(frozen=True)
class Held:
    sku: int
    seats: int
    days: int
    status: SubscriptionStatus
    end: EndOfTerm

    @property
    def ends_on(self) -> date:
        return date(2026, 12, 1) + timedelta(days=self.days)

    @property
    def lasts(self) -> bool:
        return POLICIES[self.sku % 3] is not Policy.PERPETUAL


@dataclass
class Node:
    kind: OrganisationKind
    name: str
    state: State
    tenant: str | None
    domain: str | None
    held: list[Held]
    children: list[Node] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)
    number: int = 0

    @property
    def everybody(self) -> list[Node]:
        return [self, *(one for child in self.children for one in child.everybody)]


holdings = st.builds(
    Held,
    st.integers(0, 4),
    st.integers(1, 50),
    st.integers(0, 3),
    st.sampled_from(list(SubscriptionStatus)),
    st.sampled_from(list(EndOfTerm)),
)


def nodes(kind: OrganisationKind, children: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[Node]:
    tenants, domains = st.sampled_from([None, "contoso.example", "a_b.example"]), st.sampled_from([None, "100.example"])
    own = st.lists(holdings, max_size=3)
    states = st.sampled_from(list(State))
    return st.builds(Node, st.just(kind), st.sampled_from(NAMES), states, tenants, domains, own, children)


customers = nodes(CUSTOMER, st.just([]))
partners = nodes(PARTNER, st.lists(customers, max_size=4))
distributors = nodes(DISTRIBUTOR, st.lists(partners | customers, max_size=3))
houses = nodes(HOUSE, st.lists(distributors | customers, max_size=3))


def figures(nodes: list[Node]) -> Figures:
    """Of these and all below them."""
    active = [
        held
        for node in nodes
        for one in node.everybody
        for held in one.held
        if held.status is SubscriptionStatus.ACTIVE
    ]
    ends = min((held.ends_on for held in active if held.lasts), default=None)
    stops = any(held.end is EndOfTerm.STOP for held in active if held.lasts and held.ends_on == ends)
    return Figures(sum(held.seats for held in active), len(active), len({held.sku for held in active}), ends, stops)


def chosen(root: Node, kind: OrganisationKind, words: str, state: State | None) -> list[Node]:
    """Those of that kind whose name, tenant or domain has each word in it."""
    return [
        node
        for node in root.everybody
        if node.kind is kind and state in {None, node.state} and all(has(node, word) for word in words.split())
    ]


def has(node: Node, word: str) -> bool:
    plain = word.casefold() in f"{node.tenant or ''}\n{node.domain or ''}"
    return plain or (bool(fold(word)) and fold(word) in fold(node.name))


def ordered(nodes: list[Node], sort: Sort) -> list[Node]:
    def key(node: Node) -> tuple[object, ...]:
        said = figures([node])
        first = {Sort.NAME: 0, Sort.LICENCES: -said.licences, Sort.EXPIRY: said.ends_on or date.max}[sort]
        return (first, fold(node.name).encode(), node.id.hex)

    return sorted(nodes, key=key)


def build(db, house: Node) -> None:
    """The rows of it all."""
    products = [NewProduct(uuid4(), f"SKU-{n}", f"P{n}", f"p{n}", POLICIES[n % 3], "x") for n in range(5)]
    offers = [NewOffer(uuid4(), one.id, TermLength.YEAR, Billing.ANNUAL) for one in products]
    additions.products(db, products)
    additions.offers(db, offers)
    numbers = count(1)
    _put(db, house, None, numbers)
    places = [(node, held) for node in house.everybody for held in node.held]
    held = [_held(number, node, one, offers[one.sku].id) for number, (node, one) in enumerate(places, 1)]
    additions.subscriptions(db, held, [])


def _put(db, node: Node, parent: UUID | None, numbers) -> None:
    node.number = next(numbers)
    activation = Activation.PENDING if node.state is State.EXPIRED else Activation(node.state)
    row = NewOrganisation(node.id, node.number, node.kind, node.name, fold(node.name), parent, NOW, node.tenant)
    additions.organisations(db, [row._replace(activation=activation)])
    additions.domains(db, [NewDomain(node.id, node.domain, False)] if node.domain else [])
    if activation is Activation.PENDING:
        left = timedelta(seconds=1 if node.state is State.PENDING else 0)
        purpose = LinkPurpose.ACTIVATION
        links.issue(
            db, uuid4(), purpose, node.id, organisation=None, email="a@b.example", now=NOW, expires_at=NOW + left
        )
    for child in node.children:
        _put(db, child, node.id, numbers)


def _held(number: int, node: Node, one: Held, offer: UUID) -> NewSubscription:
    return NewSubscription(
        id=uuid4(),
        number=number,
        organisation_id=node.id,
        offer_id=offer,
        name=f"P{one.sku}",
        folded=f"p{one.sku}",
        reference=None,
        seats=one.seats,
        unit_price=Decimal(1),
        currency="EUR",
        payment="invoice",
        starts_on=date(2026, 1, 1),
        ends_on=one.ends_on,
        anchor_day=1,
        status=one.status,
        end_of_term=one.end,
        created_at=NOW,
    )
