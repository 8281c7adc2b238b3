"""Changing a user: names, login, second address, postal address, permission."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import Button, Card, Element, Notice, Style, Toggle, Tone, Words
from bot.phrases import Phrase, _
from handlers import entered, invitations
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy import person_names
from handlers.policy.person_lines import LONGEST_NAME
from handlers.policy.user_status import Event, possible
from handlers.users import cards, fields, finding, notices, statuses
from handlers.users.commands import EditUser
from handlers.users.wording import SERVICES, STAFF
from store import links, users, wholesale_members
from store.users import User
from store.values import LinkPurpose, Scope


def edit(ctx: Context, ask: EditUser) -> Card:
    user = finding.user(ctx, ask, lock=True)
    if not ask.filled:
        raise Instead(form(ctx, EditUser(user=str(user.id))))
    values = _values(ask)
    changed = {name: value for name, value in values.items() if value != getattr(user, name)}
    if not changed:
        raise Refusal(_("Nothing is different. Nothing was changed."))
    if "login" in changed:
        _refuse_packaged(ctx, user)
    _refuse_taken(ctx, user, changed)
    users.change(ctx.db, ctx.scope, user, changed | ({"moved_at": ctx.now} if "login" in changed else {}))
    _call(ctx, user, values)
    ctx.about(user.organisation, user.login, **{name: _change(user, name, new) for name, new in changed.items()})
    text = _("The details of {user} are changed.", user=user.name)
    if "login" in changed:
        text = _move(ctx, user, str(values["login"]), mail=ask.mail == "yes")
    notices.told(ctx, user, "changed")
    return cards.card(ctx, users.get(ctx.db, ctx.scope, user.id) or user, Notice(tone=Tone.DONE, text=text))


def form(ctx: Context, ask: EditUser) -> Card:
    """As the user is now, or as it was filled in."""
    user = finding.user(ctx, ask)
    shown = ask.model_dump() if ask.filled else _as_is(user)
    names = [
        Words(name=name, label=label, value=shown[name], longest=LONGEST_NAME, optional=True)
        for name, label in (("first_name", _("First name")), ("last_name", _("Last name")))
    ]
    elements: list[Element] = [
        *names,
        fields.mail("login", _("Login"), shown["login"]),
        *_mail_toggle(ctx, user, ask),
        fields.mail("notify", _("Second e-mail, for account notices"), shown["notify"], optional=True),
        fields.permission(shown["permission"]),
        *fields.postal(shown),
    ]
    submit = Button(label=_("Save"), press=EditUser(user=str(user.id), filled=True).token, style=Style.PRIMARY)
    return Card(title=_("Edit {user}", user=user.name), elements=tuple(elements), submit=submit, private=True)


def _as_is(user: User) -> dict[str, str]:
    known = {name: getattr(user, name) or "" for name in ("first_name", "last_name", "login", "notify", *fields.POSTAL)}
    return known | {"permission": STAFF if user.staff else SERVICES}


def _mail_toggle(ctx: Context, user: User, ask: EditUser) -> list[Element]:
    if not (ctx.defaults.mailing.can_send and possible(user.status, Event.MOVED_WITH_MAIL)):
        return []
    label = _("If the login changes: send an activation e-mail there")
    return [Toggle(name="mail", label=label, on=ask.mail != "no")]


def _values(ask: EditUser) -> dict[str, str | bool | None]:
    """The columns as they were filled in, checked one by one."""
    login = entered.mail("login", ask.login)
    notify = entered.mail("notify", ask.notify) if ask.notify.strip() else None
    return {
        "first_name": entered.line("first_name", ask.first_name, LONGEST_NAME),
        "last_name": entered.line("last_name", ask.last_name, LONGEST_NAME),
        "login": login,
        "notify": notify if notify != login else None,
        "staff": ask.permission == STAFF,
        **fields.postal_address({name: getattr(ask, name) for name in fields.POSTAL}),
    }


def _refuse_taken(ctx: Context, user: User, changed: Mapping[str, object]) -> None:
    login = changed.get("login")
    if login and users.with_logins(ctx.db, Scope(user.organisation), [str(login)]):
        names = {"login": str(login), "customer": user.customer}
        raise Refusal(_("{login} is another user of {customer} already. Nothing was changed.", **names), field="login")


def _refuse_packaged(ctx: Context, user: User) -> None:
    """Whoever has a wholesale package is deleted and created again under another address, never moved there."""
    member = wholesale_members.get(ctx.db, ctx.scope, user.id)
    if member is None or member.package is None:
        return
    text = _(
        "{user} has a wholesale package: there, another login is another user. Remove this one and add the new one, "
        "or send a CSV file with both addresses (**users import**). Nothing was changed.",
        user=user.name,
    )
    raise Refusal(text, field="login")


def _call(ctx: Context, user: User, values: Mapping[str, object]) -> None:
    """Found by the names as they are now."""
    named = (str(values["first_name"]), str(values["last_name"]), str(values["login"]))
    users.call(ctx.db, ctx.scope, user.id, person_names.sorted_by(*named), person_names.words(*named))


def _change(user: User, name: str, new: object) -> str:
    """`before → after` for the record."""
    return f"{_said(getattr(user, name))} → {_said(new)}"


def _said(value: object) -> str:
    return "–" if value in {None, ""} else str(value)


def _move(ctx: Context, user: User, login: str, *, mail: bool) -> Phrase:
    """Another login is another person: no password, no session, no link that was sent goes along."""
    for purpose in (LinkPurpose.INVITATION, LinkPurpose.RESET):
        links.cancel(ctx.db, purpose, user.id, ctx.now)
    mailed = mail and possible(user.status, Event.MOVED_WITH_MAIL)
    statuses.turned(ctx, user, Event.MOVED_WITH_MAIL if mailed else Event.MOVED_WITHOUT_MAIL)
    if mailed and (now := users.get(ctx.db, ctx.scope, user.id)):
        invitations.invite(ctx, now)
        return _("The login is {login} now. An invitation goes there; it works for 48 hours.", login=login)
    return _("The login is {login} now. There is no password for it yet: send a password link.", login=login)


MENU = (
    Item(
        EditUser,
        edit,
        words=("users edit", "user edit"),
        words_fr=("utilisateurs modifier", "utilisateur modifier"),
        read=lambda rest: EditUser(words=rest),
        form=form,
        summary=_("Change a user's names, login, addresses or permission"),
        example=_("users edit emma.lefevre@contoso.example"),
    ),
)
