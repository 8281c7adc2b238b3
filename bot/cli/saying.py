"""How a command ends and what it says: results to standard output, everything else to standard error."""

from __future__ import annotations

from typing import NoReturn

import typer


def tell(text: str) -> None:
    """Something the person at the keyboard should know."""
    typer.echo(text, err=True)


def fail(text: str) -> NoReturn:
    """End with exit code 1, saying what happened and what to do."""
    typer.echo(text, err=True)
    raise typer.Exit(1)
