"""Organisations: who belongs below whom, with their domains and how active they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from handlers.importing.forms import Form, Row
from handlers.importing.organisation_rows import COLUMNS, OrganisationRow
from handlers.importing.places import Places, label, number_of
from handlers.importing.problems import BadRow
from handlers.importing.work import Work, differing
from handlers.policy.names import fold
from handlers.policy.terms import utc_day
from store import additions, corrections, matching
from store.additions import NewDomain, NewOrganisation
from store.counters import at_least, next_number
from store.matching import KnownOrganisation
from store.values import Activation, OrganisationKind

_HOUSE, _DISTRIBUTOR, _PARTNER, _CUSTOMER = OrganisationKind
_ABOVE: Final = {
    _DISTRIBUTOR: (_HOUSE,),
    _PARTNER: (_DISTRIBUTOR, _HOUSE),
    _CUSTOMER: (_PARTNER, _DISTRIBUTOR, _HOUSE),
}
_FIGURES: Final = ("active_users", "last_active_on")
_COMPARED: Final = (
    *("name", "tenant", "country", "language", "zone", *_FIGURES, "figures_on"),
    *("contact", "activation", "industry"),
)

New = dict[tuple[UUID, str, str | None], tuple[KnownOrganisation, OrganisationRow]]


class _Known:
    """What is there of all that the rows of one chunk name."""

    def __init__(self, work: Work, rows: Sequence[Row[OrganisationRow]]) -> None:
        cells = [str(row.said.get(name) or "") for row in rows for name in ("number", "tenant", "name", "parent")]
        self._work = work
        self._places = Places(work, cells)
        self._domains = matching.domains_of(work.db, work.scope, self._places.ids)

    def same(self, said: OrganisationRow) -> KnownOrganisation | None:
        """Who a row is about: by number, else by tenant, else by name below its parent."""
        number, tenant = said.get("number"), said.get("tenant")
        if number and (found := self._places.answering(number)):
            return _really(found[0], said)
        if tenant and (found := self._places.answering(tenant)):
            return found[0]
        above = self.parent(said) if said.get("parent") else None
        alike = [
            one
            for one in self._places.called(said["name"])
            if one.kind is kind_of(said) and (not above or one.parent_id == above.id) and not (tenant and one.tenant)
        ]
        if len(alike) > 1:
            raise BadRow("name", f"{len(alike)} organisations bear that name; give the number, like {label(alike[0])}")
        return alike[0] if alike else None

    def parent(self, said: OrganisationRow) -> KnownOrganisation:
        """The one that is named; without a name the only one that it can be."""
        kind, text = kind_of(said), said.get("parent")
        if not text:
            return self._only_parent(kind)
        found = self._places.one("parent", text)
        if found.kind not in _ABOVE[kind]:
            raise BadRow("parent", f"a {kind} can't stand below the {found.kind} {found.name}")
        return found

    def _only_parent(self, kind: OrganisationKind) -> KnownOrganisation:
        for above in _ABOVE[kind]:
            found = matching.organisations_of_kind(self._work.db, self._work.scope, above)
            if len(found) > 1:
                raise BadRow("parent", f"is missing, and it may be any of {len(found)} {above}s")
            if found:
                return found[0]
        raise BadRow("parent", "is missing")

    def domains(self, organisation: UUID) -> dict[str, bool]:
        return self._domains.get(organisation, {})


def _really(found: KnownOrganisation, said: OrganisationRow) -> KnownOrganisation:
    """A number from another deployment may be somebody else's here: name or tenant must agree."""
    if fold(said["name"]) != found.folded and (found.tenant is None or found.tenant != said.get("tenant")):
        raise BadRow("number", f"{label(found)} is {found.name}, not {said['name']}")
    return found


def write(work: Work, rows: Sequence[Row[OrganisationRow]]) -> None:
    """Add the organisations that nobody knew, put the others right."""
    known = _Known(work, rows)
    new: New = {}
    for row in rows:
        try:
            if existing := known.same(row.said):
                _correct(work, known, existing, row.said)
            else:
                _gather(new, known.parent(row.said), row.said)
        except BadRow as no:
            work.wrong(row.number, no)
    _add(work, list(new.values()))


def _gather(new: New, parent: KnownOrganisation, said: OrganisationRow) -> None:
    key = (parent.id, fold(said["name"]), said.get("tenant"))
    if key in new:
        raise BadRow("name", "stands in the file twice")
    new[key] = (parent, said)


