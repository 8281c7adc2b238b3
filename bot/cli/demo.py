"""`demo`: the bot on sample data, with a console in the browser and no account anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    from bot.cli.root import House
    from bot.settings import Settings
    from bot.web.board import Board
    from bot.web.console_page import ConsolePerson

HOST: Final = "127.0.0.1"
CHANNELS: Final = ("#contoso-licences", "#partner-desk")
_FIRST: Final = "alice.martin@atelier-cloud.example"


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the console listens.")] = 3000,
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Don't open a browser.")] = False,
) -> None:
    """Run the bot on sample data, with a console at http://127.0.0.1:3000/."""
    import tempfile

    _refuse_a_taken_port(port)
    with tempfile.TemporaryDirectory(prefix="comptoir-demo-") as folder:
        _run(Path(folder), port, browser=not no_browser)


def _run(folder: Path, port: int, *, browser: bool) -> None:
    from bot import clock, logs
    from bot.cli.opening import database
    from bot.cli.root import House
    from bot.cli.serve import run
    from bot.web.board import Board
    from bot.web.console import TEAM
    from bot.web.mailbox import Mailbox
    from handlers import sample
    from store.vault import Vault

    said = _settings(folder, port)
    logs.set_up(said.log)
    with database(said.database, upgrade=True) as opened:
        with opened.transaction() as db:
            sample.load(db, clock.now())
            sample.load_keys(db, clock.now(), Vault(said.vault_secrets))
            sample.load_wholesale(db, clock.now())
            sample.load_provisioning(db, clock.now())
        board = Board()
        house = House(said, opened, mailer=Mailbox(board, TEAM))
        _furnish(house, board)
        address = f"http://{HOST}:{port}/"
        tell(f"The console is at {address} – choose who you are, and type help. Ctrl+C ends it; nothing is kept.")
        if browser:
            typer.launch(address)
        run(house)


def _settings(folder: Path, port: int) -> Settings:
    """Nothing of the environment but the language and the zone: the demo reaches nobody."""
    from secrets import token_hex

    from pydantic import SecretStr

    from bot.cli.opening import configured
    from bot.settings import Settings

    wished = configured()
    return Settings.model_construct(
        database_url=SecretStr(f"sqlite:///{folder / 'comptoir.db'}"),
        audit_key=SecretStr(token_hex(32)),
        vault_keys=SecretStr(token_hex(32)),
        host=HOST,
        port=port,
        public_url=f"http://{HOST}:{port}",
        language=wished.language,
        timezone=wished.timezone,
        log="text,warning",
    )


def _furnish(house: House, board: Board) -> None:
    """A console, its board for what the outbox has to say, and everybody of the sample data."""
    from bot.ask import Platform
    from bot.web.console import TEAM, console
    from bot.web.mailbox import CHANNEL

    house.install(Platform.CONSOLE, TEAM, "console")
    house.senders[Platform.CONSOLE] = board
    everybody = _people(house)
    house.routes += console(
        house.answer,
        lambda: everybody,
        board.posts,
        lambda _email: (*CHANNELS, CHANNEL),
        meet=house.dispatch.meet,
        opened=house.files.opened,
        intake=house.intake,
    )


def _people(house: House) -> Sequence[ConsolePerson]:
    """Whom one can be; the partner's admin first."""
    from bot.phrases import Phrase, _
    from bot.web.console_page import ConsolePerson
    from handlers.sample import SERVICE_USER, STAFF_USER
    from store import people
    from store.values import Role

    with house.database.reading() as db:
        found = people.operators(db)
    roles: dict[Role, Callable[[str], Phrase]] = {
        Role.ADMIN: lambda name: _("Admin of {organisation}", organisation=name),
        Role.READER: lambda name: _("Reader of {organisation}", organisation=name),
    }
    everybody = [ConsolePerson(email, name, roles[role](organisation)) for email, name, role, organisation in found]
    users = [
        ConsolePerson(STAFF_USER, "Emma Lefèvre", _("Staff of {organisation}", organisation="Contoso")),
        ConsolePerson(SERVICE_USER, "Hugo Moreau", _("User of {organisation}", organisation="Contoso")),
    ]
    return [*sorted(everybody, key=lambda one: one.email != _FIRST), *users]


def _refuse_a_taken_port(port: int) -> None:
    import errno
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            fail(f"Port {port} is taken. Choose another one: comptoir demo --port {port + 1}")
