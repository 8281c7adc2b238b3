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
    from bot.cli.opening import failing_plainly
    from store.copies import BadCopy, copy

    source = _sqlite("pg_dump --format=custom --file={file} {address}", file)
    if not source.exists():
        fail(f"There is no database at {source}. DATABASE_URL says where it is.")
    if file.exists() and not force:
        fail(f"{file} is there already. Choose another name, or --force.")
    try:
        with failing_plainly(), _progress("Copying") as told:
            copy(source, file, told)
    except BadCopy as bad:
        fail(f"The copy is not sound and was thrown away: {bad}")
    tell(f"{file} is a whole copy of {source}.")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A copy made by `backup`.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the database that is there; it is kept beside.")
    ] = False,
) -> None:
    """Make the database what a copy is. Stop the bot first."""
    from bot.cli.opening import failing_plainly
    from store.copies import BadCopy, copy, put_back

    target = _sqlite("pg_restore --clean --if-exists --dbname={address} {file}", file)
    if target.exists() and target.stat().st_size and not force:
        fail(f"{target} holds a database. With --force it is replaced, and kept as {_kept(target).name}.")
    try:
        with failing_plainly(), _progress("Copying") as told:
            if target.exists() and target.stat().st_size:
                copy(target, _kept(target), told)
            put_back(file, target, told)
    except BadCopy as bad:
        fail(f"{bad}\nNothing was replaced.")
    tell(f"{target} is what {file} was. Next: comptoir migrate, then comptoir audit verify.")


def _kept(target: Path) -> Path:
    return target.with_name(f"{target.name}.replaced")


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
        fail("PostgreSQL is copied by its own tools: run the line above (the password goes into PGPASSWORD).")
    return found


@contextmanager
def _progress(label: str) -> Iterator[Told]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _left, _of: None
        return
    with typer.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda left, of: bar.update(100 * (of - left) // max(of, 1) - bar.pos)
