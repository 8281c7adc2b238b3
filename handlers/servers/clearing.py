"""The steps at the Clearinghouse: a licence server is activated first, then its codes are installed."""

from __future__ import annotations

from typing import Final

from bot.cards import Button, Buttons, Card, Element, Heading, Prose
from bot.phrases import Phrase, _, plain
from handlers.context import Context
from handlers.menu import Item
from handlers.server_commands import ServerActivated, ShowServer, ShowServers, ShowSteps
from handlers.servers.finding import find_server
from store.licence_servers import Server

_ACTIVATE: Final = (
    _("On Windows Server 2016 or later, add the role service **Remote Desktop Licensing**."),
    _("Let the server reach the Microsoft Clearinghouse: outbound, **TCP port 443**."),
    _("Open the Remote Desktop Licensing Manager (**licmgr**), right-click the server, then **Activate Server**."),
    _("As the connection method choose **Automatic connection**, fill in the company, and finish."),
)
_INSTALL: Final = (
    _("In **licmgr** right-click the server, then **Install Licenses**."),
    _("As the licence programme choose **License Pack (Retail Purchase)**."),
    _("Type the code, **Add**, then finish. The Clearinghouse takes each code once."),
)
_REBUILT: Final = (
    _("A code that was used can't be typed in again, not even on the same server."),
    _("In **licmgr** right-click the new server, then **Manage Licenses**, and say that it takes the old one's place."),
    _("Where that does not work, call the Clearinghouse: **licmgr** shows its number. It gives the licences back."),
    _("Only then take a new code."),
)


def show(ctx: Context, ask: ShowSteps) -> Card:
    server = find_server(ctx, ask.server) if ask.server else None
    title = _("Licence server {server}", server=server.name) if server else _("Licence servers")
    elements: list[Element] = [
        Heading(text=_("Activate the server")),
        *activation(),
        Heading(text=_("Install a code")),
        *installation(),
        Heading(text=_("When the server was rebuilt")),
        *_numbered(_REBUILT),
        Buttons(buttons=(_back(ctx, server),)),
    ]
    return Card(title=title, elements=tuple(elements))


def activation() -> list[Element]:
    return _numbered(_ACTIVATE)


def installation() -> list[Element]:
    return _numbered(_INSTALL)


def activated_button(server: Server) -> Button:
    return Button(label=_("It is activated"), press=ServerActivated(server=str(server.id)).token)


def steps_button(server: Server | None = None) -> Button:
    return Button(label=_("Activation steps"), press=ShowSteps(server=str(server.id) if server else "").token)


def _numbered(steps: tuple[Phrase, ...]) -> list[Element]:
    return [Prose(text=_("{number}. {step}", number=number, step=step)) for number, step in enumerate(steps, 1)]


def _back(ctx: Context, server: Server | None) -> Button:
    if server:
        return Button(label=plain(server.name), press=ShowServer(server=str(server.id)).token)
    return Button(label=_("Licence servers"), press=ShowServers(organisation=str(ctx.scope.root)).token)


MENU = (Item(ShowSteps, show),)
