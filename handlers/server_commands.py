"""What can be asked about Remote Desktop licence servers and the codes that are used on them."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.commands import Command
from handlers.find import AboutSubscription
from store.values import Right


class ShowServers(Command):
    """List the licence servers of an organisation and those below it."""

    name = "servers"
    needs: ClassVar[Right] = Right.VIEW
    offset: int = Field(default=0, ge=0, le=1_000_000)


class AboutServer(Command):
    """A command on one licence server, by its id."""

    needs: ClassVar[Right] = Right.MANAGE_KEYS
    server: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.server)


class ShowServer(AboutServer):
    """Show one licence server, and the codes that were used on it."""

    name = "servers.show"
    needs: ClassVar[Right] = Right.VIEW


class AddServer(Command):
    """Record a licence server; `activated` is `yes` or `no`."""

    name = "servers.add"
    needs: ClassVar[Right] = Right.MANAGE_KEYS
    called: str = ""
    version: str = ""
    activated: str = ""


class ChangeServer(AboutServer):
    """Change what is recorded of a licence server; `activated` is `yes` or `no`."""

    name = "servers.change"
    called: str = ""
    version: str = ""
    activated: str = ""


class ServerActivated(AboutServer):
    """Say that the Clearinghouse has activated it."""

    name = "servers.activated"


class RemoveServer(AboutServer):
    """Take a licence server off the list; its codes stay used."""

    name = "servers.remove"


class ShowSteps(AboutServer):
    """Show how a licence server is activated, and what to do when it was rebuilt."""

    name = "servers.steps"
    needs: ClassVar[Right] = Right.VIEW


class UseCode(AboutSubscription):
    """Use a single-use code on a licence server, for ever; it is shown to who uses it."""

    name = "servers.use"
    needs: ClassVar[Right] = Right.REVEAL_KEYS
    server: str = ""
    key: str = ""
    reason: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.server or self.subscription or self.words)


class ShowUsedCode(AboutServer):
    """Show once more a code that was used on a licence server."""

    name = "servers.code"
    needs: ClassVar[Right] = Right.REVEAL_KEYS
    key: str = ""
    reason: str = ""
