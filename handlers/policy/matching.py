"""Which organisation an order belongs to: by the exact contact, by the domain of its address, or to be created.

Source: the vendor's provisioning guide. The order of the candidates and the mark of those that look dead are its
advice too; public mail domains say nothing about an organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

import idna

from handlers.policy.addresses import is_free_mail
from store.values import OrganisationId, lowered

_A_YEAR: Final = timedelta(days=365)
_FEWEST_LABELS: Final = 2


class BadDomain(ValueError):
    """Not a domain in which an organisation can have addresses."""


class Hold(IntEnum):
    """How firmly an organisation holds the domain of an address; a higher one is a better match."""

    NOT = 0
    CLAIMED_ABOVE = 1
    VERIFIED_ABOVE = 2
    CLAIMED = 3
    VERIFIED = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation as matching sees it. Addresses and domains may be written in any way.

    `active_users` and `last_active_on` are as of `figures_on`; None where nobody said.
    """

    id: OrganisationId
    name: str
    contacts: frozenset[str] = frozenset()
    verified: frozenset[str] = frozenset()
    claimed: frozenset[str] = frozenset()
    active_users: int | None = None
    last_active_on: date | None = None
    figures_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate, how it holds the domain, and whether it is probably not the right one."""

    candidate: Candidate
    hold: Hold
    looks_dead: bool


@dataclass(frozen=True, slots=True)
class Exact:
    """The contact's own organisation."""

    found: Found


@dataclass(frozen=True, slots=True)
class Several:
    """To be chosen from, the best first: of one domain, or with one contact."""

    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """None is known: one can be created."""


Match = Exact | Several | Nothing


def match(contact: str, candidates: Iterable[Candidate], today: date, further: Collection[str] = ()) -> Match:
    """Where an order of that contact belongs. `further`: more domains at which anybody can have an address."""
    known = list(candidates)
    domain = domain_of(contact)
    own = [one for one in known if _plain(contact) in {_plain(other) for other in one.contacts}]
    if own:
        found = ranked(own, domain, today)
        return Exact(found[0]) if len(found) == 1 else Several(found)
    if is_free_mail(f"a@{domain}", further):
        return Nothing()
    alike = [one for one in known if hold(one, domain)]
    return Several(ranked(alike, domain, today)) if alike else Nothing()


def ranked(candidates: Iterable[Candidate], domain: str, today: date) -> tuple[Found, ...]:
    """The best first: by its hold of the domain, its active users, its last activity, its name."""
    found = [Found(one, hold(one, domain), looks_dead(one, today)) for one in candidates]
    return tuple(sorted(found, key=_worth))


def hold(candidate: Candidate, domain: str) -> Hold:
    """How firmly it holds a domain, or one above it: addresses at mail.contoso.example belong to contoso.example."""
    verified, claimed = _normal(candidate.verified), _normal(candidate.claimed)
    above = _above(domain)
    if domain in verified:
        return Hold.VERIFIED
    if domain in claimed:
        return Hold.CLAIMED
    if not above.isdisjoint(verified):
        return Hold.VERIFIED_ABOVE
    return Hold.NOT if above.isdisjoint(claimed) else Hold.CLAIMED_ABOVE


def looks_dead(candidate: Candidate, today: date) -> bool:
    """No verified domain, and nobody active for a year. Where nobody said when, nothing is known against it."""
    last = candidate.last_active_on
    return not candidate.verified and last is not None and today - last > _A_YEAR


def domain_of(address: str) -> str:
    """The domain of an address, in its normal form."""
    return normal_domain(address.rpartition("@")[2])


def addresses_of(contact: str) -> frozenset[str]:
    """How an organisation may know a contact: with and without what stands behind a plus, its domain either way."""
    name, _at, domain = lowered(contact.strip()).rpartition("@")
    plain = normal_domain(domain)
    names, domains = {name, name.partition("+")[0] or name}, {domain, plain, idna.decode(plain)}
    return frozenset(f"{one}@{where}" for one in names for where in domains)


def holders_of(domain: str, further: Collection[str] = ()) -> frozenset[str]:
    """The domain and those above it, which an organisation may hold; none for one at which anybody has an address."""
    own = normal_domain(domain)
    return frozenset() if is_free_mail(f"a@{own}", further) else _above(own) | {own}


def normal_domain(text: str) -> str:
    """Lower case, internationalised letters as the network writes them, no dot at the end; `BadDomain` for others."""
    bare = text.strip().strip(".")
    try:
        ascii_form = idna.encode(bare, uts46=True).decode().lower()
    except idna.IDNAError as error:
        raise BadDomain(text[:255]) from error
    if len(ascii_form.split(".")) < _FEWEST_LABELS:
        raise BadDomain(text[:255])
    return ascii_form


def _normal(domains: Iterable[str]) -> frozenset[str]:
    """Those that are domains; what an import let through that is none matches nobody."""
    found = set()
    for one in domains:
        try:
            found.add(normal_domain(one))
        except BadDomain:
            continue
    return frozenset(found)


def _above(domain: str) -> frozenset[str]:
    labels = domain.split(".")
    return frozenset(".".join(labels[start:]) for start in range(1, len(labels) - _FEWEST_LABELS + 1))


def _plain(address: str) -> str:
    """An address without what its owner added behind a plus; its domain in the normal form."""
    name, _at, domain = lowered(address.strip()).rpartition("@")
    try:
        return f"{name.partition('+')[0] or name}@{normal_domain(domain)}"
    except BadDomain:
        return address


def _worth(found: Found) -> tuple[bool, int, int, int, str, str]:
    """Dead ones last, then as the guide weighs them."""
    one = found.candidate
    last = one.last_active_on.toordinal() if one.last_active_on else 0
    return found.looks_dead, -found.hold, -(one.active_users or 0), -last, one.name, str(one.id)
