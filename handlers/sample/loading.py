"""The sample data as rows of the tables, for the moment they are loaded at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection

from handlers.policy import person_names, product_names
from handlers.policy.names import fold
from handlers.policy.terms import ONE_DAY, add_months, first_second, term_end, utc_day
from handlers.sample.goods import (
    CONTACTS,
    HOLDINGS,
    INVITATIONS,
    ORGANISATIONS,
    PRODUCT_CHANGES,
    PRODUCTS,
    SELLERS,
    Holding,
    Organisation,
    Product,
)
from handlers.sample.people import OPERATORS, Operator, contoso_users
from store import additions, contacts, installing, links, product_changes, profiles
from store.additions import (
    NewAssignment,
    NewBatch,
    NewDomain,
    NewGrant,
    NewOffer,
    NewOrganisation,
    NewPerson,
    NewPrice,
    NewProduct,
    NewSubscription,
    NewUser,
)
from store.contacts import Contact
from store.counters import next_number
from store.values import (
    BatchOrigin,
    Billing,
    LinkPurpose,
    OrganisationId,
    PersonId,
    Scope,
    SubscriptionStatus,
    TermLength,
)

Seller = tuple[str, str, str, Decimal]
Choice = tuple[TermLength, Billing, str]
_NAMESPACE: Final = UUID("5d1b4f9e-0f6c-4f3a-9a55-6a1f0f3f5d0e")
_CENT: Final = Decimal("0.01")
_PRODUCTS: Final = {product.sku: product for product in PRODUCTS}
_COUNTRIES: Final = {organisation.name: organisation.country for organisation in ORGANISATIONS}
_PRICE_LISTS: Final = {country: (currency, factor) for _seller, country, currency, factor in SELLERS}
_PRICED_FOR: Final = timedelta(days=400)
_RISE: Final = (timedelta(days=60), Decimal("1.05"))
"""From when on everything costs how much more."""


class NotEmpty(Exception):
    """The database holds something already."""


class NoSuchOrganisation(Exception):
    """An operator was asked for in an organisation that the sample data does not have."""


def load(db: Connection, now: datetime, operators: Iterable[Operator] = ()) -> None:
    """Fill an empty database, with further operators if wanted. The same moment makes the same ids."""
    if installing.house(db) is not None:
        raise NotEmpty
    additions.organisations(db, [_organisation(number, one, now) for number, one in enumerate(ORGANISATIONS, 1)])
    next_number(db, "organisations", len(ORGANISATIONS))
    additions.domains(db, _domains())
    _appoint(db, (*OPERATORS, *operators), now)
    additions.users(db, _users(now))
    _stock(db, now)
    additions.subscriptions(db, *_subscriptions(now))
    next_number(db, "subscriptions", len(HOLDINGS))
    additions.assignments(db, _assignments(now))
    _name_contacts(db)
    _invite(db, now)


def sample_id(noun: str, *names: str) -> UUID:
    """The id of a sample row: `sample_id("organisation", "Contoso")`."""
    return uuid5(_NAMESPACE, ":".join((noun, *names)))


def _organisation(number: int, one: Organisation, now: datetime) -> NewOrganisation:
    return NewOrganisation(
        id=sample_id("organisation", one.name),
        number=number,
        kind=one.kind,
        name=one.name,
        folded=fold(one.name),
        parent_id=sample_id("organisation", one.parent) if one.parent else None,
        created_at=now,
        tenant=one.tenant,
        country=one.country,
        zone=one.zone,
        active_users=one.active_users,
        last_active_on=None if one.quiet_for is None else utc_day(now - one.quiet_for),
        figures_on=None if one.active_users is None else utc_day(now),
    )


def _domains() -> list[NewDomain]:
    return [
        NewDomain(sample_id("organisation", one.name), domain, domain in one.verified)
        for one in ORGANISATIONS
        for domain in (*one.verified, *one.claimed)
    ]


def _appoint(db: Connection, operators: Sequence[Operator], now: datetime) -> None:
    if strange := {one.organisation for one in operators} - _COUNTRIES.keys():
        raise NoSuchOrganisation(", ".join(sorted(strange)))
    additions.people(
        db,
        [
            NewPerson(sample_id("person", one.email), one.email.casefold(), one.name or one.email, now)
            for one in operators
        ],
    )
    additions.grants(
        db,
        [
            NewGrant(sample_id("person", one.email), sample_id("organisation", one.organisation), one.role, now)
            for one in operators
        ],
    )


def _invite(db: Connection, now: datetime) -> None:
    """Activation links that were followed, wait, or ran out."""
    for one in INVITATIONS:
        organisation, sent = OrganisationId(sample_id("organisation", one.organisation)), now - one.sent
        profiles.invited(db, Scope(organisation), PersonId(sample_id("person", one.by)), one.contact)
        link = links.issue(
            db,
            sample_id("link", one.organisation),
            LinkPurpose.ACTIVATION,
            organisation,
            organisation=organisation,
            email=one.contact,
            now=sent,
            expires_at=sent + timedelta(days=7),
        )
        if one.followed is not None:
            links.use(db, link.id, link.generation, now - one.followed)
            profiles.activate(db, Scope(organisation), now - one.followed)


def _users(now: datetime) -> list[NewUser]:
    contoso = sample_id("organisation", "Contoso")
    return [
        NewUser(
            id=sample_id("user", one.login),
            organisation_id=contoso,
            first_name=one.first_name,
            last_name=one.last_name,
            login=one.login,
            folded=person_names.sorted_by(one.first_name, one.last_name, one.login),
            words=person_names.words(one.first_name, one.last_name, one.login),
            staff=one.staff,
            status=one.status,
            created_at=now,
        )
        for one in contoso_users()
    ]


def _stock(db: Connection, now: datetime) -> None:
    """Products, the choices of term and billing, and the sellers' price lists."""
    products = [
        NewProduct(
            id=sample_id("product", one.sku),
            sku=one.sku,
            name=one.name,
            folded=fold(one.name),
            policy=one.policy,
            category=one.category,
            url=one.url,
            words=product_names.words(one.name, one.sku, one.category),
        )
        for one in PRODUCTS
    ]
    additions.products(db, products)
    choices = [(product, length, billing) for product in PRODUCTS for length, billing, _price in product.prices]
    additions.offers(
        db,
        [
            NewOffer(_offer(product.sku, length, billing), sample_id("product", product.sku), length, billing)
            for product, length, billing in choices
        ],
    )
    additions.prices(db, _prices(now))
    for sku, target, direction in PRODUCT_CHANGES:
        product_changes.put(db, sample_id("product", sku), sample_id("product", target), direction)


