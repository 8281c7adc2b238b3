"""A file of ten thousand users, killed ten times while it is planned and applied: in the end all of it is right."""

from __future__ import annotations

import csv
import io
import random
import signal
import time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from bot.ask import Account, Ask, Place, Platform, Standing, Typed, Vouched
from bot.commands import decode
from bot.phrases import Tongue
from bot.uploads import Upload
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.menu import Menu
from handlers.sample import ATELIER_ADMIN, load
from handlers.sample.loading import sample_id
from handlers.wholesale import runs
from handlers.wholesale.intake import Intake
from handlers.wholesale.run_commands import PlaceRun
from handlers.wholesale.run_files import RunFile
from jobs.crashpoint import Point
from jobs.user_runs import UserRuns
from jobs.worker import drain
from store import people, user_runs
from store.database import Database
from store.schema import users
from store.user_runs import Run
from store.values import ChannelKind, OrganisationId, Scope
from store.values.webex import RunState, UserRunId
from store.wholesale import wholesale_users
from store.workings import audit, outbox
from tests.kill.crowd import crowd, sheet
from tests.kill.life import BIRTH, INSTALLATION, LEAP, TEAM, Spec

ALICE = Account(Platform.SLACK, TEAM, "U2")
FABRIKAM = OrganisationId(sample_id("organisation", "Fabrikam"))
NORDLICHT = Scope(OrganisationId(sample_id("organisation", "Nordlicht")))


class Trial:
    """Alice's file, the lives that plan and apply it, and how each ended."""

    def __init__(self, nursery, url, count, least) -> None:
        """Of the kills, at least so many must find the file unfinished."""
        self.nursery, self.url, self.least = nursery, url, least
        self.epoch = self.killed = 0
        self.chance, self.rows = random.Random(url), crowd(count)
        self.database = Database.open(url)
        with self.database.transaction() as db:
            load(db, BIRTH)
            people.install(db, INSTALLATION, "slack", TEAM, "B1", NORDLICHT.root, BIRTH)
        dispatch = Dispatcher(self.database, Menu(runs.MENU), self.clock, Defaults())
        dispatch.meet(Vouched(ALICE, Standing.MEMBER, ATELIER_ADMIN))
        self.intake = Intake(self.database, self.clock, Defaults())

    def clock(self):
        return BIRTH + LEAP * self.epoch

    def sends(self, rows) -> UserRunId:
        """The file is to be planned for Fabrikam."""
        ask = Ask(f"file:{uuid4()}", ALICE, Place("@U2", ChannelKind.DIRECT), Typed(""))
        said = self.intake.take(ask, Upload("users.csv", io.BytesIO(sheet(rows))))
        placing = decode(said.token, {})
        assert isinstance(placing, PlaceRun)
        id = UserRunId(UUID(placing.run))
        with self.database.transaction() as db:
            assert user_runs.plan(db, NORDLICHT, id, FABRIKAM, replaces=True)
        return id

    def confirms(self, id) -> None:
        with self.database.transaction() as db:
            assert user_runs.confirm(db, Scope(FABRIKAM), id, self.clock())

    def run(self, id) -> Run:
        with self.database.reading() as db:
            found = user_runs.get(db, Scope(FABRIKAM), id)
        assert found
        return found

    def kill(self, crashpoint: str = "") -> None:
        """A life that ends at a named point, or at any moment."""
        self.epoch += 1
        spec = Spec(self.url, "", f"{self.epoch}", self.epoch, time.monotonic(), crashpoint, files=True)
        pid = self.nursery.start(spec)
        if crashpoint:
            self.killed += self.nursery.wait(pid) == -signal.SIGKILL
            return
        time.sleep(self.chance.uniform(0.03, 0.25 * len(self.rows) / 10_000))
        self.killed += self.nursery.kill(pid) == -signal.SIGKILL

    def planned_and_applied(self, id) -> None:
        self.finish()
        self.confirms(id)
        self.finish()

    def finish(self) -> None:
        self.epoch += 1
        drain(UserRuns(self.database, self.clock))

    def found(self) -> set[tuple[str, str, str | None, str | None]]:
        """Login, last name, number and site of everybody whom the file is about."""
        joined = users.join(wholesale_users, wholesale_users.c.user_id == users.c.id)
        named = (users.c.login, users.c.last_name, wholesale_users.c.number, wholesale_users.c.site)
        with self.database.reading() as db:
            rows = db.execute(select(*named).select_from(joined).where(users.c.last_name.like("L%")))
            return {tuple(row) for row in rows if row.login[0] in "uo" and row.login.endswith("@fabrikam.example")}

    def results(self, id) -> list[tuple[str, str]]:
        """The last rows of the file that goes back to Alice."""
        with self.database.reading() as db:
            content = RunFile(run=str(id)).content(db, Scope(FABRIKAM), Tongue(), self.clock())
            lines = list(csv.reader(io.StringIO(b"".join(content).decode("utf-8-sig"))))
        return [(line[2], line[4]) for line in lines[1:]]

    def told_once(self, id) -> bool:
        """One result file, one entry on the record."""
        files = select(func.count()).where(outbox.c.key == f"file:{id}")
        entries = select(func.count()).where(
            audit.c.command == "users.apply", audit.c.detail.like(f"%{len(self.rows)}%")
        )
        with self.database.reading() as db:
            return [db.execute(counted).scalar_one() for counted in (files, entries)] == [1, 1]


@pytest.fixture
def trial(nursery, database_url):
    count, least = (10_000, 10) if database_url.startswith("sqlite") else (3_000, 4)
    started = Trial(nursery, database_url, count, least)
    yield started
    started.database.close()


def test_a_file_that_is_killed_ten_times_ends_exactly_right(trial):
    earlier = trial.sends(one.before for one in trial.rows if one.was_there)
    trial.planned_and_applied(earlier)
    assert trial.run(earlier).settled == sum(one.was_there for one in trial.rows)
    id = trial.sends(one.row for one in trial.rows)
    for _time in range(4):
        trial.kill()
    trial.finish()
    trial.confirms(id)
    for point in ("", f"{Point.USERS_APPLIED}:2", "", f"{Point.USERS_COMMITTED}", "", ""):
        trial.kill(point)
    trial.finish()
    assert (trial.killed >= trial.least, str(trial.run(id).state)) == (True, RunState.DONE)
    assert trial.found() == {one.user for one in trial.rows if one.user}
    assert trial.results(id) == [one.result for one in trial.rows]
    assert trial.told_once(id)
