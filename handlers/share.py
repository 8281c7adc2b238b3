"""What was answered to one person in a channel, shown to everybody there because they pressed for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from bot.cards import Button, Buttons, Card, Notice, Tone
from bot.commands import Command, UnknownCommand, decode
from bot.errand import Errand
from bot.phrases import Channel, _
from handlers import posts
from handlers.context import Context
from handlers.errors import Refusal
from handlers.find import narrowed
from handlers.menu import Entry, Item, Menu
from handlers.posts import Spot
from store.values import ChannelKind, Right

LOOKS: Final = {Right.VIEW, Right.USE_SERVICES}
"""Whoever needs no more only looks."""


class Share(Command):
    """Show the answer to `of`, the token of a command that only looks, to the whole channel."""

    name = "share"
    needs: ClassVar[Right] = Right.VIEW
    of: str

    @property
    def names_something(self) -> bool:
        return True


def offered(ctx: Context, entry: Entry, command: Command, card: Card) -> Card:
    """The card with a button that shares it, where others could see it and it only looks."""
    looks = entry.needs in LOOKS and not isinstance(command, Share) and entry.open
    alone = ctx.place.kind is not ChannelKind.GROUP or ctx.place.shared
    if alone or card.private or card.inputs or not looks:
        return card
    button = Button(label=_("Share with this channel"), press=Share(of=command.token).token)
    return card.model_copy(update={"elements": (*card.elements, Buttons(buttons=(button,)))})


def share(ctx: Context, ask: Share, menu: Menu) -> Card:
    """Looked up anew, with the rights of the one who presses."""
    if ctx.place.kind is not ChannelKind.GROUP:
        raise Refusal(_("There is nobody to share it with here. Nothing was done."))
    if ctx.place.shared:
        raise Refusal(_("This can't be shared. Nothing was done."))
    card = _again(ctx, ask, menu)
    at = Spot(ctx.installation, ctx.place.channel)
    posts.say(ctx.db, at, "share", f"share:{ctx.ask.key}", Errand(card=card), ctx.tongue, ctx.now)
    ctx.about(ctx.scope.root, Channel(at.channel, ctx.place.name).recorded)
    return Card(title=_("Shared"), elements=(Notice(tone=Tone.DONE, text=_("Everybody in this channel sees it now.")),))


def _again(ctx: Context, ask: Share, menu: Menu) -> Card:
    try:
        command = decode(ask.of, {})
    except (UnknownCommand, ValueError) as error:
        raise Refusal(_("This can't be shared. Nothing was done.")) from error
    entry = menu.of(command)
    if entry.needs not in LOOKS or isinstance(command, Share):
        raise Refusal(_("This can't be shared. Nothing was done."))
    card = entry.run(narrowed(ctx, command.organisation), command)
    if not entry.open or card.private or card.inputs:
        raise Refusal(_("This can't be shared. Nothing was done."))
    return card


def item(menu: Callable[[], Menu]) -> Item[Share]:
    """The item itself: it needs the whole menu, which is only complete with it."""
    return Item(Share, lambda ctx, ask: share(ctx, ask, menu()))
