"""Licence servers as a list, and one of them with the codes that were used on it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards import Button, Buttons, Card, Column, Confirm, Element, Fact, Facts, Notice, Prose, Style, Table, Tone
from bot.phrases import Phrase, _, joined, n_, plain
from handlers.context import Context
from handlers.menu import Item
from handlers.pages import PAGE, pages
from handlers.server_commands import (
    AddServer,
    ChangeServer,
    RemoveServer,
    ShowServer,
    ShowServers,
    ShowUsedCode,
    UseCode,
)
from handlers.servers.clearing import activated_button, steps_button
from handlers.servers.finding import beyond, find_server, heading, licences, windows
from store import licence_servers
from store.licence_servers import Server, Used


def listed(ctx: Context, ask: ShowServers) -> Card:
    title = _("Licence servers of {organisation}", organisation=ctx.grant.name)
    found = licence_servers.page(ctx.db, ctx.scope, offset=ask.offset, most=PAGE)
    tools = Buttons(buttons=tuple(_tools(ctx)))
    if not found:
        return Card(title=title, elements=(Prose(text=_("No licence server is recorded here yet.")), tools))
    total = licence_servers.count(ctx.db, ctx.scope)
    turning = pages(ask.but(organisation=str(ctx.scope.root)), ask.offset, total)
    table = Table(columns=_COLUMNS, rows=tuple(_row(ctx, one) for one in found))
    openers = Buttons(buttons=tuple(_opener(ctx, one) for one in found))
    return Card(title=title, elements=(table, openers, *turning, tools))


def show(ctx: Context, ask: ShowServer) -> Card:
    return shown(ctx, find_server(ctx, ask.server))


def shown(ctx: Context, server: Server, *before: Element) -> Card:
    """One server, below what is to be said first."""
    ctx.about(server.organisation, server.name)
    used = licence_servers.used_on(ctx.db, ctx.scope, server.id, most=PAGE)
    elements: list[Element] = [*before, Facts(facts=_facts(server))]
    if server.activated_at is None:
        text = _("Codes can be installed once the Clearinghouse has activated it.")
        elements.append(Notice(tone=Tone.WARNING, text=text))
    if note := beyond(server):
        elements.append(Prose(text=note, quiet=True))
    elements += _codes(server, used)
    elements.append(Buttons(buttons=tuple(_actions(ctx, server))))
    return Card(title=heading(server), elements=tuple(elements))


_COLUMNS = (
    Column(label=_("Server"), obvious=True),
    Column(label=_("Version"), obvious=True),
    Column(label=_("Clearinghouse")),
    Column(label=_("Codes used"), number=True),
)


def _row(ctx: Context, one: Server) -> tuple[Phrase, ...]:
    return (_name(ctx, one), windows(one.version), _activation(one), plain(one.codes))


def _name(ctx: Context, one: Server) -> Phrase:
    return plain(one.name) if one.organisation == ctx.scope.root else joined([plain(one.name), plain(one.customer)])


def _activation(one: Server) -> Phrase:
    return _("not activated") if one.activated_at is None else _("activated")


def _opener(ctx: Context, one: Server) -> Button:
    return Button(label=_name(ctx, one), press=ShowServer(server=str(one.id)).token)


def _tools(ctx: Context) -> Iterator[Button]:
    if ctx.may(AddServer.needs):
        press = AddServer(organisation=str(ctx.scope.root)).token
        yield Button(label=_("Add a licence server"), press=press)
    yield steps_button()


def _facts(server: Server) -> tuple[Fact, ...]:
    since = None if server.activated_at is None else _("recorded {moment}", moment=server.activated_at)
    return (
        Fact(label=_("Version"), value=windows(server.version)),
        Fact(label=_("Clearinghouse"), value=_activation(server), note=since),
        Fact(label=_("Takes RDS CALs of"), value=licences(server)),
    )


def _codes(server: Server, used: list[Used]) -> list[Element]:
    if not used:
        return [Prose(text=_("No code was used on it yet."))]
    columns = (*(Column(label=_("Code")), Column(label=_("Product")), Column(label=_("When")), Column(label=_("Who"))),)
    rows = tuple((plain(f"…{one.hint}"), plain(one.product), plain(one.at), plain(one.who)) for one in used)
    more = server.codes - len(used)
    rest = [Prose(text=n_("{count} more code", "{count} more codes", more), quiet=True)] if more > 0 else []
    return [Table(columns=columns, rows=rows), *rest]


def _actions(ctx: Context, server: Server) -> Iterator[Button]:
    """What can be done now; nothing that would be refused anyway."""
    id = str(server.id)
    if server.activated_at is not None and ctx.may(UseCode.needs):
        yield Button(label=_("Use a code"), press=UseCode(server=id).token, style=Style.PRIMARY)
    if ctx.may(ChangeServer.needs):
        if server.activated_at is None:
            yield activated_button(server)
        yield Button(label=_("Change it"), press=ChangeServer(server=id).token)
    if server.codes and ctx.may(ShowUsedCode.needs):
        yield Button(label=_("See a used code again"), press=ShowUsedCode(server=id).token)
    yield steps_button(server)
    if ctx.may(RemoveServer.needs):
        yield Button(
            label=_("Remove"), press=RemoveServer(server=id).token, style=Style.DANGER, confirm=_confirm(server)
        )
    yield Button(label=_("All licence servers"), press=ShowServers(organisation=str(server.organisation)).token)


def _confirm(server: Server) -> Confirm:
    text = n_(
        "The {count} code that was used on it stays used.",
        "The {count} codes that were used on it stay used.",
        server.codes,
    )
    nothing = _("No code was used on it.")
    title = _("Remove {server}?", server=server.name)
    return Confirm(title=title, text=text if server.codes else nothing, yes=_("Remove"), no=_("Keep"))


MENU = (
    Item(
        ShowServers,
        listed,
        words=("servers", "licence servers"),
        words_fr=("serveurs", "serveurs de licences"),
        read=lambda rest: ShowServers(organisation=rest),
        summary=_("Show the Remote Desktop licence servers, and the codes used on them"),
        example=_("servers Contoso"),
    ),
    Item(ShowServer, show),
)
