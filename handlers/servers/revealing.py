"""A single-use code for the asker alone, with a reason, through the reveal that all keys go through."""

from __future__ import annotations

from bot.cards import Button, Buttons, Card, Element, Notice, Secret, Tone
from bot.phrases import _, plain
from handlers.context import Context
from handlers.errors import Refusal
from handlers.keys.commands import PutAway
from handlers.keys.getting import Asker, granted
from handlers.server_commands import ShowServer
from handlers.servers.clearing import installation
from handlers.servers.finding import heading
from store import product_keys
from store.licence_servers import Server
from store.values import KeyId, KeyState, RevealId


def grant(ctx: Context, key: KeyId, reveal: RevealId, why: str) -> None:
    """Let the asker see a code once, under that id."""
    known = product_keys.get(ctx.db, ctx.scope, key)
    if known is None or known.state is KeyState.REVOKED:
        raise Refusal(_("This code was revoked meanwhile. Nothing was changed."), field="key")
    granted(Asker(ctx.db, ctx.person, ctx.now, lambda: reveal), known, why)


def revealing(ctx: Context, server: Server, reveal: RevealId, *before: Element) -> Card:
    """The code for the asker alone, and how it is installed."""
    warning = _(
        "Keys are valuable: don't forward them. Shown to you alone on {moment}, and recorded with your reason.",
        moment=ctx.now,
    )
    back = Button(label=plain(server.name), press=ShowServer(server=str(server.id)).token)
    away = Button(label=_("Delete this message"), press=PutAway().token)
    elements = (
        *before,
        Secret(label=_("Single-use code"), reference=str(reveal)),
        *installation(),
        Notice(tone=Tone.WARNING, text=warning),
        Buttons(buttons=(back, away)),
    )
    return Card(title=heading(server), elements=elements, private=True)
