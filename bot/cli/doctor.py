"""`doctor`: everything that must be right outside the program, looked at one by one."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Check settings, database, Slack, Webex, clocks and mail; exit code 1, and what to do, if something is wrong."""
    import logging
    from dataclasses import asdict

    from bot.cli.findings import examine
    from bot.cli.opening import configured

    logging.getLogger().addHandler(logging.NullHandler())  # what the libraries log is in the findings already
    findings = list(examine(configured()))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=1))
    else:
        for one in findings:
            typer.echo(f"{one.state:5}  {one.about}: {one.text}")
    if any(one.state == "wrong" for one in findings):
        raise typer.Exit(1)
