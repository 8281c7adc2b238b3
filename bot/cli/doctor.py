"""`doctor`: everything that must be right outside the program, looked at one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.findings import Finding


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Check settings, database, Slack, Webex, clocks and mail; exit code 1, and what to do, if something is wrong."""
    import json
    import logging
    from dataclasses import asdict

    logging.getLogger().addHandler(logging.NullHandler())  # what the libraries log is in the findings already
    findings = []
    for one in _examine():
        findings.append(one)
        if not as_json:
            typer.echo(f"{one.state:5}  {one.about}: {one.text}")
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=1))
    if any(one.state == "wrong" for one in findings):
        raise typer.Exit(1)


def _examine() -> Iterator[Finding]:
    """One after the other, as each is found."""
    from bot import settings
    from bot.cli import findings, findings_afar, opening

    try:
        said = opening.checked(settings.load())
    except settings.BadSettings as bad:
        yield from findings.unreadable(str(bad))
        return
    yield findings.Finding(findings.State.OK, "settings", "every setting can be read")
    yield from findings.of_the_database(said)
    yield from findings.of_the_record(said)
    yield from findings_afar.of_the_way(said)
    yield from findings_afar.of_slack(said)
    yield from findings_afar.of_webex(said)
    yield from findings.of_the_vault(said)
    yield from findings.of_the_mail(said)
