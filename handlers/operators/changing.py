"""Another role for an operator; the last Admin stays one."""

from __future__ import annotations

from bot.cards import Button, Card, Notice, Style, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.operators import listing
from handlers.operators.commands import ChangeRole, ShowOperators
from handlers.operators.finding import here, named, operator, split, which
from handlers.operators.roles import ROLES, keep_an_admin, role, role_field
from store import operators
from store.values import Role


def change(ctx: Context, ask: ChangeRole) -> Card:
    if not ask.email.strip() or not ask.role.strip():
        raise Instead(form(ctx, ask))
    one, wanted = operator(ctx, ask.email), role(ask.role)
    if one.role is wanted:
        said = _("{who} is {role} already. Nothing was changed.", who=named(one), role=ROLES[wanted])
        raise Refusal(said, field="role")
    if wanted is not Role.ADMIN:
        keep_an_admin(ctx, one)
    operators.change(ctx.db, ctx.scope, one.person, wanted)
    ctx.about(ctx.scope.root, one.email, before=one.role.value, after=wanted.value)
    done = _("{who} is {role} now; before: {before}.", who=named(one), role=ROLES[wanted], before=ROLES[one.role])
    return listing.show(ctx, ShowOperators(), Notice(tone=Tone.DONE, text=done))


def form(ctx: Context, ask: ChangeRole) -> Card:
    submit = Button(label=_("Change the role"), press=ChangeRole(organisation=here(ctx)).token, style=Style.PRIMARY)
    title = _("Operators of {organisation}", organisation=ctx.grant.name)
    chosen = which(ctx).model_copy(update={"chosen": ask.email[:75]})
    return Card(title=title, elements=(chosen, role_field(ask.role if ask.role in ROLES else "")), submit=submit)


def _read(rest: str) -> ChangeRole:
    email, role = split(rest)
    return ChangeRole(email=email, role=role)


MENU = (
    Item(
        ChangeRole,
        change,
        words=("operators role", "operator role"),
        words_fr=("opérateurs rôle", "opérateur rôle"),
        read=_read,
        form=form,
        summary=_("Give an operator another role"),
        example=_("operators role someone@contoso.example admin"),
    ),
)
