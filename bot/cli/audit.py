"""`audit verify` and `audit export`: whether the record is as it was written, and all of it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    from store.audit import Head, Row

app = typer.Typer(help="The record of what was done and refused.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def verify(
    head: Annotated[
        str, typer.Option(metavar="POSITION:SEAL", help="An end of the chain that was kept elsewhere.")
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Follow the chain of seals; exit code 1, and the first bad row, if anything was changed, added or cut off."""
    from dataclasses import asdict

    from bot.cli.opening import configured, database
    from bot.settings import reveal
    from store import audit

    settings, kept = configured(), _head(head)
    if settings.audit_key is None:
        fail("COMPTOIR_AUDIT_KEY is not set: without it nothing was sealed, and nothing can be verified.")
    with database(settings.database) as opened, opened.reading() as db:
        verdict = audit.verify(db, reveal(settings.audit_key).encode(), kept)
    if as_json:
        typer.echo(json.dumps(asdict(verdict)))
    if verdict.broken_at is not None:
        fail(f"Row {verdict.broken_at} of the record is {verdict.why}; the {verdict.sealed:,} before it are sound.")
    tell(f"All {verdict.sealed:,} sealed rows are as they were written; {verdict.unsealed:,} wait for their seal.")


@app.command()
def export(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line instead of CSV.")] = False,
) -> None:
    """Write the whole record to standard output, oldest first, and the end of its chain to standard error."""
    import csv

    from bot.cli.opening import configured, database, house_of
    from handlers.importing.cells import neutral
    from store import audit

    out = csv.writer(sys.stdout, lineterminator="\n")
    with database(configured().database) as opened, opened.reading() as db:
        scope = house_of(db)
        for place, row in enumerate(audit.export(db, scope)):
            line = _line(row)
            if as_json:
                typer.echo(json.dumps(line, ensure_ascii=False))
            else:
                out.writerows([line.keys()] if place == 0 else [])
                out.writerow(neutral("" if value is None else str(value)) for value in line.values())
        end = audit.head(db)
    tell(f"The chain ends at {end.position}:{end.seal} – kept elsewhere, `comptoir audit verify --head` shows a cut.")


def _line(row: Row) -> dict[str, str | int | None]:
    entry = row.entry
    return {
        "position": row.position,
        "at": entry.at.isoformat().replace("+00:00", "Z"),
        "organisation": str(entry.organisation) if entry.organisation else None,
        "actor": entry.actor,
        "origin": entry.origin,
        "command": entry.command,
        "subject": entry.subject,
        "outcome": entry.outcome,
        "detail": entry.detail,
        "seal": row.seal,
    }


def _head(text: str) -> Head | None:
    """`123:ab12…` as `audit export` says it."""
    from store.audit import Head

    position, _, seal = text.partition(":")
    if not text:
        return None
    if not position.isdigit() or not seal:
        raise typer.BadParameter("not like 123:ab12…", param_hint="--head")
    return Head(int(position), seal)
