"""`keys rotate`: the vault under its newest key."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

import typer

from bot.cli.saying import fail, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.database import Database
    from store.product_keys import Rotated, Step
    from store.vault import Vault

app = typer.Typer(help="The vault of product keys.", no_args_is_help=True, rich_markup_mode=None)
_AT_ONCE: Final = 500
_MOST_NAMED: Final = 5
_ADD: Final = "Add the older key behind the newest in COMPTOIR_VAULT_KEYS and run this again."
_RESTART: Final = "Restart the bot with the newest key in front, and run this again."


@app.callback()
def _keys() -> None:
    """A group of its own, of which `rotate` is the first."""


@app.command()
def rotate() -> None:
    """Seal every product key anew under the first of COMPTOIR_VAULT_KEYS; once stopped, it goes on when run again."""
    from bot.cli.opening import configured, database, vault_of

    settings = configured()
    vault = vault_of(settings)
    with database(settings.database) as opened:
        tally = _seal(opened, vault, _standing(opened, vault).left)
        left, total = _standing(opened, vault)
    said = f"{tally.sealed:,} of {total:,} keys were sealed anew"
    if not left:
        typer.echo(f"{said}; all are under the newest key now.")
        return
    tell(f"{said}; not under the newest key: {left:,}")
    fail("\n".join(tally.reasons(left)))


def _standing(database: Database, vault: Vault) -> Rotated:
    from store import product_keys

    with database.reading() as db:
        return product_keys.rotated(db, vault)


def _seal(database: Database, vault: Vault, expected: int) -> _Tally:
    from store import product_keys

    tally, after = _Tally(), UUID(int=0)
    with typer.progressbar(length=expected, label="Sealing", file=sys.stderr) as bar:
        while True:
            with database.transaction() as db:
                step = product_keys.rotate(db, vault, after, _AT_ONCE)
            if step.last is None:
                return tally
            after = step.last
            tally.add(step)
            bar.update(step.sealed + len(step.unreadable))


@dataclass(slots=True)
class _Tally:
    """What became of the keys; `ends` are the last characters of some that were damaged."""

    sealed: int = 0
    missing: int = 0
    damaged: int = 0
    ends: list[str] = field(default_factory=list)

    def add(self, step: Step) -> None:
        from store.vault import KeyMissing

        damaged = [hint for hint, why in step.unreadable if not isinstance(why, KeyMissing)]
        self.sealed += step.sealed
        self.missing += len(step.unreadable) - len(damaged)
        self.damaged += len(damaged)
        self.ends += damaged[: _MOST_NAMED - len(self.ends)]

    def reasons(self, left: int) -> Iterator[str]:
        """Why so many are left, and what to do."""
        if self.missing:
            yield f"- {self.missing:,}, for the key that sealed them is not in COMPTOIR_VAULT_KEYS. {_ADD}"
        if self.damaged:
            named = ", ".join(f"…{end}" for end in self.ends)
            yield f"- {self.damaged:,}, damaged in the database ({named}). Put them in again, or restore a backup."
        if (late := left - self.missing - self.damaged) > 0:
            yield f"- {late:,}, put in meanwhile under an older key. {_RESTART}"
