"""`import` and `export`: files in, files out, in the same formats."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    from handlers.importing.problems import BadFile


class Kind(StrEnum):
    ORGANISATIONS = "organisations"
    OPERATORS = "operators"
    USERS = "users"
    SUBSCRIPTIONS = "subscriptions"
    PRICES = "prices"
    PRODUCT_CHANGES = "product-changes"
    KEYS = "keys"
    ORDERS = "orders"


def import_(
    kind: Annotated[Kind, typer.Argument(help="What the rows are.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, or JSON if its name ends so.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was done as JSON.")] = False,
    seller: Annotated[str, typer.Option("--seller", metavar="ORGANISATION", help="Whose prices these are.")] = "",
    price: Annotated[str, typer.Option("--price", metavar="COLUMN", help="The column that the prices are in.")] = "",
    three_years: Annotated[bool, typer.Option("--three-years", help="Offer terms of three years as well.")] = False,
) -> None:
    """Take in a file: all of it, or nothing where something is wrong. docs/import.md describes the columns."""
    from bot.cli.importing import run
    from handlers.importing.prices import Options
    from handlers.importing.problems import BadFile

    options = Options(seller, price, three_years)
    if kind is not Kind.PRICES and options != Options():
        raise typer.BadParameter("--seller, --price and --three-years are for prices alone.")
    try:
        done = run(kind, file, dry_run=dry_run, options=options)
    except BadFile as bad:
        _refuse(bad)
    for line in done.skipped:
        tell(f"Skipped {line}.")
    if done.unused:
        tell(f"Columns that were not used: {', '.join(done.unused)}.")
    typer.echo(done.as_json() if as_json else done.in_words())


def export(
    kind: Annotated[Kind, typer.Argument(help="What the rows are.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of CSV.")] = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="Product keys whole, not by their last five signs.")] = False,
    who: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who takes them out; with --reveal.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the record.")] = "",
) -> None:
    """Write everything of a kind to standard output, as `import` takes it."""
    from bot.cli.opening import configured, database, house_of
    from handlers.exporting import write_csv, write_json

    if kind is Kind.KEYS:
        from bot.cli.key_exports import write

        write(as_json=as_json, reveal=reveal, who=who, reason=reason)
        return
    if reveal or who or reason:
        raise typer.BadParameter("--reveal, --as and --reason are for keys alone.")
    with database(configured().database) as opened, opened.reading() as db:
        (write_json if as_json else write_csv)(db, house_of(db), kind, sys.stdout)


def _refuse(bad: BadFile) -> NoReturn:
    for problem in bad.problems:
        tell(str(problem))
    if more := bad.count - len(bad.problems):
        tell(f"… and {more:,} more.")
    fail("Nothing was imported.")
