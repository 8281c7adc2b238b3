"""`export keys`: by their ends for everybody with the shell; whole only by name and with a reason, recorded before."""

from __future__ import annotations

import sys

import typer

from bot.cli.saying import fail, tell


def write(*, as_json: bool, reveal: bool, who: str, reason: str) -> None:
    """To standard output. Without `reveal` nothing is decrypted."""
    from bot import clock
    from bot.cli.opening import configured, database, house_of, vault_of
    from handlers import exporting_keys
    from handlers.exporting_keys import Nobody, Revealing
    from store.vault import Unreadable

    if reveal != bool(who and reason.strip()) or (bool(who) != bool(reason.strip())):
        raise typer.BadParameter("--reveal needs --as EMAIL and --reason TEXT, and they need --reveal.")
    said = configured()
    vault = vault_of(said) if reveal else None
    writing = exporting_keys.write_json if as_json else exporting_keys.write_csv
    with database(said.database) as opened:
        if reveal:
            with opened.transaction() as db:
                try:
                    count = exporting_keys.record(db, house_of(db), Revealing(who, reason), clock.now())
                except Nobody:
                    fail(f"Nobody here has the address {who}. Nothing was exported.")
            tell(f"{count:,} keys, recorded as taken out by {who}. Guard what follows.")
        try:
            with opened.reading() as db:
                writing(db, house_of(db), vault, sys.stdout)
        except Unreadable as no:
            fail(f"{no}. COMPTOIR_VAULT_KEYS must hold the key that sealed it. The export is not whole.")
