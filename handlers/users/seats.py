"""Services for one or many users: assigned, taken back, passed on; each of them gets a mail that says so."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Notice, Prose, Tone
from bot.phrases import Phrase, _, n_, plain
from handlers import find, wording
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.seat_commands import ChangeSeats
from handlers.users import finding, notices, seat_forms
from handlers.users.commands import AboutSeats, Assign, Reassign, ShowUser, Unassign
from handlers.users.seat_checks import able, having, of_customer, refuse_beyond
from handlers.users.wording import listed
from store import holders
from store.subscriptions import Subscription
from store.users import User

_SHOWN: Final = 3
_BEFORE_A_NAME: Final = {"to", "from", "à", "de", "pour", "vers"}


def assign(ctx: Context, ask: Assign) -> Card:
    """Done at once: a seat can be taken back at any time."""
    named = _people(ctx, ask, ask.people)
    held = _held(ctx, ask, named)
    mine = able(held, named)
    there = having(ctx, held, mine)
    new = [one for one in mine if one.id not in there]
    if not new:
        raise _has_one(held, mine, "people")
    refuse_beyond(ctx, held, len(new))
    holders.assign(ctx.db, ctx.scope, held.id, [one.id for one in new], ctx.now)
    notices.assigned(ctx, new, held.name)
    ctx.about(held.organisation, held.label, assigned=_logins(new), before=held.free, after=held.free - len(new))
    text = _("Can use {product} now: **{people}**.", product=held.name, people=listed(new))
    return _done(ctx, held, text, new, Button(label=_("Assign to others"), press=_again(ask, held)))


def unassign(ctx: Context, ask: Unassign) -> Card:
    """Done at once: a seat can be assigned again at any time."""
    named = _people(ctx, ask, f"{ask.user} {ask.people}")
    held = _held(ctx, ask, named)
    mine = of_customer(held, named)
    there = having(ctx, held, mine)
    if without := [one for one in mine if one.id not in there]:
        raise _has_none(held, without)
    holders.unassign(ctx.db, ctx.scope, held.id, [one.id for one in mine])
    notices.unassigned(ctx, mine, held.name)
    ctx.about(held.organisation, held.label, unassigned=_logins(mine), before=held.free, after=held.free + len(mine))
    text = _("No longer holds a seat of {product}: **{people}**.", product=held.name, people=listed(mine))
    return _done(ctx, held, text, mine, Button(label=_("Unassign somebody else"), press=_again(ask, held)))


def reassign(ctx: Context, ask: Reassign) -> Card:
    """The seat of one goes to another, both at once or neither."""
    if not (ask.to and ask.people):
        raise Instead(seat_forms.of(ctx, ask))
    giver, taker = _single(ctx, ask.people, "people"), _single(ctx, ask.to, "to")
    held = _held(ctx, ask, [giver, taker])
    able(held, [taker])
    there = having(ctx, held, of_customer(held, [giver, taker]))
    if giver.id not in there:
        raise _has_none(held, [giver])
    if taker.id in there:
        raise _has_one(held, [taker], "to")
    holders.unassign(ctx.db, ctx.scope, held.id, [giver.id])
    holders.assign(ctx.db, ctx.scope, held.id, [taker.id], ctx.now)
    notices.unassigned(ctx, [giver], held.name)
    notices.assigned(ctx, [taker], held.name)
    ctx.about(held.organisation, held.label, unassigned=giver.login, assigned=taker.login)
    names = {"product": held.name, "giver": giver.name, "taker": taker.name}
    text = _("The seat of {product} went from **{giver}** to **{taker}**.", **names)
    return _done(ctx, held, text, [giver, taker])


def _people(ctx: Context, ask: AboutSeats, text: str) -> list[User]:
    if not text.strip():
        raise Instead(seat_forms.of(ctx, ask))
    return finding.people(ctx, text, "people")


def _single(ctx: Context, text: str, field: str) -> User:
    found = finding.people(ctx, text, field)
    if len(found) != 1:
        raise Refusal(_("One user at a time, please. Nothing was changed."), field=field)
    return found[0]


def _held(ctx: Context, ask: AboutSeats, named: list[User]) -> Subscription:
    """The subscription, locked: of two who want its last seat one gets it."""
    places = {str(one.organisation) for one in named}
    inner = find.narrowed(ctx, places.pop()) if len(places) == 1 else ctx
    if not (ask.subscription or ask.words):
        raise Instead(seat_forms.of(inner, ask))
    held, _rest = find.subscription(inner, ask, lock=True)
    return held


def _has_one(held: Subscription, users: list[User], field: str) -> Refusal:
    names = {"product": held.name, "people": listed(users)}
    return Refusal(_("Holds a seat of {product} already: {people}. Nothing was changed.", **names), field=field)


def _has_none(held: Subscription, users: list[User]) -> Refusal:
    names = {"product": held.name, "people": listed(users)}
    return Refusal(_("Holds no seat of {product} any more: {people}. Nothing was changed.", **names), field="people")


def _logins(named: list[User]) -> str:
    return ", ".join(one.login for one in named)


def _again(ask: AboutSeats, held: Subscription) -> str:
    return type(ask)(subscription=str(held.id)).token


def _done(ctx: Context, held: Subscription, text: Phrase, touched: list[User], *others: Button) -> Card:
    """What was done, and how many seats that leaves."""
    left = find.subscription(ctx, ChangeSeats(subscription=str(held.id)))[0].free
    free = n_("{count} seat is free now.", "{count} seats are free now.", left)
    buttons = [Button(label=plain(one.name), press=ShowUser(user=str(one.id)).token) for one in touched[:_SHOWN]]
    if ctx.may(ChangeSeats.needs):
        buttons.append(Button(label=_("Change seats"), press=ChangeSeats(subscription=str(held.id)).token))
    elements = (Notice(tone=Tone.DONE, text=text), Prose(text=free), Buttons(buttons=(*others, *buttons)))
    return Card(title=wording.heading(held), elements=elements, private=True)


def _typed(rest: str) -> tuple[list[str], str]:
    """The addresses among the words, and the words that name the subscription."""
    words = rest.split()
    mails = [word for word in words if "@" in word]
    return mails, " ".join(word for word in words if "@" not in word and word.casefold() not in _BEFORE_A_NAME)


def _read_assign(rest: str) -> Assign:
    mails, words = _typed(rest)
    return Assign(people=" ".join(mails), words=words)


def _read_unassign(rest: str) -> Unassign:
    mails, words = _typed(rest)
    return Unassign(people=" ".join(mails), words=words)


def _read_reassign(rest: str) -> Reassign:
    """The first address gives, the second takes."""
    mails, words = _typed(rest)
    return Reassign(people=" ".join(mails[:1]), to=" ".join(mails[1:]), words=words)


MENU = (
    Item(
        Assign,
        assign,
        words=("assign",),
        words_fr=("attribuer",),
        read=_read_assign,
        form=seat_forms.of,
        summary=_("Give users a seat of a subscription"),
        example=_("assign emma.lefevre@contoso.example Visio Plan 2"),
    ),
    Item(
        Unassign,
        unassign,
        words=("unassign",),
        words_fr=("retirer",),
        read=_read_unassign,
        form=seat_forms.of,
        summary=_("Take the seats of users back"),
        example=_("unassign emma.lefevre@contoso.example Visio Plan 2"),
    ),
    Item(
        Reassign,
        reassign,
        words=("reassign",),
        words_fr=("réattribuer",),
        read=_read_reassign,
        form=seat_forms.of,
        summary=_("Pass the seat of one user on to another"),
        example=_("reassign emma.lefevre@contoso.example Visio Plan 2 to hugo.moreau@contoso.example"),
    ),
)
