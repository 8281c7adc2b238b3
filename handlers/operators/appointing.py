"""Making somebody an operator: at a work or school address, with a role."""

from __future__ import annotations

from bot.cards import Button, Card, Notice, Style, Tone, Words
from bot.phrases import Phrase, _
from handlers import invitations
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.operators import listing
from handlers.operators.commands import AddOperator, ShowOperators
from handlers.operators.finding import address, here, named, split
from handlers.operators.roles import ROLES, role, role_field
from handlers.policy.addresses import is_free_mail
from store import additions, operators, people, users
from store.additions import NewPerson
from store.values import PersonId, Role

_LONGEST_NAME = 120


def add(ctx: Context, ask: AddOperator) -> Card:
    if not ask.email.strip() or not ask.role.strip():
        raise Instead(form(ctx, ask))
    email, wanted = address(ask.email), role(ask.role)
    _refuse_free_mail(ctx, email)
    called = " ".join(ask.full_name.split())[:_LONGEST_NAME] or _known_as(ctx, email)
    person = _person(ctx, email, called)
    if not operators.add(ctx.db, ctx.scope, person, wanted, called, ctx.now):
        known = operators.get(ctx.db, ctx.scope, person)
        said = _(
            "{email} is an operator of {organisation} already, in the role {role}. Nothing was changed.",
            email=email,
            organisation=ctx.grant.name,
            role=ROLES[known.role if known else wanted],
        )
        raise Refusal(said, field="email")
    ctx.about(ctx.scope.root, email, before=None, after=wanted.value)
    _tell(ctx, email, wanted)
    added = operators.get(ctx.db, ctx.scope, person)
    who: Phrase | str = named(added) if added else email
    done = _("{who} is an operator now: {role}. They write to the bot under this address.", who=who, role=ROLES[wanted])
    return listing.show(ctx, ShowOperators(), Notice(tone=Tone.DONE, text=done))


def form(ctx: Context, ask: AddOperator) -> Card:
    email = Words(
        name="email",
        label=_("Work or school e-mail address"),
        hint=_("The one under which they write to me."),
        value=ask.email[:254],
        longest=254,
    )
    name = Words(
        name="full_name",
        label=_("Name"),
        value=ask.full_name[:_LONGEST_NAME],
        longest=_LONGEST_NAME,
        optional=True,
    )
    press = AddOperator(organisation=here(ctx)).token
    submit = Button(label=_("Add"), press=press, style=Style.PRIMARY)
    title = _("A new operator of {organisation}", organisation=ctx.grant.name)
    return Card(title=title, elements=(email, name, role_field(_chosen(ask.role))), submit=submit)


def _chosen(typed: str) -> str:
    return typed if typed in ROLES else ""


def _refuse_free_mail(ctx: Context, email: str) -> None:
    if is_free_mail(email, ctx.defaults.free_mail):
        said = _(
            "At {domain} anybody can have an address: give a work or school address. Nothing was changed.",
            domain=email.rpartition("@")[2],
        )
        raise Refusal(said, field="email")


def _known_as(ctx: Context, email: str) -> str:
    """The name under which whoever asks can see that address already, else the address."""
    seen = (operators.with_address(ctx.db, grant.scope, email) for grant in ctx.caller.grants)
    names = (one.name for one in (*seen, *users.with_logins(ctx.db, ctx.scope, [email])) if one)
    return next(names, email)


def _person(ctx: Context, email: str, called: str) -> PersonId:
    """Whoever has the address; somebody new under that name."""
    additions.people(ctx.db, [NewPerson(ctx.new_id(), email, called, ctx.now)])
    person = people.by_email(ctx.db, email)
    if person is None:
        raise LookupError("a person who was just added")
    return person


def _tell(ctx: Context, email: str, wanted: Role) -> None:
    body = {
        "organisation": ctx.grant.name,
        "by": ctx.caller.name or ctx.caller.email,
        "role": wanted.value,
    }
    invitations.tell(ctx, ctx.scope.root, email, "operator", body)


def _read(rest: str) -> AddOperator:
    email, role = split(rest)
    return AddOperator(email=email, role=role)


MENU = (
    Item(
        AddOperator,
        add,
        words=("operators add", "operator add"),
        words_fr=("opérateurs ajouter", "opérateur ajouter"),
        read=_read,
        form=form,
        summary=_("Make somebody an operator: Admin or Reader"),
        example=_("operators add someone@contoso.example reader"),
    ),
)