def _add(work: Work, new: Sequence[tuple[KnownOrganisation, OrganisationRow]]) -> None:
    given = [number_of(said.get("number") or "") for _parent, said in new]
    at_least(work.db, "organisations", max((number or 0 for number in given), default=0))
    last = next_number(work.db, "organisations", given.count(None)) if None in given else 0
    free = iter(range(last - given.count(None) + 1, last + 1))
    rows = [
        _row(work, next(free) if number is None else number, parent, said)
        for number, (parent, said) in zip(given, new, strict=True)
    ]
    additions.organisations(work.db, rows)
    domains = [(row.id, domains_of(said)) for row, (_parent, said) in zip(rows, new, strict=True)]
    additions.domains(work.db, [NewDomain(id, *one) for id, named in domains for one in named.items()])
    work.tally.new += len(rows)


def _row(work: Work, number: int, parent: KnownOrganisation, said: OrganisationRow) -> NewOrganisation:
    counted = any(said.get(name) is not None for name in _FIGURES)
    activation = said.get("activation") or Activation.NOT_INVITED
    return NewOrganisation(
        id=next(work.ids),
        number=number,
        kind=kind_of(said),
        name=said["name"],
        folded=fold(said["name"]),
        parent_id=parent.id,
        created_at=work.now,
        tenant=said.get("tenant"),
        country=said.get("country") or parent.country,
        language=said.get("language"),
        zone=said.get("zone") or parent.zone,
        active_users=said.get("active_users"),
        last_active_on=said.get("last_active_on"),
        figures_on=said.get("figures_on") or (utc_day(work.now) if counted else None),
        contact=said.get("contact"),
        activation=activation,
        activated_at=work.now if activation is Activation.ACTIVE else None,
        industry=said.get("industry"),
    )


def _correct(work: Work, known: _Known, existing: KnownOrganisation, said: OrganisationRow) -> None:
    if existing.created_at == work.now:
        raise BadRow("name", "stands in the file twice")
    if said.get("parent") and known.parent(said).id != existing.parent_id:
        raise BadRow("parent", f"{label(existing)} belongs to somebody else, and an import does not move it")
    changes = _changes(work, existing, said)
    if values := {name: new for name, (_old, new) in changes.items()}:
        corrections.organisation(work.db, work.scope, existing.id, values | _following(work, values))
    before = known.domains(existing.id)
    after = before | domains_of(said)
    if before != after:
        corrections.has_domains(work.db, work.scope, existing.id, after)
        changes["domains"] = (_listed(before), _listed(after))
    if changes:
        work.corrected(existing.id, label(existing), changes)
    else:
        work.tally.same += 1


def _following(work: Work, values: Mapping[str, object]) -> dict[str, object]:
    """What a change of these columns brings with it."""
    found: dict[str, object] = {"folded": fold(str(values["name"]))} if "name" in values else {}
    if "activation" in values:
        found["activated_at"] = work.now if values["activation"] is Activation.ACTIVE else None
    return found


def _changes(work: Work, existing: KnownOrganisation, said: OrganisationRow) -> dict[str, tuple[object, object]]:
    """What the row says otherwise. New figures are of today unless it says of when."""
    now = dict(said)
    if fold(said["name"]) == existing.folded:
        del now["name"]
    if any(now.get(name) not in {None, getattr(existing, name)} for name in _FIGURES):
        now["figures_on"] = said.get("figures_on") or utc_day(work.now)
    return differing(existing, now, _COMPARED)


def kind_of(said: OrganisationRow) -> OrganisationKind:
    """A list of organisations that says nothing else is one of customers, as a portal exports it."""
    return said.get("kind") or OrganisationKind.CUSTOMER


def domains_of(said: OrganisationRow) -> dict[str, bool]:
    """The domains of a row, and whether they are verified."""
    return dict.fromkeys(said.get("claimed") or (), False) | dict.fromkeys(said.get("verified") or (), True)


def _listed(domains: dict[str, bool]) -> str:
    return " ".join(sorted(domains)) or "–"


def _of(kind: OrganisationKind) -> Callable[[OrganisationRow], bool]:
    return lambda said: kind_of(said) is kind


FORM: Final = Form(
    noun="organisations",
    adapter=TypeAdapter(list[OrganisationRow]),
    columns=COLUMNS,
    needed=(("name",),),
    begin=lambda work: partial(write, work),
    stages=(_of(_DISTRIBUTOR), _of(_PARTNER), _of(_CUSTOMER)),
)
