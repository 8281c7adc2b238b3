"""A file goes in: read and checked without a transaction, then written in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import Connection

from handlers.importing.files import opened
from handlers.importing.forms import Form, Reading, Row
from handlers.importing.problems import BadFile
from handlers.importing.skipped import Skipped
from handlers.importing.spool import Spool
from handlers.importing.work import Origin, Tally, Work
from store.values import Scope

R = TypeVar("R")
Told = Callable[[int], None]
"""Is told each time how much more is done: bytes while reading, rows while writing."""


@dataclass(frozen=True, slots=True)
class Checked(Generic[R]):
    """The sound rows of a file, ready to be written. `unused` names the columns that mean nothing here."""

    form: Form[R]
    rows: Spool[Row[R]]
    headings: dict[str, str]
    unused: list[str]
    skipped: Skipped


@contextmanager
def checked(file: Path, form: Form[R], told: Told) -> Iterator[Checked[R]]:
    """Read all of it; `BadFile` tells everything that is wrong with its cells."""
    with Spool[Row[R]](in_memory=form.secret) as spool, opened(file) as sheet:
        reading, behind = Reading(form, sheet), 0
        for rows in reading:
            spool.add(rows)
            told(sheet.read() - behind)
            behind = sheet.read()
        reading.problems.raise_any()
        if not spool.count:
            passed = "\n".join(reading.skipped.told)
            raise BadFile.because(f"none of its rows is taken:\n{passed}" if passed else "the file has no rows")
        yield Checked(form, spool, reading.headings, reading.unused, reading.skipped)


def write(db: Connection, scope: Scope, found: Checked[R], origin: Origin, now: datetime, told: Told) -> Tally:
    """Write the rows into the caller's transaction; `BadFile`, for it to be rolled back, if one can't be."""
    work = Work(db, scope, now, origin, f"import.{found.form.noun}", found.headings)
    put = found.form.begin(work)
    for belongs in found.form.stages or (lambda _said: True,):
        for rows in found.rows:
            mine = [row for row in rows if belongs(row.said)]
            if mine:
                put(mine)
                told(len(mine))
    work.problems.raise_any()
    tally = work.tally
    work.record(scope.root, origin.file, {"new": tally.new, "changed": tally.changed, "same": tally.same})
    return tally
