"""The card of one user: who they are, what they may use, how they signed in, what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.cards import Button, Buttons, Card, Column, Element, Fact, Facts, Heading, Notice, Prose, Style, Table
from bot.phrases import Phrase, _, plain
from handlers import wording
from handlers.context import Context
from handlers.guise_commands import LogInAs
from handlers.menu import Item
from handlers.policy.browsers import browser
from handlers.policy.user_status import Event, possible
from handlers.users import finding
from handlers.users.commands import (
    AboutUser,
    ActivateUser,
    Assign,
    DeleteUser,
    DisableUser,
    EditUser,
    EnableUser,
    InviteUser,
    MailPassword,
    Reassign,
    ShowUser,
    ShowUsers,
    Unassign,
    UnlockUser,
)
from handlers.users.wording import PERMISSIONS, services
from store import holders, links, mails, sign_ins
from store.sign_ins import SignIn
from store.users import User
from store.values import LinkPurpose, SignInOutcome, UserStatus, lowered

_SIGN_INS: Final = 10
_OUTCOMES: Final = {
    SignInOutcome.SIGNED_IN: _("signed in"),
    SignInOutcome.WRONG: _("wrong password"),
    SignInOutcome.LOCKED: _("locked"),
    SignInOutcome.REFUSED: _("refused"),
}


def show(ctx: Context, ask: ShowUser) -> Card:
    user = finding.user(ctx, ask)
    ctx.about(user.organisation, user.login)
    return card(ctx, user)


def card(ctx: Context, user: User, *notices: Notice) -> Card:
    """The user as they are now, below what has just happened."""
    seats = holders.seats(ctx.db, ctx.scope, [user.id]).get(user.id, [])
    facts = [*_facts(ctx, user), Fact(label=_("Services"), value=services(seats), note=_stopped(user, len(seats)))]
    elements: list[Element] = [*notices, Facts(facts=tuple(facts)), *_history(ctx, user)]
    elements.append(Buttons(buttons=tuple(_buttons(ctx, user, has_seats=bool(seats)))))
    title = _("{user} · {customer}", user=user.name, customer=user.customer)
    return Card(title=title, elements=tuple(elements), private=True)


def _facts(ctx: Context, user: User) -> Iterator[Fact]:
    yield Fact(
        label=_("Status"), value=_("**{status}**", status=wording.USER_STATES[user.status]), note=_note(ctx, user)
    )
    yield Fact(label=_("Login"), value=plain(user.login))
    if user.notify:
        yield Fact(label=_("Second e-mail"), value=plain(user.notify), note=_("gets the account notices"))
    yield Fact(label=_("Permission"), value=PERMISSIONS[user.staff])
    if address := _address(user):
        yield Fact(label=_("Address"), value=plain(address))


def _address(user: User) -> str:
    town = " ".join(filter(None, (user.postal_code, user.city)))
    return ", ".join(filter(None, (user.street, town, user.region, user.country)))


def _note(ctx: Context, user: User) -> Phrase | None:
    """What the status means now: until when the invitation can be followed, or why its mail did not arrive."""
    match user.status:
        case UserStatus.NOT_ACTIVATED:
            return _invitation(ctx, user)
        case UserStatus.LOCKED:
            return _("too many failed sign-ins")
        case UserStatus.DISABLED:
            return _("can neither sign in nor use any service")
        case UserStatus.READY:
            return None


def _invitation(ctx: Context, user: User) -> Phrase:
    link = links.of(ctx.db, LinkPurpose.INVITATION, user.id)
    if link is None:
        return _("no invitation was sent")
    sent = mails.find(ctx.db, link.mail_key)
    if sent and sent.bounced:
        return _("the invitation could not be delivered: {error}", error=sent.error[:200])
    if link.expires_at <= ctx.now:
        return _("the invitation ran out on {moment}", moment=link.expires_at)
    if sent and sent.held_up:
        return _("the invitation has not gone out yet: {error}", error=sent.error[:200])
    return _("invited, the link works until **{moment}**", moment=link.expires_at)


def _stopped(user: User, seats: int) -> Phrase | None:
    """A disabled user keeps the seats and can't use them."""
    stopped = user.status is UserStatus.DISABLED and seats
    return _("stopped; the seats stay assigned until they are freed") if stopped else None


