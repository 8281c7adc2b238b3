"""What is recorded of a licence server: added, changed, activated, removed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.cards import Button, Card, Choice, Element, Notice, Option, Style, Toggle, Tone, Words
from bot.phrases import _, plain
from handlers import find
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.menu import Item
from handlers.policy.licence_servers import SERVER_VERSIONS, BadName, NameFault, called
from handlers.policy.names import fold
from handlers.server_commands import AddServer, ChangeServer, RemoveServer, ServerActivated, ShowServers
from handlers.servers.finding import find_server, heading
from handlers.servers.listing import listed, shown
from store import licence_servers
from store.licence_servers import NewServer, Server
from store.values import OrganisationId, OrganisationKind, ServerId

_LONGEST: Final = 253
_MOST_PLACES: Final = 100


def add(ctx: Context, ask: AddServer) -> Card:
    if ctx.grant.kind is not OrganisationKind.CUSTOMER or not (ask.called or ask.version):
        raise Instead(form(ctx, ask))
    name, version, id = _name(ask), _version(ask), ServerId(ctx.new_id())
    activated_at = ctx.now if ask.activated == "yes" else None
    licence_servers.add(ctx.db, NewServer(id, ctx.scope.root, name, fold(name), version, activated_at, ctx.now))
    _refuse_taken(ctx, ctx.scope.root, name, id)
    server = find_server(ctx, str(id))
    ctx.about(server.organisation, server.name, before=None, after=_told(server))
    return shown(ctx, server, Notice(tone=Tone.DONE, text=_("{server} is recorded.", server=server.name)))


def form(ctx: Context, ask: AddServer) -> Card:
    ctx = find.narrowed(ctx, ask.organisation)
    elements: list[Element] = []
    if ctx.grant.kind is not OrganisationKind.CUSTOMER:
        elements.append(_customer(ctx))
    elements += _fields(ask, None)
    press = AddServer(organisation=str(ctx.scope.root)).token
    submit = Button(label=_("Add it"), press=press, style=Style.PRIMARY)
    title = _("New licence server · {organisation}", organisation=ctx.grant.name)
    return Card(title=title, elements=tuple(elements), submit=submit)


def change(ctx: Context, ask: ChangeServer) -> Card:
    server = find_server(ctx, ask.server)
    if not (ask.called or ask.version):
        raise Instead(change_form(ctx, ask))
    name, version = _name(ask), _version(ask)
    _refuse_taken(ctx, server.organisation, name, server.id)
    activated_at = (server.activated_at or ctx.now) if ask.activated == "yes" else None
    return _changed(ctx, server, name=name, folded=fold(name), version=version, activated_at=activated_at)


def change_form(ctx: Context, ask: ChangeServer) -> Card:
    server = find_server(ctx, ask.server)
    submit = Button(label=_("Save"), press=ChangeServer(server=ask.server).token, style=Style.PRIMARY)
    return Card(title=heading(server), elements=tuple(_fields(ask, server)), submit=submit)


def activated(ctx: Context, ask: ServerActivated) -> Card:
    server = find_server(ctx, ask.server)
    return _changed(ctx, server, activated_at=server.activated_at or ctx.now)


def remove(ctx: Context, ask: RemoveServer) -> Card:
    server = find_server(ctx, ask.server)
    licence_servers.change(ctx.db, ctx.scope, server.id, removed_at=ctx.now)
    ctx.about(server.organisation, server.name, before=_told(server), after=None)
    rest = listed(ctx, ShowServers())
    text = _("{server} is removed. Codes that were used on it stay used.", server=server.name)
    return rest.model_copy(update={"elements": (Notice(tone=Tone.DONE, text=text), *rest.elements)})


def _changed(ctx: Context, before: Server, **fields: str | int | datetime | None) -> Card:
    licence_servers.change(ctx.db, ctx.scope, before.id, **fields)
    after = find_server(ctx, str(before.id))
    ctx.about(after.organisation, after.name, before=_told(before), after=_told(after))
    return shown(ctx, after, Notice(tone=Tone.DONE, text=_("{server} is recorded like this now.", server=after.name)))


def _told(server: Server) -> str:
    """As the record keeps it."""
    return f"{server.name} {server.version} {'activated' if server.activated_at else 'not activated'}"


def _fields(ask: AddServer | ChangeServer, server: Server | None) -> list[Element]:
    versions = tuple(
        Option(value=str(one), label=_("Windows Server {version}", version=str(one))) for one in SERVER_VERSIONS
    )
    version = ask.version or (str(server.version) if server else "")
    on = ask.activated == "yes" if ask.version else bool(server and server.activated_at)
    name = Words(
        name="called",
        label=_("Name of the server"),
        hint=_("As in Windows, for example LIC-01."),
        value=(ask.called or (server.name if server else ""))[:_LONGEST],
        longest=_LONGEST,
    )
    chosen = version if version in map(str, SERVER_VERSIONS) else str(SERVER_VERSIONS[0])
    return [
        name,
        Choice(name="version", label=_("Version"), options=versions, chosen=chosen),
        Toggle(name="activated", label=_("The Clearinghouse has activated it"), on=on),
    ]


def _customer(ctx: Context) -> Choice:
    """Whose server it is: only who bought software has use for one."""
    places = licence_servers.places(ctx.db, ctx.scope, most=_MOST_PLACES)
    if not places:
        raise Refusal(_("No software was bought here yet. Nothing was changed."))
    options = tuple(Option(value=str(id), label=plain(name)) for id, name in places)
    return Choice(name="organisation", label=_("Customer"), options=options, chosen=options[0].value)


def _name(ask: AddServer | ChangeServer) -> str:
    try:
        return called(ask.called)
    except BadName as bad:
        raise Refusal(_NAME_FAULTS[bad.fault], field="called") from None


_NAME_FAULTS: Final = {
    NameFault.EMPTY: _("The name is missing. Nothing was changed."),
    NameFault.SIGN: _("A server's name has letters, digits and hyphens, no spaces. Nothing was changed."),
    NameFault.LENGTH: _("The name is too long: 63 letters, 253 with its domain. Nothing was changed."),
}


def _version(ask: AddServer | ChangeServer) -> int:
    if ask.version in map(str, SERVER_VERSIONS):
        return int(ask.version)
    text = _(
        "RDS CALs need Windows Server 2016 or later; “{typed}” is none of these: {versions}. Nothing was changed.",
        typed=ask.version[:20],
        versions=", ".join(map(str, SERVER_VERSIONS)),
    )
    raise Refusal(text, field="version")


def _refuse_taken(ctx: Context, organisation: OrganisationId, name: str, own: ServerId) -> None:
    if licence_servers.named(ctx.db, ctx.scope, organisation, fold(name)) not in {None, own}:
        text = _("There is a licence server {server} here already. Nothing was changed.", server=name)
        raise Refusal(text, field="called")


MENU = (
    Item(AddServer, add, form=form),
    Item(ChangeServer, change, form=change_form),
    Item(ServerActivated, activated),
    Item(RemoveServer, remove),
)
