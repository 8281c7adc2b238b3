"""`keys rotate`: the vault under its newest key."""

from __future__ import annotations

import sys

import typer

from bot.cli.saying import fail

app = typer.Typer(help="The vault of product keys.", no_args_is_help=True, rich_markup_mode=None)
_AT_ONCE = 500


@app.callback()
def _keys() -> None:
    """A group of its own, of which `rotate` is the first."""


@app.command()
def rotate() -> None:
    """Seal every product key anew under the first of COMPTOIR_VAULT_KEYS; once stopped, it goes on when run again."""
    from uuid import UUID

    from bot.cli.opening import configured, database, vault_of
    from store import product_keys
    from store.vault import Unreadable

    settings = configured()
    vault = vault_of(settings)
    with database(settings.database) as opened:
        with opened.reading() as db:
            before = product_keys.rotated(db, vault)
        after = UUID(int=0)
        try:
            with typer.progressbar(length=before.left, label="Sealing", file=sys.stderr) as bar:
                while True:
                    with opened.transaction() as db:
                        done = product_keys.rotate(db, vault, after, _AT_ONCE)
                    if not done:
                        break
                    after = done[-1]
                    bar.update(len(done))
        except Unreadable as no:
            fail(f"{no}. Add the older key behind the newest in COMPTOIR_VAULT_KEYS and run this again.")
    typer.echo(f"{before.left:,} of {before.total:,} keys were sealed anew; all are under the newest key now.")
