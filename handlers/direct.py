"""Reminders in direct messages: the conversation with one person alone, told about one organisation."""

from __future__ import annotations

from bot.cards import Fact, Toggle
from bot.errand import direct
from bot.phrases import _, plain
from handlers.context import Context
from handlers.errors import Refusal
from store import bindings
from store.bindings import Binding
from store.values import BindingId, ChannelKind, Right, Scope


def facts(ctx: Context) -> tuple[Fact, ...]:
    """Whether they come, and about whom; nothing for those who may look at no reminder."""
    if not ctx.may(Right.VIEW):
        return ()
    told = ", ".join(sorted({one.name for one in mine(ctx)}))
    return (Fact(label=_("Reminders in direct messages"), value=plain(told) if told else _("no")),)


def fields(ctx: Context, wanted: str) -> tuple[Toggle, ...]:
    if not ctx.may(Right.VIEW):
        return ()
    label = _("Reminders of {organisation} in direct messages, once a day", organisation=ctx.grant.name)
    on = wanted == "yes" if wanted else already(ctx)
    return (Toggle(name="digests", label=label, on=on, optional=True),)


def tell(ctx: Context, wanted: str) -> None:
    """`yes` or `no`; anything else leaves it as it is. What is already so stays."""
    if wanted == "no":
        _stop(ctx)
    elif wanted == "yes" and not already(ctx):
        _begin(ctx)


def mine(ctx: Context) -> list[Binding]:
    """The conversations in which the caller alone is told about something."""
    return bindings.of_person(ctx.db, _everywhere(ctx), ctx.person)


def _begin(ctx: Context) -> None:
    """About this organisation, and so about no other one here."""
    if not ctx.may(Right.VIEW):
        raise Refusal(_("You see no reminders of {organisation}. Nothing was changed.", organisation=ctx.grant.name))
    for one in mine(ctx):
        if one.installation == ctx.installation:
            bindings.unbind(ctx.db, _everywhere(ctx), one)
    id, channel = BindingId(ctx.new_id()), direct(ctx.ask.account.user)
    told = Binding(id, ctx.scope.root, ctx.grant.name, ctx.installation, channel, ChannelKind.DIRECT, ctx.now)
    bindings.bind_anew(ctx.db, ctx.scope, told, ctx.person)


def _stop(ctx: Context) -> None:
    for one in mine(ctx):
        bindings.unbind(ctx.db, _everywhere(ctx), one)


def already(ctx: Context) -> bool:
    """Whether the caller alone is told about this organisation, wherever that is."""
    return any(one.organisation == ctx.scope.root for one in mine(ctx))


def _everywhere(ctx: Context) -> Scope:
    """One's own conversations are found whatever they are told about."""
    return Scope(ctx.caller.root)
