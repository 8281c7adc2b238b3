"""From one status to another: unlocked, invited again, activated by hand, disabled, enabled, deleted."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, joined, n_
from handlers import invitations, wording
from handlers.context import Context
from handlers.errors import Refusal
from handlers.menu import Item
from handlers.policy import user_status
from handlers.policy.user_status import Event, NotNow
from handlers.users import cards, finding, notices
from handlers.users.commands import (
    AboutUser,
    ActivateUser,
    DeleteUser,
    DisableUser,
    EnableUser,
    InviteUser,
    MailPassword,
    ShowUser,
    ShowUsers,
    UnlockUser,
)
from handlers.users.wording import services
from store import holders, links, throttles, users
from store.holders import Seat
from store.users import User
from store.values import LinkPurpose, UserStatus


def unlock(ctx: Context, ask: UnlockUser) -> Card:
    user = turned(ctx, finding.user(ctx, ask, lock=True), Event.UNLOCKED)
    notices.told(ctx, user, "unlocked")
    return _told(ctx, user, _("{user} is unlocked and can sign in again.", user=user.name))


def enable(ctx: Context, ask: EnableUser) -> Card:
    user = turned(ctx, finding.user(ctx, ask, lock=True), Event.ENABLED)
    notices.told(ctx, user, "enabled")
    return _told(ctx, user, _("{user} is enabled: signing in and the assigned services work again.", user=user.name))


def activate(ctx: Context, ask: ActivateUser) -> Card:
    user = turned(ctx, finding.user(ctx, ask, lock=True), Event.ACTIVATED_BY_HAND)
    notices.told(ctx, user, "activated")
    return _told(ctx, user, _("{user} is Ready, without the invitation.", user=user.name))


def invite(ctx: Context, ask: InviteUser) -> Card:
    """A new link, which voids the older one."""
    user = finding.user(ctx, ask, lock=True)
    turned(ctx, user, Event.INVITED_AGAIN)
    invitations.invite(ctx, user)
    text = _("A new invitation goes to {login}. It works for 48 hours; the older one no longer does.", login=user.login)
    return _told(ctx, user, text)


def mail_password(ctx: Context, ask: MailPassword) -> Card:
    user = finding.user(ctx, ask, lock=True)
    turned(ctx, user, Event.RESET_MAILED)
    invitations.reset(ctx, user)
    text = _("A link to set another password goes to {login}. No password ever passes through here.", login=user.login)
    return _told(ctx, user, text)


def disable(ctx: Context, ask: DisableUser) -> Card:
    """Asked once more; the seats stay assigned unless they are freed as well."""
    user = _somebody_else(ctx, ask, Event.DISABLED)
    seats = _seats(ctx, user)
    if not ask.sure:
        return _ask_disable(user, seats)
    after = turned(ctx, user, Event.DISABLED, freed=_names(seats) if ask.free else "")
    links.cancel(ctx.db, LinkPurpose.INVITATION, user.id, ctx.now)
    if ask.free:
        holders.free(ctx.db, ctx.scope, user.id)
    notices.told(ctx, user, "disabled")
    return _told(ctx, after, _("{user} is disabled: can neither sign in nor use any service.", user=user.name))


def delete(ctx: Context, ask: DeleteUser) -> Card:
    """Asked once more, naming the seats that get free."""
    user = _somebody_else(ctx, ask, Event.DELETED)
    seats = _seats(ctx, user)
    if not ask.sure:
        return _ask_delete(user, seats)
    for purpose in (LinkPurpose.INVITATION, LinkPurpose.RESET):
        links.cancel(ctx.db, purpose, user.id, ctx.now)
    users.remove(ctx.db, ctx.scope, user)
    ctx.about(user.organisation, user.login, before=user.status, after=None, freed=_names(seats))
    notices.told(ctx, user, "deleted")
    gone = _("{user} is deleted.", user=user.name)
    free = n_("{count} seat got free.", "{count} seats got free.", len(seats))
    text = joined([gone, free], " ") if seats else gone
    back = Button(label=_("All users"), press=ShowUsers(organisation=str(user.organisation)).token)
    elements = (Notice(tone=Tone.DONE, text=text), Buttons(buttons=(back,)))
    return Card(title=_title(user), elements=elements, private=True)


def turned(ctx: Context, user: User, event: Event, **detail: str) -> User:
    """The user after the event; refused where the table has no way from their status, or somebody was quicker."""
    try:
        after = user_status.after(user.status, event)
    except NotNow as no:
        raise _not_now(user) from no
    if after is None or not users.set_status(ctx.db, ctx.scope, user.id, user.status, after):
        raise _not_now(user)
    if after is UserStatus.READY and not users.elsewhere(ctx.db, ctx.scope, user.login):
        throttles.forget(ctx.db, throttles.of_login(user.login))
    ctx.about(user.organisation, user.login, before=user.status, after=after, **detail)
    return replace(user, status=after)


def _not_now(user: User) -> Refusal:
    status = wording.USER_STATES[user.status]
    text = _("{user} is in the status {status}. Nothing was changed.", user=user.name, status=status)
    return Refusal(text, buttons=(_show(user),), title=_title(user))


def _somebody_else(ctx: Context, ask: AboutUser, event: Event) -> User:
    user = finding.user(ctx, ask, lock=True)
    if cards.is_oneself(ctx, user):
        text = _("Nobody disables or deletes themselves: ask another Admin. Nothing was changed.")
        raise Refusal(text, buttons=(_show(user),), title=_title(user))
    if not user_status.possible(user.status, event):
        raise _not_now(user)
    return user


def _seats(ctx: Context, user: User) -> list[Seat]:
    return holders.seats(ctx.db, ctx.scope, [user.id]).get(user.id, [])


def _names(seats: list[Seat]) -> str:
    return ", ".join(f"{seat.name} ({seat.label})" for seat in seats)


def _ask_disable(user: User, seats: list[Seat]) -> Card:
    id = str(user.id)
    text = _("{user} will be able neither to sign in nor to use any service, until enabled again.", user=user.name)
    keep = Button(label=_("Disable"), press=DisableUser(user=id, sure=True).token, style=Style.DANGER)
    buttons = [keep]
    if seats:
        label = n_("Disable and free {count} seat", "Disable and free {count} seats", len(seats))
        buttons.append(Button(label=label, press=DisableUser(user=id, sure=True, free=True).token))
    stay = _("The seats stay assigned and cost the same, unless you free them.")
    return _ask(user, text, seats, stay, buttons)


def _ask_delete(user: User, seats: list[Seat]) -> Card:
    text = _("{user} will be deleted, with the password and the way to sign in. This can't be undone.", user=user.name)
    sure = Button(label=_("Delete"), press=DeleteUser(user=str(user.id), sure=True).token, style=Style.DANGER)
    return _ask(user, text, seats, _("These seats get free and can be assigned to others."), [sure])


def _ask(user: User, text: Phrase, seats: list[Seat], then: Phrase, buttons: list[Button]) -> Card:
    elements: list[Element] = [Prose(text=text)]
    if seats:
        elements.append(Facts(facts=(Fact(label=_("Seats"), value=services(seats), note=then),)))
    cancel = Button(label=_("Cancel"), press=ShowUser(user=str(user.id)).token)
    return Card(title=_title(user), elements=(*elements, Buttons(buttons=(*buttons, cancel))), private=True)


def _told(ctx: Context, user: User, text: Phrase) -> Card:
    return cards.card(ctx, user, Notice(tone=Tone.DONE, text=text))


def _show(user: User) -> Button:
    return Button(label=_("Show {user}", user=user.name), press=ShowUser(user=str(user.id)).token)


def _title(user: User) -> Phrase:
    return _("{user} · {customer}", user=user.name, customer=user.customer)


MENU = (
    Item(
        UnlockUser,
        unlock,
        words=("users unlock", "user unlock"),
        words_fr=("utilisateurs déverrouiller", "utilisateur déverrouiller"),
        read=lambda rest: UnlockUser(words=rest),
        summary=_("Unlock a user after too many failed sign-ins"),
        example=_("users unlock emma.lefevre@contoso.example"),
    ),
    Item(
        InviteUser,
        invite,
        words=("users invite", "user invite"),
        words_fr=("utilisateurs inviter", "utilisateur inviter"),
        read=lambda rest: InviteUser(words=rest),
        summary=_("Send a user the invitation again"),
        example=_("users invite emma.lefevre@contoso.example"),
    ),
    Item(
        ActivateUser,
        activate,
        words=("users activate", "user activate"),
        words_fr=("utilisateurs activer à la main", "utilisateur activer à la main"),
        read=lambda rest: ActivateUser(words=rest),
        summary=_("Make a user Ready without the invitation"),
        example=_("users activate emma.lefevre@contoso.example"),
    ),
    Item(
        MailPassword,
        mail_password,
        words=("users password", "user password"),
        words_fr=("utilisateurs mot de passe", "utilisateur mot de passe"),
        read=lambda rest: MailPassword(words=rest),
        summary=_("Send a user a link to set another password"),
        example=_("users password emma.lefevre@contoso.example"),
    ),
    Item(
        DisableUser,
        disable,
        words=("users disable", "user disable"),
        words_fr=("utilisateurs désactiver", "utilisateur désactiver"),
        read=lambda rest: DisableUser(words=rest),
        summary=_("Disable a user: no sign-in, no service"),
        example=_("users disable emma.lefevre@contoso.example"),
    ),
    Item(
        EnableUser,
        enable,
        words=("users enable", "user enable"),
        words_fr=("utilisateurs activer", "utilisateur activer"),
        read=lambda rest: EnableUser(words=rest),
        summary=_("Enable a disabled user again"),
        example=_("users enable emma.lefevre@contoso.example"),
    ),
    Item(
        DeleteUser,
        delete,
        words=("users delete", "user delete"),
        words_fr=("utilisateurs supprimer", "utilisateur supprimer"),
        read=lambda rest: DeleteUser(words=rest),
        summary=_("Delete a user, which frees their seats"),
        example=_("users delete emma.lefevre@contoso.example"),
    ),
)
