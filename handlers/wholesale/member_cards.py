"""The card of one user of a wholesale customer: package, number, location, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Style
from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
from handlers.menu import Item
from handlers.users.commands import ShowUser
from handlers.wholesale import finding, wording
from handlers.wholesale.commands import (
    ChangePackage,
    RemoveMember,
    RenameMember,
    RepairPackage,
    ShowMember,
    ShowMembers,
)
from store import wholesale_members
from store.wholesale_members import Member


def show(ctx: Context, ask: ShowMember) -> Card:
    member = finding.member(ctx, ask)
    ctx.about(member.organisation, member.login)
    return card(ctx, member)


def card(ctx: Context, member: Member, *notices: Notice) -> Card:
    """The user as they are now, below what has just happened."""
    facts = Facts(facts=tuple(_facts(member)))
    elements: tuple[Element, ...] = (*notices, facts, Buttons(buttons=tuple(_changes(ctx, member))))
    title = _("{user} · {customer}", user=member.name, customer=member.customer)
    return Card(title=title, elements=elements, private=True)


def again(ctx: Context, member: Member) -> Member:
    """The same user after a change."""
    return wholesale_members.get(ctx.db, ctx.scope, member.id) or member


def reached(one: Member) -> Phrase:
    """`+33142685300 · extension 101`."""
    return joined(numbers(one))


def numbers(one: Member) -> list[Phrase]:
    inner = [_("extension {extension}", extension=one.extension)] if one.extension else []
    return [*([plain(one.number)] if one.number else []), *inner]


def _facts(member: Member) -> Iterator[Fact]:
    yield Fact(label=_("Package"), value=_("**{package}**", package=wording.package(member.package)))
    yield Fact(label=_("Login"), value=plain(member.login))
    if member.number:
        yield Fact(label=_("Number"), value=plain(member.number))
    if member.extension:
        yield Fact(label=_("Extension"), value=plain(member.extension))
    if member.location_name:
        yield Fact(label=_("Location"), value=plain(member.location_name))
    if member.site:
        yield Fact(label=_("Meetings site"), value=plain(member.site))
    said = ((member.messaging, _("Messaging")), (member.meeting, _("Meeting")), (member.calling, _("Calling")))
    if bases := [name for there, name in said if there]:
        yield Fact(label=_("Base licences"), value=joined(bases, ", "))


def _changes(ctx: Context, member: Member) -> Iterator[Button]:
    here = str(member.id)
    if ctx.may(ChangePackage.needs):
        label = _("Change the package") if member.package else _("Give a package")
        yield Button(label=label, press=ChangePackage(user=here).token, style=Style.PRIMARY)
        if member.package:
            yield Button(label=_("Mend a conflict"), press=RepairPackage(user=here).token)
        yield Button(label=_("Change the names"), press=RenameMember(user=here).token)
        yield Button(label=_("Remove"), press=RemoveMember(user=here).token)
    yield Button(label=_("Account"), press=ShowUser(user=here).token)
    yield Button(label=_("All users"), press=ShowMembers(organisation=str(member.organisation)).token)


MENU = (
    Item(
        ShowMember,
        show,
        words=("wholesale user",),
        words_fr=("wholesale utilisateur",),
        read=lambda rest: ShowMember(words=rest),
        summary=_("Show one wholesale user: package, number, location, and what can be done"),
        example=_("wholesale user ines.morel@fabrikam.example"),
    ),
)
