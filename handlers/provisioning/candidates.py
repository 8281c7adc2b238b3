"""Which organisations an order may belong to: those of its contact, and those that were looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from handlers.context import Context
from handlers.policy import matching
from handlers.policy.matching import BadDomain, Candidate, Exact, Found, Nothing, Several
from handlers.policy.names import fold, near
from handlers.policy.terms import utc_day
from store import provisioning_candidates
from store.provisioning_candidates import Listed, Reach
from store.values import OrganisationId

_NEAR: Final = 50
_NUMBER: Final = re.compile(r"o-0*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation to choose, with what speaks for it and against it."""

    listed: Listed
    found: Found

    @property
    def id(self) -> OrganisationId:
        return self.listed.id


@dataclass(frozen=True, slots=True)
class Offer:
    """The best first. `exact`: the only one that knows the contact; `public`: the domain is everybody's."""

    offered: tuple[Offered, ...] = ()
    exact: bool = False
    public: bool = False


def of_contact(ctx: Context, reach: Reach, contact: str) -> Offer:
    """Whose the contact's address is, else who holds its domain."""
    try:
        domain = matching.domain_of(contact)
        addresses = matching.addresses_of(contact)
    except BadDomain:
        return Offer()
    further = ctx.defaults.free_mail
    holders = matching.holders_of(domain, further)
    known = _by_id(provisioning_candidates.matching(ctx.db, ctx.scope, reach, addresses, holders))
    candidates = (_candidate(one, contact) for one in known.values())
    match matching.match(contact, candidates, utc_day(ctx.now), further):
        case Exact(found=found):
            return Offer(_offered(known, [found]), exact=True, public=not holders)
        case Several(found=several):
            return Offer(_offered(known, several), public=not holders)
        case Nothing():
            return Offer(public=not holders)


def called(ctx: Context, reach: Reach, name: str) -> Offer:
    """Those that are called so, or nearly so, the nearest first."""
    folded = fold(name)
    known = provisioning_candidates.names(ctx.db, ctx.scope, reach, folded) if folded else []
    if number := _NUMBER.fullmatch(name.strip()):
        return _these(ctx, reach, [one.id for one in known if one.number == int(number[1])])
    return _these(ctx, reach, near(name, {one.id: one.folded for one in known}, limit=_NEAR))


def holding(ctx: Context, reach: Reach, domain: str) -> Offer:
    """Those that hold a domain, or one above it. Raises `BadDomain`."""
    own = matching.normal_domain(domain)
    holders = matching.holders_of(own, ctx.defaults.free_mail)
    known = _by_id(provisioning_candidates.matching(ctx.db, ctx.scope, reach, (), holders))
    found = matching.ranked((_candidate(one) for one in known.values()), own, utc_day(ctx.now))
    return Offer(_offered(known, found), public=not holders)


def one(ctx: Context, reach: Reach, id: OrganisationId) -> Offered | None:
    """The organisation, if it may be chosen."""
    offer = _these(ctx, reach, [id])
    return offer.offered[0] if offer.offered else None


def joined(first: Offer, second: Offer) -> Offer:
    """Each once."""
    known = {found.id for found in first.offered}
    more = tuple(found for found in second.offered if found.id not in known)
    return Offer(first.offered + more, first.exact, first.public or second.public)


def _these(ctx: Context, reach: Reach, ids: list[OrganisationId]) -> Offer:
    """In that order, as far as they are within reach."""
    known = _by_id(provisioning_candidates.these(ctx.db, ctx.scope, reach, ids))
    today = utc_day(ctx.now)
    found = [matching.ranked([_candidate(known[id])], "", today)[0] for id in ids if id in known]
    return Offer(_offered(known, found))


def _by_id(listed: Iterable[Listed]) -> dict[OrganisationId, Listed]:
    return {found.id: found for found in listed}


def _offered(known: Mapping[OrganisationId, Listed], found: Iterable[Found]) -> tuple[Offered, ...]:
    return tuple(Offered(known[each.candidate.id], each) for each in found)


def _candidate(listed: Listed, contact: str = "") -> Candidate:
    return Candidate(
        id=listed.id,
        name=listed.name,
        contacts=frozenset({contact}) if listed.is_contact else frozenset(),
        verified=listed.verified,
        claimed=listed.claimed,
        active_users=listed.active_users,
        last_active_on=listed.last_active_on,
        figures_on=listed.figures_on,
    )
