"""An organisation that may be chosen: as a row, as facts, as a button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bot.cards import Button, Column, Confirm, Fact, Table
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.context import Context
from handlers.organisations.industries import INDUSTRIES
from handlers.policy import countries
from handlers.provisioning.candidates import Offered
from handlers.provisioning.mapping_commands import ChooseOrganisation
from handlers.provisioning.sought import Sought
from handlers.provisioning.work import Step
from store import admin_requests

_DOMAINS: Final = 3
_COLUMNS: Final = (
    Column(label=_("Organisation"), obvious=True),
    Column(label=_("Domains")),
    Column(label=_("Active users")),
    Column(label=_("Last activity")),
)
_NOTE: Final = Column(label=_("Note"), obvious=True)
_DEAD: Final = _("**probably not the right one**")
_PROVISIONING: Final = _("provisioning administrator")
_FULL: Final = _("full administrator")
_NOT_KNOWN: Final = _("not known")


def choosing(asked: Sought, offered: Sequence[Offered]) -> tuple[Button, ...]:
    """A button for each; who looks dead is asked about once more."""
    names = Counter(one.listed.name for one in offered)
    return tuple(choose(asked, one, twice=names[one.listed.name] > 1) for one in offered)


def table(ctx: Context, asked: Sought, offered: Sequence[Offered]) -> Table:
    """Each with what tells the right one: its domains, how many use it, and when somebody last did."""
    notes = [_notes(one, label) for one, label in zip(offered, _labels(ctx, asked, offered), strict=True)]
    if not any(notes):
        return Table(columns=_COLUMNS, rows=tuple(map(_row, offered)))
    rows = tuple((*_row(one), joined(said)) for one, said in zip(offered, notes, strict=True))
    return Table(columns=(*_COLUMNS, _NOTE), rows=rows)


def facts(ctx: Context, asked: Sought, one: Offered) -> Iterator[Fact]:
    listed, (label,) = one.listed, _labels(ctx, asked, [one])
    yield Fact(label=_("Organisation"), value=plain(listed.name), note=plain(listed.label))
    if label:
        yield Fact(label=_("Your role there"), value=label)
    yield Fact(label=_("Verified domains"), value=_names(listed.verified))
    yield Fact(label=_("Claimed domains"), value=_names(listed.claimed))
    of = _("as of {day}", day=listed.figures_on) if listed.figures_on else None
    users = _NOT_KNOWN if listed.active_users is None else plain(listed.active_users)
    yield Fact(label=_("Active users"), value=users, note=of)
    last = plain(listed.last_active_on) if listed.last_active_on else _NOT_KNOWN
    yield Fact(label=_("Last activity"), value=last, note=of)
    if listed.industry:
        yield Fact(label=_("Industry"), value=INDUSTRIES[listed.industry])
    if listed.country:
        yield Fact(label=_("Country or region"), value=plain(countries.name(listed.country, ctx.tongue.language)))


def choose(asked: Sought, one: Offered, *, twice: bool = False) -> Button:
    name = f"{one.listed.name} ({one.listed.label})" if twice else one.listed.name
    press = asked.work.ask(ChooseOrganisation).but(chosen=str(one.id))
    sure = _sure(one) if one.found.looks_dead else None
    return Button(label=_("Choose {organisation}", organisation=name), press=press.token, confirm=sure)


def against(one: Offered) -> Phrase:
    return _(
        "{organisation} is probably not the right one: it has no verified domain, and nobody was active for a year.",
        organisation=one.listed.name,
    )


def _sure(one: Offered) -> Confirm:
    title = _("Choose {organisation}?", organisation=one.listed.name)
    return Confirm(title=title, text=against(one), yes=_("Choose it"), no=_("Cancel"))


def _row(one: Offered) -> tuple[Phrase, ...]:
    listed = one.listed
    last = plain(listed.last_active_on) if listed.last_active_on else _NOT_KNOWN
    return joined([plain(listed.name), plain(listed.label)]), _domains(one), _users(one), last


def _notes(one: Offered, label: Phrase | None) -> list[Phrase]:
    return [*([label] if label else []), *([_DEAD] if one.found.looks_dead else [])]


def _domains(one: Offered) -> Phrase:
    """The first few, verified ones first."""
    said = [*map(plain, sorted(one.listed.verified)), *map(_claimed, sorted(one.listed.claimed))]
    more = [n_("{count} more", "{count} more", len(said) - _DOMAINS)] if len(said) > _DOMAINS else []
    return joined([*said[:_DOMAINS], *more], ", ") if said else _("none")


def _claimed(domain: str) -> Phrase:
    return _("{domain} (claimed)", domain=domain)


def _users(one: Offered) -> Phrase:
    """With the day that the figure is of."""
    count, day = one.listed.active_users, one.listed.figures_on
    if count is None:
        return _NOT_KNOWN
    return _("{count} on {day}", count=count, day=day) if day else plain(count)


def _labels(ctx: Context, asked: Sought, offered: Sequence[Offered]) -> list[Phrase | None]:
    """What the partner is at customers that were there: provisioning administrator, until it is given full rights."""
    if asked.side is not Step.CUSTOMER or asked.is_company or asked.partner is None:
        return [None for _one in offered]
    full = admin_requests.fully(ctx.db, asked.work.scope, asked.partner.id, [one.id for one in offered])
    return [None if asked.made(one.id) else _FULL if one.id in full else _PROVISIONING for one in offered]


def _names(domains: frozenset[str]) -> Phrase:
    return plain(", ".join(sorted(domains))) if domains else _("none")
