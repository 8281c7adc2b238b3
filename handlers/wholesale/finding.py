"""Which wholesale customer or which of its users somebody means, and where a change has to wait."""

from __future__ import annotations

from typing import Final, NoReturn

from bot.cards import Button, Buttons, Card, Prose
from bot.phrases import _, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.organisations.reach import invites
from handlers.policy.names import prefixes
from handlers.users import finding, wording
from handlers.users.commands import AboutUser
from handlers.wholesale.commands import AboutCustomer, ProvisionCustomer
from store import organisations, profiles, user_runs, wholesale_customers, wholesale_members
from store.values import OrganisationId, OrganisationKind, Right
from store.wholesale_customers import Customer
from store.wholesale_members import Member

_CHOICES: Final = 20


def place(ctx: Context, ask: AboutCustomer) -> tuple[Context, Customer, str]:
    """The request within one wholesale customer, the customer, and the words that are no name of it."""
    there, rest = _within(ctx, ask)
    found = wholesale_customers.get(there.db, there.scope, there.scope.root)
    if found is None:
        raise Unknown(_("There is no such organisation. Nothing was changed."))
    if not found.is_wholesale:
        raise _no_wholesale(found)
    return there, found, rest


def customer(ctx: Context, ask: AboutCustomer) -> Customer:
    return place(ctx, ask)[1]


def member(ctx: Context, ask: AboutUser, *, lock: bool = False) -> Member:
    """The user that is meant, of a wholesale customer. `lock`: nobody else changes the customer meanwhile."""
    user = finding.user(ctx, ask, lock=lock)
    if lock:
        hold(ctx, user.organisation)
    found = wholesale_members.get(ctx.db, ctx.scope, user.id)
    where = wholesale_customers.get(ctx.db, ctx.scope, user.organisation)
    if found is None or where is None:
        raise Unknown(wording.NO_SUCH_USER)
    if not where.is_wholesale:
        raise _no_wholesale(where)
    return found


def hold(ctx: Context, organisation: OrganisationId) -> None:
    """Nobody else changes the customer's users until the transaction ends; a file that is being applied goes first."""
    if busy := user_runs.running(ctx.db, ctx.scope, organisation):
        text = _(
            "{name} by {person} is being applied. Wait until it is done. Nothing was changed.",
            name=busy.name,
            person=busy.asker,
        )
        raise Refusal(text)


def sells_to(ctx: Context, one: Customer) -> bool:
    """Whether whoever asks is an Admin of what stands above the customer: those set its limits, not itself."""
    profile = profiles.get(ctx.db, ctx.scope, one.id)
    return profile is not None and invites(ctx, profile)


def _within(ctx: Context, ask: AboutCustomer) -> tuple[Context, str]:
    """A customer's own operators need not name it; others name one, or choose among several."""
    if ctx.grant.kind is OrganisationKind.CUSTOMER:
        return ctx, ask.words
    heads = dict(prefixes(ask.words.split()))
    if heads and (found := organisations.exact(ctx.db, ctx.scope, list(heads))):
        longest = max(found, key=lambda one: len(one.folded))
        return find.narrowed(ctx, str(longest.id)), " ".join(heads[longest.folded])
    if ask.words:
        return find.narrowed(ctx, ask.words, ask, "words"), ""
    own = wholesale_customers.get(ctx.db, ctx.scope, ctx.scope.root)
    if ask.organisation and own and own.is_wholesale:
        return ctx, ""
    known = wholesale_customers.page(ctx.db, ctx.scope, (), offset=0, most=_CHOICES)
    return find.narrowed(ctx, str(known[0].id)) if len(known) == 1 else _choose(ctx, ask, known), ""


def _choose(ctx: Context, ask: AboutCustomer, known: list[Customer]) -> NoReturn:
    if not known:
        raise Unknown(_("There is no wholesale customer here yet. Nothing was changed."), buttons=_provision(ctx))
    buttons = tuple(Button(label=plain(one.name), press=ask.but(organisation=str(one.id)).token) for one in known)
    text = _("Which wholesale customer is it about? Its name behind the words says it at once.")
    raise Instead(Card(title=_("Which customer?"), elements=(Prose(text=text), Buttons(buttons=buttons))))


def _provision(ctx: Context) -> tuple[Button, ...]:
    if not ctx.may(Right.MANAGE_ORGANISATION):
        return ()
    return (Button(label=_("Provision a customer"), press=ProvisionCustomer(organisation=str(ctx.scope.root)).token),)


def _no_wholesale(one: Customer) -> Unknown:
    text = _("{customer} is not a wholesale customer. Nothing was changed.", customer=one.name)
    return Unknown(text)
