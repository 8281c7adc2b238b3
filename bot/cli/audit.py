"""`audit verify` and `audit export`: whether the record is as it was written, and all of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    from store.audit import Head, Row

app = typer.Typer(help="The record of what was done and refused.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def verify(
    head: Annotated[
        str,
        typer.Option(metavar="FILE", help="What this printed before, as a file that was kept elsewhere, or itself."),
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Follow the chain of seals and print its end; exit code 1, and the first bad row, if it was tampered with."""
    import json
    from dataclasses import asdict

    from bot.cli.opening import configured, database
    from bot.settings import reveal
    from store import audit

    settings, kept = configured(), _head(head)
    if settings.audit_key is None:
        fail("COMPTOIR_AUDIT_KEY is not set: without it nothing was sealed, and nothing can be verified.")
    with database(settings.database) as opened, opened.reading() as db:
        end = audit.head(db)
        verdict = audit.verify(db, reveal(settings.audit_key).encode(), kept)
    said = f"{end.position}:{end.seal}" if verdict.broken_at is None else None
    if as_json:
        typer.echo(json.dumps({**asdict(verdict), "head": said}))
    if said is None:
        fail(f"Row {verdict.broken_at} of the record is {verdict.why}; the {verdict.sealed:,} before it are sound.")
    if not as_json:
        typer.echo(said)
    tell(f"All {verdict.sealed:,} sealed rows are as they were written; {verdict.unsealed:,} wait for their seal.")


@app.command()
def export(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line instead of CSV.")] = False,
) -> None:
    """Write the whole record to standard output, oldest first."""
    import csv
    import json

    from bot.cli.opening import configured, database
    from handlers.importing.cells import neutral
    from store import audit

    out = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
    if not as_json:
        out.writeheader()
    with database(configured().database) as opened, opened.reading() as db:
        for row in audit.everything(db):
            line = _line(row)
            if as_json:
                typer.echo(json.dumps(line, ensure_ascii=False))
            else:
                out.writerow({name: "" if value is None else neutral(str(value)) for name, value in line.items()})


_COLUMNS = (
    *("position", "at", "organisation", "actor", "origin"),
    *("command", "subject", "outcome", "detail", "seal"),
)


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
    """`123:ab12…`, or the last line of a file that says so; None for an empty chain, which any other continues."""
    import re

    from store.audit import Head

    file = Path(text)
    if text and file.is_file():
        text = (file.read_text(encoding="utf-8", errors="replace").split() or ["nothing"])[-1]
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]*)", text or "0:")
    if found is None:
        raise typer.BadParameter("neither a file of what `audit verify` printed nor 123:ab12…", param_hint="--head")
    position = int(found[1])
    return Head(position, found[2]) if position else None
