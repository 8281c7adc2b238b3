"""A file of users that fails again and again, on every surface: its sender is told, and a press ends it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.phrases import Speaker, Tongue, _, n_
from handlers import sample
from jobs.user_runs import UserRuns
from jobs.worker import drain
from tests.bot.web.conftest import chromium  # noqa: F401 - a fixture
from tests.jobs.waiting import eventually
from tests.stories.deployment import Deployment
from tests.stories.slack_admin import SlackAdmin, spaced
from tests.stories.slack_bot import over_http, wired
from tests.stories.test_console import at_the_console
from tests.stories.test_user_files import ALICE, ANN, BEN, Impatient, outcomes, sheet, users
from tests.stories.test_webex import WebexAdmin, at_webex

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser


@contextmanager
def unreadable(work: Deployment, row: int) -> Iterator[None]:
    """Meanwhile nobody can read what is wanted in that row."""
    kept = "UPDATE user_run_rows SET wanted = {} WHERE row = :row"
    with work.database.transaction() as db:
        db.execute(text(kept.format("'x' || wanted")), {"row": row})
    yield
    with work.database.transaction() as db:
        db.execute(text(kept.format("substr(wanted, 2)")), {"row": row})


def fails_for_good(work: Deployment) -> None:
    """Row by row, as often as it is tried."""
    runs = UserRuns(work.database, work.clock, work.defaults, batch=1)

    def is_held_up() -> bool:
        drain(runs)
        work.clock.later(seconds=31)
        return work.rows("SELECT state FROM user_runs") == [("held-up",)]

    eventually(is_held_up)


def play(admin, work: Deployment, language: str) -> None:
    """The first of two rows is settled; the other one keeps failing until what is wrong was mended."""
    say = Speaker(Tongue(language)).say
    admin.drops("équipe.csv", sheet(ANN.format("VRAI"), BEN.format("VRAI")), "Fabrikam")
    admin.sees("équipe.csv", say(_("This is the plan. Nothing was changed yet.")))
    with unreadable(work, row=3):
        admin.presses(say(_("Apply")))
        admin.sees(say(n_("{count} row is being applied.", "{count} rows are being applied.", 2)))
        fails_for_good(work)
        held_up = _(
            "Held up. Rows settled: {done} of {count}; the rest waits. Something is wrong on our side.", done=1, count=2
        )
        admin.sees("équipe.csv", "C-000001", spaced(say(held_up)))
    admin.presses(say(_("Try again")))
    work.clock.later(seconds=5)
    admin.sees(say(_("All rows are settled. The result is in the CSV file.")))
    assert outcomes(admin, say(_("users-result"))) == [say(_("Done"))] * 2
    assert (len(users(work)), work.rows("SELECT state, settled FROM user_runs")) == (2, [("done", 2)])


def test_the_story_of_a_file_that_is_held_up_at_the_console(chromium, database, said):  # noqa: F811 - the fixture
    work = Deployment(database, said.language)
    with at_the_console(work, ALICE) as address:
        page = chromium.new_page(locale=said.locale)
        play(Impatient(page, address, said.language, ALICE), work, said.language)
        page.close()


def test_the_story_of_a_file_that_is_held_up_in_slack(slack, database, said):
    work = Deployment(database, said.language)
    with wired(slack, work) as wire, over_http(slack, wire):
        person = slack.person(sample.ATELIER_ADMIN, "Alice Martin", locale=said.locale)
        play(SlackAdmin(slack, person, slack.channel("licences", person)), work, said.language)


def test_the_story_of_a_file_that_is_held_up_in_webex(webex, database, said):
    work = Deployment(database, said.language)
    with at_webex(webex, work):
        play(WebexAdmin(webex, webex.person(sample.ATELIER_ADMIN, "Alice Martin")), work, said.language)
