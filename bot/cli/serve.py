"""`serve`: the bot, until it is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import tell

if TYPE_CHECKING:
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
    from bot import logs
    from bot.cli.opening import configured, database

    said = configured()
    logs.set_up(said.log)
    with database(said.database) as opened:
        from bot.cli.root import House

        house = House(said, opened, jobs=not no_jobs, web=not jobs_only)
        _warn(said, house)
        run(house)


def run(house: House, *, port: int | None = None) -> None:
    """Serve on the settings' host and port until a signal ends it."""
    import uvicorn

    said = house.settings
    config = uvicorn.Config(
        house.application(),
        host=said.host,
        port=port or said.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run()


def _warn(said: Settings, house: House) -> None:
    if not house.wires:
        tell("Neither Slack nor Webex is set up, so nobody can reach the bot. docs/settings.md says how.")
    if not said.audit_key:
        tell("COMPTOIR_AUDIT_KEY is not set, so the record is not sealed against changes.")
