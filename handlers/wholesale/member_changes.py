"""A user of a wholesale customer gets other names, or goes."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Prose, Style, Tone, Words
from bot.phrases import _
from handlers import entered
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy.person_lines import LONGEST_NAME
from handlers.policy.user_plans import Planned
from handlers.users.wording import services
from handlers.wholesale import by_hand, finding, member_cards, wording
from handlers.wholesale.commands import RemoveMember, RenameMember, ShowMember, ShowMembers
from store import holders
from store.values import lowered
from store.values.webex import RowAction
from store.wholesale_members import Member


def rename(ctx: Context, ask: RenameMember) -> Card:
    member = finding.member(ctx, ask, lock=ask.sent)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    first, last = (entered.line(name, getattr(ask, name), LONGEST_NAME) for name in ("first_name", "last_name"))
    for name, said in (("first_name", first), ("last_name", last)):
        if not said:
            raise Refusal(_("This is needed. Nothing was changed."), field=name)
    if (first, last) == (member.first_name, member.last_name):
        raise Refusal(_("Nothing is different. Nothing was changed."))
    now = by_hand.as_is(member)
    renamed = now.now._replace(first_name=first, last_name=last)
    by_hand.apply(ctx, member.organisation, [Planned(1, RowAction.CHANGE, member.login, renamed, now.id, now.now)])
    ctx.about(member.organisation, member.login, before=member.name, after=f"{first} {last}")
    text = _("The user is called {name} now.", name=f"{first} {last}")
    return member_cards.card(ctx, member_cards.again(ctx, member), Notice(tone=Tone.DONE, text=text))


def form(ctx: Context, ask: RenameMember) -> Card:
    """As they are now, or as they were filled in; another address is another user."""
    member = finding.member(ctx, ask)
    shown = ask if ask.sent else ask.but(first_name=member.first_name, last_name=member.last_name)
    text = _("Another e-mail address is another user: remove this one and add the new one, or send a CSV file.")
    inputs = (
        Words(name="first_name", label=_("First name"), value=shown.first_name, longest=LONGEST_NAME),
        Words(name="last_name", label=_("Last name"), value=shown.last_name, longest=LONGEST_NAME),
    )
    submit = Button(label=_("Save"), press=RenameMember(user=str(member.id), sent=True).token, style=Style.PRIMARY)
    elements = (*inputs, Prose(text=text, quiet=True))
    return Card(title=_("Names of {user}", user=member.login), elements=elements, submit=submit, private=True)


def remove(ctx: Context, ask: RemoveMember) -> Card:
    """Asked once more, naming what gets free; then they are deleted as a file would delete them."""
    member = finding.member(ctx, ask, lock=ask.sure)
    if member.login == lowered(ctx.caller.email):
        raise Refusal(_("Nobody disables or deletes themselves: ask another Admin. Nothing was changed."))
    if not ask.sure:
        raise Instead(_asked(ctx, member))
    now = by_hand.as_is(member)
    by_hand.apply(ctx, member.organisation, [Planned(1, RowAction.REMOVE, member.login, None, now.id, now.now)])
    ctx.about(member.organisation, member.login, before=str(member.package or ""), after=None, number=member.number)
    back = Button(label=_("All users"), press=ShowMembers(organisation=str(member.organisation)).token)
    notice = Notice(tone=Tone.DONE, text=_("{user} is deleted.", user=member.name))
    title = _("{user} · {customer}", user=member.name, customer=member.customer)
    return Card(title=title, elements=(notice, Buttons(buttons=(back,))), private=True)


def _asked(ctx: Context, member: Member) -> Card:
    text = _(
        "{user} will be deleted, with the password and the way to sign in. This can't be undone.", user=member.name
    )
    facts = [Fact(label=_("Package"), value=wording.package(member.package))]
    if member.number or member.extension:
        facts.append(Fact(label=_("Gets free"), value=member_cards.reached(member)))
    if seats := holders.seats(ctx.db, ctx.scope, [member.id]).get(member.id):
        facts.append(Fact(label=_("Seats"), value=services(seats)))
    sure = Button(label=_("Delete"), press=RemoveMember(user=str(member.id), sure=True).token, style=Style.DANGER)
    cancel = Button(label=_("Cancel"), press=ShowMember(user=str(member.id)).token)
    elements = (Prose(text=text), Facts(facts=tuple(facts)), Buttons(buttons=(sure, cancel)))
    title = _("{user} · {customer}", user=member.name, customer=member.customer)
    return Card(title=title, elements=elements, private=True)


MENU = (
    Item(RenameMember, rename, form=form),
    Item(
        RemoveMember,
        remove,
        words=("wholesale remove",),
        words_fr=("wholesale retirer", "wholesale supprimer"),
        read=lambda rest: RemoveMember(words=rest),
        summary=_("Remove a user from a wholesale customer"),
        example=_("wholesale remove ines.morel@fabrikam.example"),
    ),
)