def _history(ctx: Context, user: User) -> Iterator[Element]:
    yield Heading(text=_("Sign-ins"))
    found = sign_ins.of(ctx.db, ctx.scope, user.login, _SIGN_INS)
    if not found:
        yield Prose(text=_("Nobody has signed in with this address yet."), quiet=True)
        return
    labels = (_("When"), _("Outcome"), _("From"), _("Browser"))
    columns = tuple(Column(label=label, obvious=True) for label in labels)
    yield Table(columns=columns, rows=tuple(_sign_in(one) for one in found))


def _sign_in(one: SignIn) -> tuple[Phrase, ...]:
    return (plain(one.at), _OUTCOMES[one.outcome], plain(one.address), plain(browser(one.agent)))


def _buttons(ctx: Context, user: User, *, has_seats: bool) -> Iterator[Button]:
    """Only what this person may do to a user of that status; first what the status asks for."""
    if ctx.may(EditUser.needs):
        yield from _ways(ctx, user, first=True)
    if ctx.may(Assign.needs):
        yield from _seats(user, has_seats=has_seats)
    if ctx.may(EditUser.needs):
        yield Button(label=_("Edit"), press=EditUser(user=str(user.id)).token)
        yield from _ways(ctx, user, first=False)
    if ctx.may(LogInAs.needs) and user.status is UserStatus.READY:
        yield Button(label=_("Log in as"), press=LogInAs(user=str(user.id)).token)
    yield Button(label=_("All users"), press=ShowUsers(organisation=str(user.organisation)).token)


def _seats(user: User, *, has_seats: bool) -> Iterator[Button]:
    here = str(user.id)
    if user.status is not UserStatus.DISABLED:
        style = Style.PRIMARY if user.status is UserStatus.READY else Style.PLAIN
        yield Button(label=_("Assign a service"), press=Assign(people=here).token, style=style)
    if has_seats:
        yield Button(label=_("Unassign a service"), press=Unassign(people=here).token)
        yield Button(label=_("Pass a seat on"), press=Reassign(people=here).token)


_EVENTS: Final[tuple[tuple[Event, Phrase, type[AboutUser]], ...]] = (
    (Event.UNLOCKED, _("Unlock"), UnlockUser),
    (Event.INVITED_AGAIN, _("Send the invitation again"), InviteUser),
    (Event.ACTIVATED_BY_HAND, _("Activate by hand"), ActivateUser),
    (Event.ENABLED, _("Enable"), EnableUser),
    (Event.RESET_MAILED, _("Send a password link"), MailPassword),
    (Event.DISABLED, _("Disable"), DisableUser),
    (Event.DELETED, _("Delete"), DeleteUser),
)


def _ways(ctx: Context, user: User, *, first: bool) -> Iterator[Button]:
    """What can happen to a user of that status: the one thing that it asks for, or all else."""
    for event, label, command in _EVENTS:
        if (event in _FIRST) is not first or not possible(user.status, event):
            continue
        if not (event in _NEVER_ONESELF and is_oneself(ctx, user)):
            style = Style.PRIMARY if first else Style.PLAIN
            yield Button(label=label, press=command(user=str(user.id)).token, style=style)


_FIRST: Final = {Event.UNLOCKED, Event.INVITED_AGAIN, Event.ENABLED}
_NEVER_ONESELF: Final = {Event.DISABLED, Event.DELETED}


def is_oneself(ctx: Context, user: User) -> bool:
    return user.login == lowered(ctx.caller.email)


MENU = (
    Item(
        ShowUser,
        show,
        words=("users show", "user"),
        words_fr=("utilisateurs voir", "utilisateur"),
        read=lambda rest: ShowUser(words=rest),
        summary=_("Show one user: status, services, sign-ins, and what can be done"),
        example=_("users show elise.brun@contoso.example"),
    ),
)
