"""Which licence server is meant, how it is told, and what it takes."""

from __future__ import annotations

from bot.phrases import Phrase, _, joined, plain
from handlers.context import Context
from handlers.errors import Unknown
from handlers.find import identifier
from handlers.policy.licence_servers import takes
from handlers.policy.product_keys import Runs
from store import licence_servers
from store.licence_servers import Server
from store.values import ServerId


def find_server(ctx: Context, server: str) -> Server:
    """By its id; said alike whether it is elsewhere or nowhere."""
    id = identifier(server)
    found = licence_servers.get(ctx.db, ctx.scope, ServerId(id)) if id else None
    if found is None:
        raise Unknown(_("There is no such licence server. Nothing was changed."))
    return found


def heading(server: Server) -> Phrase:
    return _("{server} · {customer}", server=server.name, customer=server.customer)


def windows(version: int) -> Phrase:
    return _("Windows Server {version}", version=str(version))


def licences(server: Server) -> Phrase:
    """`2016, 2019`: the licences that run there."""
    found = takes(server.version)
    return joined([plain(str(version)) for version in found], ", ") if found else _("none")


def beyond(server: Server) -> Phrase | None:
    """What is not written anywhere, and is told as such."""
    if not any(runs is Runs.BY_PRINCIPLE for runs in takes(server.version).values()):
        return None
    return _(
        "Beyond what Microsoft writes: its text names licences of 2016 and 2019 only. That those of {version} run on "
        "Windows Server {version} follows by the same principle.",
        version=str(server.version),
    )
