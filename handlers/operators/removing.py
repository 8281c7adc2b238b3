"""Taking an operator's role away; the last Admin stays."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Notice, Prose, Style, Tone
from bot.phrases import _
from handlers.context import Context
from handlers.errors import Instead
from handlers.menu import Item
from handlers.operators import listing
from handlers.operators.commands import RemoveOperator, ShowOperators
from handlers.operators.finding import here, named, operator, which
from handlers.operators.roles import ROLES, keep_an_admin
from store import operators
from store.operators import Operator


def remove(ctx: Context, ask: RemoveOperator) -> Card:
    """Asked once more before; what the person did stays in the record."""
    if not ask.email.strip():
        raise Instead(form(ctx, ask))
    one = operator(ctx, ask.email)
    keep_an_admin(ctx, one)
    if not ask.sure:
        raise Instead(_confirmation(ctx, one))
    operators.remove(ctx.db, ctx.scope, one.person)
    ctx.about(ctx.scope.root, one.email, before=one.role.value, after=None)
    done = _("{who} is no operator of {organisation} any more.", who=named(one), organisation=ctx.grant.name)
    return listing.show(ctx, ShowOperators(), Notice(tone=Tone.DONE, text=done))


def form(ctx: Context, ask: RemoveOperator) -> Card:
    submit = Button(label=_("Remove"), press=RemoveOperator(organisation=here(ctx)).token, style=Style.DANGER)
    title = _("Operators of {organisation}", organisation=ctx.grant.name)
    return Card(title=title, elements=(which(ctx).model_copy(update={"chosen": ask.email[:75]}),), submit=submit)


def _confirmation(ctx: Context, one: Operator) -> Card:
    text = _(
        "{who} ({role}) will neither see nor change anything of {organisation} any more.",
        who=named(one),
        role=ROLES[one.role],
        organisation=ctx.grant.name,
    )
    if one.person == ctx.person:
        text = _(
            "That is you: you will neither see nor change anything of {organisation} any more.",
            organisation=ctx.grant.name,
        )
    sure = RemoveOperator(organisation=here(ctx), email=one.email, sure=True).token
    buttons = (
        Button(label=_("Remove"), press=sure, style=Style.DANGER),
        Button(label=_("Keep"), press=ShowOperators(organisation=here(ctx)).token),
    )
    return Card(title=_("Remove an operator?"), elements=(Prose(text=text), Buttons(buttons=buttons)), private=True)


MENU = (
    Item(
        RemoveOperator,
        remove,
        words=("operators remove", "operator remove"),
        words_fr=("opérateurs retirer", "opérateur retirer", "opérateurs supprimer"),
        read=lambda rest: RemoveOperator(email=rest),
        form=form,
        summary=_("Take an operator's role away"),
        example=_("operators remove someone@contoso.example"),
    ),
)
