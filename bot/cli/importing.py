"""How `import` runs: the file is read and checked first, then written in one transaction."""

from __future__ import annotations

import gc
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar

import typer

from bot import clock
from bot.cli.opening import configured, database, house_of, vault_of
from handlers.context import Defaults
from handlers.importing import (
    keys,
    operators,
    organisations,
    prices,
    product_changes,
    provisionings,
    running,
    subscriptions,
    users,
)
from handlers.importing.forms import Form
from handlers.importing.running import Told
from handlers.importing.skipped import Skipped
from handlers.importing.work import Origin, Tally
from store.database import Database, savepoint

R = TypeVar("R")
ROWS_BETWEEN_COLLECTIONS: Final = 500_000
"""Rows make no cycles: looking for them as often as usual takes a quarter of the time."""


class Left(Protocol):
    """What of a file was not taken: columns, and rows by their reasons."""

    @property
    def unused(self) -> list[str]: ...
    @property
    def skipped(self) -> Skipped: ...


@dataclass(frozen=True, slots=True)
class Done:
    """What an import did, or would do."""

    kind: str
    tally: Tally
    unused: list[str]
    skipped: list[str]
    dry_run: bool

    def in_words(self) -> str:
        tally = self.tally
        counted = f"{tally.new:,} new, {tally.changed:,} changed, {tally.same:,} unchanged"
        passed = f", {tally.outdated:,} about terms that have passed" if tally.outdated else ""
        end = " Nothing was written: this was a dry run." if self.dry_run else ""
        return f"{self.kind.capitalize()}: {counted}{passed}.{end}"

    def as_json(self) -> str:
        told = {"unused": self.unused, "skipped": self.skipped}
        return json.dumps({"kind": self.kind, "dry_run": self.dry_run, **asdict(self.tally), **told})


def run(kind: str, file: Path, *, dry_run: bool, options: prices.Options | None = None) -> Done:
    """`BadFile` if anything is wrong; then nothing was written. `options` are of price lists."""
    gc.set_threshold(ROWS_BETWEEN_COLLECTIONS)
    run_it = partial(_import, prices.form(options)) if kind == prices.FORM.noun else _IMPORTS[kind]
    with database(configured().database) as opened:
        tally, left = run_it(opened, file, dry_run)
    return Done(kind, tally, left.unused, left.skipped.told, dry_run)


def _import(form: Form[R], opened: Database, file: Path, dry_run: bool) -> tuple[Tally, Left]:
    origin = Origin(f"shell:{getpass.getuser()}", file.name)
    with ExitStack() as open_files:
        with _progress("Reading", file.stat().st_size) as told:
            found = open_files.enter_context(running.checked(file, form, told))
        with _progress("Writing", found.rows.count) as told, opened.transaction() as db:
            scope = house_of(db)
            with savepoint(db, keep=not dry_run):
                return running.write(db, scope, found, origin, clock.now(), told), found


@contextmanager
def _progress(label: str, length: int) -> Iterator[Told]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    with typer.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def _import_keys(opened: Database, file: Path, dry_run: bool) -> tuple[Tally, Left]:
    return _import(keys.form(vault_of(configured())), opened, file, dry_run)


def _import_orders(opened: Database, file: Path, dry_run: bool) -> tuple[Tally, Left]:
    """Their sellers are told of them, in the deployment's language where nobody chose one."""
    settings = configured()
    return _import(provisionings.form(Defaults(settings.language, settings.timezone)), opened, file, dry_run)


_IMPORTS: Final[dict[str, Callable[[Database, Path, bool], tuple[Tally, Left]]]] = {
    "organisations": partial(_import, organisations.FORM),
    "operators": partial(_import, operators.FORM),
    "users": partial(_import, users.FORM),
    "subscriptions": partial(_import, subscriptions.FORM),
    "product-changes": partial(_import, product_changes.FORM),
    "orders": _import_orders,
    "keys": _import_keys,
}
