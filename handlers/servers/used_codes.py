"""A code that was used is shown once more, to finish what was begun; it is not used again by that."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Card, Choice, Option, Style
from bot.phrases import _, joined, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal, Unknown
from handlers.keys import reasons
from handlers.menu import Item
from handlers.server_commands import ShowUsedCode
from handlers.servers.finding import find_server, heading
from handlers.servers.revealing import grant, revealing
from store import licence_servers
from store.licence_servers import Server, Used
from store.values import RevealId

_MOST: Final = 100


def show(ctx: Context, ask: ShowUsedCode) -> Card:
    server = find_server(ctx, ask.server)
    if not ask.key:
        raise Instead(form(ctx, ask))
    code = next((one for one in _used(ctx, server) if one.key == find.identifier(ask.key)), None)
    if code is None:
        raise Unknown(_("There is no such code here. Nothing was shown."))
    why, reveal = reasons.given(ask.reason), RevealId(ctx.new_id())
    grant(ctx, code.key, reveal, why)
    ctx.about(server.organisation, server.name, key=code.hint, reason=why)
    return revealing(ctx, server, reveal)


def form(ctx: Context, ask: ShowUsedCode) -> Card:
    server = find_server(ctx, ask.server)
    used = _used(ctx, server)
    if not used:
        raise Refusal(_("No code was used on it yet. Nothing was shown."))
    options = tuple(
        Option(value=str(one.key), label=joined([plain(f"…{one.hint}"), plain(one.product), plain(one.at)]))
        for one in used
    )
    code = Choice(name="key", label=_("Code"), options=options, chosen=ask.key or options[0].value)
    submit = Button(label=_("Show the code"), press=ShowUsedCode(server=ask.server).token, style=Style.PRIMARY)
    return Card(title=heading(server), elements=(code, reasons.field(ask.reason)), submit=submit)


def _used(ctx: Context, server: Server) -> list[Used]:
    return licence_servers.used_on(ctx.db, ctx.scope, server.id, most=_MOST)


MENU = (Item(ShowUsedCode, show, form=form),)
