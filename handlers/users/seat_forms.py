"""The forms that ask whose seat of what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.ask import Pressed
from bot.cards import Button, Card, Choice, Option, Style, Words
from bot.commands import Command
from bot.phrases import Phrase, _, joined, n_, plain
from handlers import find, wording
from handlers.context import Context
from handlers.errors import Refusal
from handlers.users import finding
from handlers.users.commands import AboutSeats, Assign, Reassign, Unassign
from handlers.users.wording import listed
from store import holders, inventory
from store.users import User
from store.values import Scope, SubscriptionId

_OPTIONS: Final = 100
_LABELS: Final[dict[type[Command], Phrase]] = {
    Assign: _("Assign"),
    Unassign: _("Unassign"),
    Reassign: _("Pass the seat on"),
}
_HINT: Final = _("E-mail addresses, one a line")
Field = Choice | Words


def of(ctx: Context, ask: AboutSeats) -> Card:
    """Asks for what is missing, and again for what was filled in."""
    filled = set(ctx.ask.said.fields) if isinstance(ctx.ask.said, Pressed) else set()
    named = finding.people(ctx, ask.people, "people") if ask.people and "people" not in filled else []
    title = _title(ctx, ask, named)
    whose = not named and not (isinstance(ask, Unassign) and ask.user and filled.isdisjoint({"user", "people"}))
    fields: list[Field] = [] if ask.subscription and "subscription" not in filled else [_subscription(ctx, ask, named)]
    fields += _people(ctx, ask, whose=whose)
    asked = ask.but(**dict.fromkeys((field.name for field in fields), ""), words="")
    style = Style.DANGER if isinstance(ask, Unassign) else Style.PRIMARY
    submit = Button(label=_LABELS[type(ask)], press=asked.token, style=style)
    return Card(title=title, elements=tuple(fields), submit=submit)


def _title(ctx: Context, ask: AboutSeats, named: list[User]) -> Phrase:
    label = _LABELS[type(ask)]
    if named:
        return joined([label, plain(listed(named))])
    return wording.heading(find.subscription(ctx, ask)[0]) if ask.subscription else label


def _subscription(ctx: Context, ask: AboutSeats, named: list[User]) -> Choice:
    """Of somebody's seats those that they hold, else all that are in use, with what is free."""
    options = _held_by(ctx, named) if named and not isinstance(ask, Assign) else _in_use(ctx, named)
    chosen = ask.subscription if any(option.value == ask.subscription for option in options) else ""
    return Choice(name="subscription", label=_("Subscription"), options=options, chosen=chosen)


def _held_by(ctx: Context, named: list[User]) -> tuple[Option, ...]:
    seats = holders.seats(ctx.db, ctx.scope, [one.id for one in named])
    found = {seat.subscription: seat for mine in seats.values() for seat in mine}
    if not found:
        raise Refusal(_("No seat is assigned to {people}. Nothing was changed.", people=listed(named)))
    return tuple(
        Option(value=str(seat.subscription), label=plain(seat.name), description=plain(seat.label))
        for seat in list(found.values())[:_OPTIONS]
    )


def _in_use(ctx: Context, named: list[User]) -> tuple[Option, ...]:
    places = {one.organisation for one in named}
    scope = Scope(places.pop()) if len(places) == 1 else ctx.scope
    lines = inventory.active(ctx.db, scope, most=_OPTIONS)
    if not lines:
        raise Refusal(_("There is no subscription here yet. Nothing was changed."))
    return tuple(
        Option(
            value=str(line.id),
            label=wording.product(line, within=scope.root),
            description=n_("{count} free", "{count} free", line.free),
        )
        for line in lines
    )


def _people(ctx: Context, ask: AboutSeats, *, whose: bool) -> Iterator[Field]:
    """Fields for who is not known yet; taking back is for one of a list or for several addresses."""
    several = Words(name="people", label=_("To whom?"), hint=_HINT, value=ask.people, lines=4, longest=3000)
    match ask:
        case Reassign():
            if whose:
                yield _holder(ctx, ask, "people", ask.people)
            yield Words(name="to", label=_("To whom?"), hint=_("An e-mail address"), value=ask.to, longest=320)
        case Unassign() if whose:
            one = _holder(ctx, ask, "user", ask.user)
            yield one.model_copy(update={"optional": True})
            yield several.model_copy(update={"optional": True, "label": _("Or several at once")})
        case Assign() if whose:
            yield several


def _holder(ctx: Context, ask: AboutSeats, name: str, chosen: str) -> Field:
    """One of those who have a seat, where the subscription is known and they are few enough; else an address."""
    label, id = _("Whose seat?"), find.identifier(ask.subscription)
    users = holders.page(ctx.db, ctx.scope, SubscriptionId(id), offset=0, most=_OPTIONS + 1) if id else []
    if id and not users:
        raise Refusal(_("Nobody holds a seat of it. Nothing was changed."))
    if not 0 < len(users) <= _OPTIONS:
        return Words(name=name, label=label, hint=_("An e-mail address"), value=chosen, longest=320)
    options = tuple(Option(value=str(user.id), label=plain(user.name), description=plain(user.login)) for user in users)
    return Choice(name=name, label=label, options=options, chosen=chosen)
