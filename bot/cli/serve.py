"""`serve`: the bot, until it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    import socket

    from bot.cli.root import House
    from bot.settings import Settings


def serve(
    *,
    no_jobs: Annotated[bool, typer.Option("--no-jobs", help="Only answer; another process does the jobs.")] = False,
    jobs_only: Annotated[bool, typer.Option("--jobs-only", help="Only do the jobs.")] = False,
) -> None:
    """Run the bot: HTTP, Slack, Webex, jobs."""
    if no_jobs and jobs_only:
        raise typer.BadParameter("--no-jobs and --jobs-only exclude each other.")
    import gc

    gc.disable()  # loading the program leaves nothing to collect; `run` goes back to collecting
    from bot import logs
    from bot.cli.opening import configured, database

    said = configured()
    logs.set_up(said.log)
    with database(said.database) as opened:
        from bot.cli import one_core
        from bot.cli.root import House

        cores = one_core.keep() if said.one_core and not opened.is_sqlite else frozenset()
        house = House(said, opened, jobs=not no_jobs, web=not jobs_only, cores=cores)
        _warn(said, house)
        run(house)


def run(house: House) -> None:
    """Serve on the settings' host and port until a signal ends it."""
    import gc
    import signal

    import uvicorn

    door = _opened(house.settings.host, house.settings.port)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _end)
    config = uvicorn.Config(
        house.application(),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )
    server = uvicorn.Server(config)
    gc.freeze()
    gc.enable()
    server.run([door])
    if not server.started:
        fail("The bot could not start; the log says why.")


def _opened(host: str, port: int) -> socket.socket:
    """Where requests come in: taken before anything is started."""
    import socket

    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        fail(f"{host}:{port}: {error.strerror}. COMPTOIR_HOST and COMPTOIR_PORT say where the bot listens.")
    return door


def _end(_signal: int, _frame: object) -> NoReturn:
    """Uvicorn winds up first, then signals once more; everything opened is closed on the way out."""
    raise SystemExit(0)


def _warn(said: Settings, house: House) -> None:
    if not house.wires:
        tell("Neither Slack nor Webex is set up, so nobody can reach the bot. docs/settings.md says how.")
    if not said.audit_key:
        tell("COMPTOIR_AUDIT_KEY is not set, so the record is not sealed against changes.")
