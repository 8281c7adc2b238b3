"""`backup` and `restore`: SQLite by itself, PostgreSQL by its own tools."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    from store.copies import Told


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where the copy goes.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Copy the database, also while the bot serves, and check the copy."""
    from store.copies import copy

    source = _sqlite("pg_dump --format=custom --file={file} {address}", file)
    if not source.exists():
        fail(f"There is no database at {source}. DATABASE_URL says where it is.")
    _refuse_itself(file, source)
    if file.exists() and not force:
        fail(f"{file} is there already. Choose another name, or --force.")
    with _failing_plainly(), _progress("Copying") as told:
        copy(source, file, told)
    tell(f"{file} is a whole copy of {source}.")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A copy made by `backup`.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the database that is there; it is kept beside.")
    ] = False,
) -> None:
    """Make the database what a copy is. Stop the bot first."""
    from bot import clock
    from store.copies import put_back

    target = _sqlite("pg_restore --clean --if-exists --dbname={address} {file}", file)
    _refuse_itself(file, target)
    full = target.exists() and target.stat().st_size > 0
    aside = target.with_name(f"{target.name}.before-{clock.now():%Y%m%dT%H%M%SZ}")
    if full and not force:
        fail(f"{target} holds a database. With --force it is replaced, and kept as {aside.name}.")
    with _failing_plainly(), _progress("Copying") as told:
        put_back(file, target, aside, told)
    kept = f" What was there is {aside.name} now." if full else ""
    tell(f"{target} is what {file} was.{kept} Next: comptoir migrate, then comptoir audit verify.")


def _sqlite(instead: str, file: Path) -> Path:
    """The database's file; on PostgreSQL the end, with the line to run instead."""
    import shlex

    from bot.cli.opening import configured
    from store.copies import file_of, without_password

    address = configured().database
    found = file_of(address)
    if found is None:
        plain = shlex.quote(without_password(address))
        typer.echo(instead.format(file=shlex.quote(str(file)), address=plain))
        tell(
            "Nothing was copied: PostgreSQL has its own tools. Run the line above (the password goes into PGPASSWORD)."
        )
        raise typer.Exit
    return found


def _refuse_itself(file: Path, database: Path) -> None:
    if file.exists() and database.exists() and file.samefile(database):
        fail(f"{file} is the database itself. Nothing was changed.")


@contextmanager
def _failing_plainly() -> Iterator[None]:
    """A copy that is not sound, and a database that is in use, end the command with exit code 1."""
    from bot.cli.opening import failing_plainly
    from store.copies import BadCopy, InUse

    try:
        with failing_plainly():
            yield
    except BadCopy as bad:
        fail(f"{bad}\nThat is no whole copy, so nothing was replaced.")
    except InUse as busy:
        fail(f"{busy} is in use. Stop the bot first. Nothing was replaced.")


@contextmanager
def _progress(label: str) -> Iterator[Told]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _left, _of: None
        return
    with typer.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda left, of: bar.update(100 * (of - left) // max(of, 1) - bar.pos)
