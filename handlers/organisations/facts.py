"""What is known of one organisation, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Fact
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import wording
from handlers.context import Context
from handlers.languages import LANGUAGE_NAMES
from handlers.organisations import levels
from handlers.organisations.industries import INDUSTRIES
from handlers.organisations.listing import expiry
from handlers.organisations.reach import above
from handlers.policy import countries
from store import bindings, inventory, links, mails, portfolio, profiles
from store.portfolio import Figures, State
from store.profiles import Profile
from store.values import LinkPurpose, OrganisationKind, UserStatus

_SKUS: Final = 4
_LONGEST_ERROR: Final = 200


def facts(ctx: Context, one: Profile) -> Iterator[Fact]:
    yield Fact(label=_("Organisation"), value=plain(one.label), note=levels.KINDS[one.kind])
    if seller := above(ctx, one):
        yield Fact(label=_("Belongs to"), value=plain(seller.name))
    yield from _where(ctx, one)
    if one.kind is not OrganisationKind.HOUSE:
        yield activation(ctx, one)
    yield from _held(ctx)
    yield from _below(ctx)
    yield from _people(ctx, one)
    yield from _spoken_to(ctx, one)


def activation(ctx: Context, one: Profile) -> Fact:
    """How far it is, since or until when, and what became of the mail."""
    state = levels.state(one, ctx.now)
    return Fact(label=_("Activation"), value=_("**{state}**", state=levels.STATES[state]), note=_note(ctx, one, state))


def _note(ctx: Context, one: Profile, state: State) -> Phrase | None:
    match state:
        case State.ACTIVE:
            return _("since {moment}", moment=one.activated_at) if one.activated_at else None
        case State.PENDING if one.link_until:
            until = _("the link is good until {moment}", moment=one.link_until)
            return joined([until, *_undelivered(ctx, one)])
        case State.EXPIRED if one.link_until:
            return joined([_("the link ran out on {moment}", moment=one.link_until), *_undelivered(ctx, one)])
        case _:
            return None


def _undelivered(ctx: Context, one: Profile) -> Iterator[Phrase]:
    """Why the mail with the link did not arrive, or has not gone out yet."""
    link = links.of(ctx.db, LinkPurpose.ACTIVATION, one.id)
    sent = mails.find(ctx.db, link.mail_key) if link else None
    if sent and sent.bounced:
        yield _("the e-mail came back: {error}", error=sent.error[:_LONGEST_ERROR])
    elif sent and sent.held_up:
        yield _("the e-mail has not gone out yet: {error}", error=sent.error[:_LONGEST_ERROR])


def _where(ctx: Context, one: Profile) -> Iterator[Fact]:
    if one.tenant:
        yield Fact(label=_("Tenant"), value=plain(one.tenant))
    if domains := profiles.domains_of(ctx.db, ctx.scope, one.id):
        said = [plain(name) if verified else _("{domain} (claimed)", domain=name) for name, verified in domains.items()]
        yield Fact(label=_("Domains"), value=joined(said, ", "))
    if one.country:
        yield Fact(label=_("Country"), value=plain(countries.name(one.country, ctx.tongue.language)))
    if one.industry:
        yield Fact(label=_("Industry"), value=INDUSTRIES[one.industry])
    if one.contact:
        yield Fact(label=_("Contact"), value=plain(one.contact))


def _held(ctx: Context) -> Iterator[Fact]:
    """What is active here and below."""
    held = portfolio.figures(ctx.db, ctx.scope)
    subscriptions = n_("in {count} subscription", "in {count} subscriptions", held.subscriptions)
    licences = n_("**{count} licence**", "**{count} licences**", held.licences)
    yield Fact(label=_("Licences"), value=licences, note=subscriptions)
    if held.skus:
        yield Fact(label=_("SKUs"), value=_skus(ctx, held))
    if held.ends_on:
        yield Fact(label=_("Next expiry"), value=expiry(held))


def _skus(ctx: Context, held: Figures) -> Phrase:
    first = portfolio.skus(ctx.db, ctx.scope, most=_SKUS)
    said = [_("{count} × {product}", count=count, product=name) for _sku, name, count in first]
    if rest := held.skus - len(first):
        said.append(n_("{count} more", "{count} more", rest))
    return joined(said)


def _below(ctx: Context) -> Iterator[Fact]:
    counts = portfolio.count_by_kind(ctx.db, ctx.scope)
    for kind in levels.PAGES[ctx.grant.kind]:
        yield Fact(label=levels.NAMES[kind], value=plain(counts.get(kind, 0)))


def _people(ctx: Context, one: Profile) -> Iterator[Fact]:
    counts = inventory.users_by_status(ctx.db, ctx.scope)
    if users := [wording.users(status, counts[status]) for status in UserStatus if counts.get(status)]:
        yield Fact(label=_("Users"), value=joined(users))
    if one.active_users is not None and one.figures_on:
        note = _("last activity {day}", day=one.last_active_on) if one.last_active_on else None
        value = _("{count} on {day}", count=one.active_users, day=one.figures_on)
        yield Fact(label=_("Active users"), value=value, note=note)


def _spoken_to(ctx: Context, one: Profile) -> Iterator[Fact]:
    tongue = ctx.defaults.tongue(one)
    yield Fact(label=_("Language, time zone"), value=plain(f"{LANGUAGE_NAMES[tongue.language]}, {tongue.zone}"))
    told = [bound for bound in bindings.within(ctx.db, ctx.scope) if bound.organisation == one.id]
    if told:
        yield Fact(label=_("Reminders"), value=n_("{count} channel is told", "{count} channels are told", len(told)))
