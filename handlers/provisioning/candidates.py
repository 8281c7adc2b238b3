"""Which organisations an order may belong to: those of its contact, and those that were looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from handlers.policy import matching
from handlers.policy.matching import Candidate, Exact, Found, Nothing, Several
from handlers.policy.names import fold, near
from store import provisioning_candidates
from store.provisioning_candidates import Called, Listed, Reach
from store.values import OrganisationId, Scope

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

    def __add__(self, other: Offer) -> Offer:
        """Each once, in that order."""
        known = {one.id for one in self.offered}
        more = tuple(one for one in other.offered if one.id not in known)
        return Offer(self.offered + more, self.exact and not more, self.public or other.public)


@dataclass(frozen=True, slots=True)
class Pool:
    """The organisations among which one is looked for. `further` are more domains at which anybody has an address."""

    db: Connection
    scope: Scope
    reach: Reach
    today: date
    further: frozenset[str] = frozenset()

    def one(self, id: OrganisationId) -> Offered | None:
        """The organisation, if it is one of them."""
        return next(iter(self._these([id]).offered), None)

    def of_contact(self, contact: str) -> Offer:
        """Whose the contact's address is, else who holds its domain. Raises `BadDomain`."""
        addresses, holders = matching.addresses_of(contact), self._holders(matching.domain_of(contact))
        known = self._matching(addresses, holders)
        candidates = [_candidate(one, contact) for one in known.values()]
        match matching.match(contact, candidates, self.today, self.further):
            case Exact(found=found):
                return Offer(_offered(known, [found]), exact=True)
            case Several(found=several):
                return Offer(_offered(known, several))
            case Nothing():
                return Offer(public=not holders)

    def holding(self, domain: str) -> Offer:
        """Those that hold a domain, or one above it. Raises `BadDomain`."""
        own = matching.normal_domain(domain)
        holders = self._holders(own)
        known = self._matching((), holders)
        found = matching.ranked(map(_candidate, known.values()), own, self.today)
        return Offer(_offered(known, found), public=not holders)

    def called(self, name: str) -> Offer:
        """Those that are called so, or nearly so, the nearest first; or the one with that number."""
        if number := _NUMBER.fullmatch(name.strip()):
            wanted = int(number[1])
            return self._these([one.id for one in self._names(name, wanted) if one.number == wanted])
        return self._these(near(name, {one.id: one.folded for one in self._names(name)}, limit=_NEAR))

    def called_exactly(self, name: str) -> Offer:
        return self._these([one.id for one in self._names(name) if one.folded == fold(name)][:_NEAR])

    def _names(self, name: str, number: int = 0) -> list[Called]:
        folded = fold(name)
        return provisioning_candidates.names(self.db, self.scope, self.reach, folded, number) if folded else []

    def _holders(self, domain: str) -> frozenset[str]:
        return matching.holders_of(domain, self.further)

    def _matching(self, addresses: Iterable[str], holders: frozenset[str]) -> dict[OrganisationId, Listed]:
        found = provisioning_candidates.matching(self.db, self.scope, self.reach, tuple(addresses), holders)
        return {one.id: one for one in found}

    def _these(self, ids: list[OrganisationId]) -> Offer:
        """In that order, as far as they are here."""
        known = {one.id: one for one in provisioning_candidates.these(self.db, self.scope, self.reach, ids)}
        found = [matching.ranked([_candidate(known[id])], "", self.today)[0] for id in ids if id in known]
        return Offer(_offered(known, found))


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