def _offer(sku: str, length: TermLength, billing: Billing) -> UUID:
    return sample_id("offer", sku, length, billing)


def _prices(now: datetime) -> list[NewPrice]:
    """For each seller today's price of every offer, and the one after the rise."""
    today = utc_day(now)
    since, rise = first_second(today - _PRICED_FOR), first_second(today + _RISE[0])
    spans = ((since, rise, Decimal(1)), (rise, None, _RISE[1]))
    return [
        _priced(seller, product, choice, span)
        for seller in SELLERS
        for product in PRODUCTS
        for choice in product.prices
        for span in spans
    ]


def _priced(
    seller: Seller, product: Product, choice: Choice, span: tuple[datetime, datetime | None, Decimal]
) -> NewPrice:
    (name, country, currency, factor), (length, billing, price), (start, end, more) = seller, choice, span
    offer = _offer(product.sku, length, billing)
    return NewPrice(
        id=sample_id("price", name, str(offer), start.isoformat()),
        seller_id=sample_id("organisation", name),
        product_id=sample_id("product", product.sku),
        offer_id=offer,
        country=country,
        currency=currency,
        unit_price=(Decimal(price) * factor * more).quantize(_CENT, ROUND_HALF_UP),
        valid_from=start,
        valid_to=end,
        max_seats=product.most,
    )


def _subscriptions(now: datetime) -> tuple[list[NewSubscription], list[NewBatch]]:
    held = [_subscription(number, one, now) for number, one in enumerate(HOLDINGS, 1)]
    batches = [_batch(row, one, now) for row, one in zip(held, HOLDINGS, strict=True)]
    return held, batches


def _subscription(number: int, one: Holding, now: datetime) -> NewSubscription:
    starts_on, ends_on, anchor = _term(one, now)
    currency, price = _price(one)
    name = _PRODUCTS[one.sku].name
    return NewSubscription(
        id=sample_id("subscription", one.customer, name),
        number=number,
        organisation_id=sample_id("organisation", one.customer),
        offer_id=_offer(one.sku, one.length, one.billing),
        name=name,
        folded=fold(name),
        reference=str(sample_id("reference", one.customer, name)),
        seats=one.seats,
        unit_price=price,
        currency=currency,
        payment="invoice",
        starts_on=starts_on,
        ends_on=ends_on,
        anchor_day=anchor,
        status=SubscriptionStatus.ACTIVE,
        end_of_term=one.end_of_term,
        created_at=now - one.age,
    )


def _name_contacts(db: Connection) -> None:
    for one in CONTACTS:
        scope = Scope(OrganisationId(sample_id("organisation", one.organisation)))
        contacts.say(db, scope, Contact(one.kind, one.name, one.email, one.phone, one.url))


def _term(one: Holding, now: datetime) -> tuple[date, date, int]:
    """First day, last day and anchor day."""
    if one.ends_in is None:
        starts_on = utc_day(now - one.age)
        return starts_on, term_end(starts_on, one.length, starts_on.day), starts_on.day
    next_term = utc_day(now) + one.ends_in + ONE_DAY
    return add_months(next_term, -one.length.months, next_term.day), next_term - ONE_DAY, next_term.day


def _price(one: Holding) -> tuple[str, Decimal]:
    currency, factor = _PRICE_LISTS[_COUNTRIES[one.customer]]
    listed = next(price for *choice, price in _PRODUCTS[one.sku].prices if choice == [one.length, one.billing])
    return currency, (Decimal(listed) * factor).quantize(_CENT, ROUND_HALF_UP)


def _batch(row: NewSubscription, one: Holding, now: datetime) -> NewBatch:
    added_at = now - one.age if one.ends_in is None else first_second(row.starts_on)
    return NewBatch(
        sample_id("batch", one.customer, row.name), row.id, one.seats, row.unit_price, BatchOrigin.PURCHASE, added_at
    )


def _assignments(now: datetime) -> list[NewAssignment]:
    """Each subscription's seats go to distinct users; the later subscriptions begin further down the list."""
    users = contoso_users()
    rows = []
    for place, one in enumerate(HOLDINGS):
        subscription = sample_id("subscription", one.customer, _PRODUCTS[one.sku].name)
        for offset in range(one.assigned):
            user = users[(place * 7 + offset) % len(users)]
            rows.append(NewAssignment(subscription, sample_id("user", user.login), now - one.age))
    return rows
