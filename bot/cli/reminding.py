"""`remind`: what would be posted at a time, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime


def remind(
    at: Annotated[
        str, typer.Option(metavar="WHEN", help="2026-12-01T09:00, in COMPTOIR_TIMEZONE unless it says its own.")
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say it; nothing else is possible.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Say what would be posted at that time, where, and by which rule."""
    import json

    from bot.cli.opening import configured, database, mailing
    from handlers.context import Defaults
    from jobs.preview import preview

    if not dry_run:
        raise typer.BadParameter(
            "reminders are posted by the bot itself; this says what would be", param_hint="--dry-run"
        )
    settings = configured()
    moment = _moment(at, settings.timezone)
    by_mail = mailing(settings, has_server=settings.smtp_url is not None)
    with database(settings.database) as opened:
        found = preview(opened, moment, Defaults(settings.language, settings.timezone, mailing=by_mail))
    rows = [
        {
            "channel": one.channel,
            "name": one.name,
            "organisation": one.organisation,
            "subscription": one.subscription,
            "rule": one.rule,
            "on": one.on_date.isoformat(),
        }
        for one in found
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(_line(**row))
    if not rows:
        typer.echo(f"Nothing would be posted at {moment:%Y-%m-%d %H:%M %Z}.")


def _line(channel: str, name: str, **others: str) -> str:
    from bot.phrases import Channel

    return "\t".join((Channel(channel, name).recorded, *others.values()))


def _moment(text: str, zone: str) -> datetime:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not like 2026-12-01T09:00", param_hint="--at") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
