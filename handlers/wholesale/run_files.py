"""Files about files of users: an empty one to fill in, and every row with what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.cards import File
from bot.errand import Errand, direct
from bot.phrases import Phrase, Tongue, _
from handlers import find, posts
from handlers.csv_out import Cell, CsvRecipe
from handlers.files import file_name
from handlers.policy.user_columns import template
from handlers.posts import Spot
from handlers.wholesale import run_words
from store import files, user_runs
from store.files import Kept
from store.user_runs import Run
from store.values import FileId, Right, Scope
from store.values.webex import UserRunId

KEPT_FOR: Final = timedelta(days=30)
"""How long every row of a file can be looked at, with what became of it."""
GONE: Final = _("Its rows were kept for {days} days.", days=KEPT_FOR.days)


class TemplateFile(CsvRecipe):
    """An empty file of users with its columns."""

    name = "users-template"
    needs = Right.MANAGE_USERS

    @property
    def stem(self) -> Phrase:
        return _("users-template")

    def header(self, tongue: Tongue) -> Sequence[Cell]:
        return template(tongue.language)

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Sequence[Sequence[Cell]]:  # noqa: ARG002 - none
        return ()


class RunFile(CsvRecipe):
    """Every row of a file of users, with what is planned and what became of it."""

    name = "users-result"
    needs = Right.MANAGE_USERS
    run: str

    @property
    def stem(self) -> Phrase:
        return _("users-result")

    def header(self, tongue: Tongue) -> Sequence[Cell]:  # noqa: ARG002 - no moments in it
        return (_("Row"), _("User"), _("What"), _("Remarks"), _("Outcome"))

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterator[Sequence[Cell]]:  # noqa: ARG002 - no clock
        id = find.identifier(self.run)
        for line in user_runs.each(db, scope, UserRunId(id)) if id else ():
            yield (line.row, line.email, run_words.ACTIONS[line.action], run_words.told(line), run_words.outcome(line))


def bring(db: Connection, run: Run, now: datetime) -> None:
    """The result goes to the one who sent the file, once; its id is that of the run."""
    recipe, id = RunFile(run=str(run.id)), FileId(run.id)
    tongue = Tongue(run.language, run.zone)
    name = file_name(recipe, tongue, run.customer, f"{now:%Y-%m-%d}")
    what = (id, run.organisation, run.person, name, recipe.media_type, None, recipe.body)
    files.put(db, Scope(run.organisation), Kept(*what, private=True, created_at=now, expires_at=now + KEPT_FOR))
    at = Spot(run.installation, direct(run.account))
    posts.say(db, at, "file", f"file:{id}", Errand(file=str(id)), tongue, now)


def result(run: Run) -> File:
    """The same on its card."""
    label = _("Every row, with what became of it")
    name = file_name(RunFile(run=str(run.id)), Tongue(run.language, run.zone), run.customer)
    return File(file=str(run.id), name=name, media_type=RunFile.media_type, label=label)
