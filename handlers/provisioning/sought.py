"""The organisation that an order still needs: on which side, among which ones it may be, what was decided so far.

Decision 0015 says who is offered what.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.context import Context
from handlers.policy.matching import BadDomain
from handlers.policy.terms import utc_day
from handlers.provisioning.candidates import Offer, Offered, Pool
from handlers.provisioning.draft import Described, Draft, How, OrganisationDraft
from handlers.provisioning.work import Step, Work
from store import organisations
from store.provisioning_candidates import Reach
from store.values import OrganisationId, OrganisationKind
from store.values.webex import ForWhom, HandedTo

HOUSE, DISTRIBUTOR, PARTNER, CUSTOMER = OrganisationKind
_SELLERS: Final = (DISTRIBUTOR, PARTNER)
_MAKERS: Final = {HOUSE, DISTRIBUTOR}


class Why(StrEnum):
    """What the organisations on a card have to do with the order."""

    EMAIL = "email"
    DOMAIN = "domain"
    NAME = "name"
    OWN = "own"
    COMPANY = "company"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Sought:
    """`contact` is whose address speaks for an organisation; `kind` that of the seller.

    `by_stranger`: whoever asks has this order alone, and is told no names that they don't know.
    `partner` and `chosen` are what was decided, as far as it can still be.
    """

    work: Work
    side: Step
    pool: Pool
    contact: str
    kind: OrganisationKind
    by_stranger: bool
    partner: Offered | None
    chosen: Offered | None

    @property
    def described(self) -> Described | None:
        """One that is reviewed and not made yet."""
        found = self.work.draft.described
        return found if found and found.side == self.side else None

    @property
    def is_company(self) -> bool:
        """The partner is its own customer: there is nothing to choose."""
        return self.side is Step.CUSTOMER and self.work.order.for_whom is ForWhom.COMPANY

    @property
    def may_look(self) -> bool:
        """A partner's own order has no other partner, and its own company no other customer."""
        return self.kind in _MAKERS if self.side is Step.PARTNER else not self.is_company

    @property
    def parent(self) -> OrganisationId:
        """Below whom a new one would be made."""
        return self.partner.id if self.partner and self.side is Step.CUSTOMER else self.work.order.organisation

    @property
    def above(self) -> str:
        """The name of whose organisations these are."""
        return self.partner.listed.name if self.partner and self.side is Step.CUSTOMER else self.work.order.seller

    def made(self, id: OrganisationId) -> bool:
        """Whether the customer was created for this order."""
        customer = self.work.draft.customer
        return customer is not None and customer.id == id and customer.how is How.CREATED

    def called(self, words: str) -> Offer:
        """By name or number; a stranger finds only who is called so."""
        return self.pool.called_exactly(words) if self.by_stranger else self.pool.called(words)

    def keeping(self, one: OrganisationDraft) -> Draft:
        """The draft with that organisation; another partner has other customers."""
        held = self.work.draft.but(described=None)
        if self.side is Step.CUSTOMER:
            return held.but(customer=one)
        same = held.partner is not None and held.partner.id == one.id
        return held.but(partner=one, customer=held.customer if same else None)


def of(ctx: Context, work: Work) -> Sought:
    """The customer's side only once there is a partner that stands."""
    seller = organisations.get(ctx.db, work.scope, work.order.organisation)
    if seller is None:
        raise LookupError(work.order.organisation)
    partners = _pool(ctx, work, Reach(seller.id, _SELLERS, levels=2))
    partner = _kept(partners, work.draft.partner)
    contact = ctx.caller.email if work.guest is HandedTo.SOMEONE else work.order.contact
    stranger = organisations.get(ctx.db, ctx.scope, seller.id) is None
    if work.step is not Step.CUSTOMER or partner is None:
        return Sought(work, Step.PARTNER, partners, contact, seller.kind, stranger, partner, partner)
    company = work.order.for_whom is ForWhom.COMPANY
    reach = Reach(partner.id, _SELLERS, levels=0) if company else Reach(partner.id, (CUSTOMER,), levels=1)
    pool = _pool(ctx, work, reach)
    chosen = _kept(pool, work.draft.customer)
    return Sought(work, Step.CUSTOMER, pool, contact, seller.kind, stranger, partner, chosen)


def offer(sought: Sought) -> tuple[Why, Offer]:
    """What is offered without being looked for."""
    if sought.is_company and sought.partner:
        return Why.COMPANY, Offer((sought.partner,), exact=True)
    try:
        found = sought.pool.of_contact(sought.contact)
    except BadDomain:
        found = Offer()
    if found.exact:
        return Why.EMAIL, found
    further = _own(sought) if sought.side is Step.PARTNER else _by_name(sought)
    if found.offered:
        return Why.DOMAIN, found + further if sought.side is Step.PARTNER else found
    why = Why.OWN if sought.side is Step.PARTNER else Why.NAME
    return (why if further.offered else Why.NOTHING), found + further


def how(sought: Sought, one: Offered) -> How:
    """How an organisation that was pressed had been found."""
    why, found = offer(sought)
    same = next((each for each in found.offered if each.id == one.id), one)
    if same.listed.is_contact:
        return How.EMAIL
    if same.found.hold:
        return How.DOMAIN
    is_own = sought.side is Step.PARTNER and one.id == sought.work.order.organisation
    return How.OWN if is_own or why is Why.COMPANY else How.SEARCH


def _pool(ctx: Context, work: Work, reach: Reach) -> Pool:
    return Pool(ctx.db, work.scope, reach, utc_day(ctx.now), ctx.defaults.free_mail)


def _kept(pool: Pool, draft: OrganisationDraft | None) -> Offered | None:
    return pool.one(draft.id) if draft and draft.id else None


def _own(sought: Sought) -> Offer:
    own = sought.pool.one(sought.work.order.organisation)
    return Offer((own,) if own else ())


def _by_name(sought: Sought) -> Offer:
    return sought.called(sought.work.order.customer_name or "")
