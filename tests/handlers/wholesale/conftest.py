"""Fabrikam with a location, and files of its users."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from bot.ask import Ask, Place, Typed
from bot.commands import decode
from bot.uploads import Upload
from handlers.wholesale import run_cards
from handlers.wholesale.intake import Intake
from handlers.wholesale.run_commands import ApplyRun, PlaceRun
from jobs.user_runs import UserRuns
from store import user_runs, wholesale_limits
from store.people import caller
from store.provisioning import locations
from store.schema import organisations
from store.values import ChannelKind, OrganisationId, Scope
from store.values.webex import UserRunId

HEAD = "First Name,Last Name,User ID/Email (Required),Phone Number,Extension,Location,Preferred Webex Site"
PACKAGES = "Webex Suite,Webex Meetings,Webex Calling"


class Desk:
    """Plans and applies files as a wire and a job would."""

    def __init__(self, office, alice) -> None:
        self.office, self.alice = office, alice
        with office.database.transaction() as db:
            named = select(organisations.c.id).where(organisations.c.name == "Fabrikam")
            self.fabrikam = OrganisationId(db.scalars(named).one())
            db.execute(insert(locations), self.location("Paris"))
            account = alice.account
            self.caller = caller(db, account.platform, account.team, account.user)
        self.scope = Scope(self.fabrikam)
        self.house = Scope(self.caller.root)
        self.numbers = count()
        self.intake = Intake(office.database, lambda: office.now, office.defaults)
        self.jobs = UserRuns(office.database, lambda: office.now, office.defaults)

    def location(self, city: str) -> dict[str, object]:
        where = {"name": city, "folded": city.lower(), "country": "FR", "street": "1 rue", "city": city}
        more = {"zone": "Europe/Paris", "language": "fr", "is_main": city == "Paris", "made_at": self.office.now}
        return {"id": uuid4(), "organisation_id": self.fabrikam, **where, **more}

    def plan(self, *rows, head=f"{HEAD},{PACKAGES}", replaces=True):
        """The id of the run, once a job has planned it."""
        content = "\n".join((head, *rows)).encode()
        return self.plan_file(content, replaces=replaces)

    def plan_file(self, content, *, replaces=True, name="users.csv"):
        id = self.send(content, name=name)
        with self.office.database.transaction() as db:
            assert user_runs.plan(db, self.house, id, self.fabrikam, replaces=replaces)
        self.jobs.act(self.jobs.take())
        self.last = id
        return id

    def applying(self, id):
        """The press that applies it as it stands."""
        return ApplyRun(run=str(id), plan=run_cards.version(self.run(id)))

    def send(self, content, *, name="users.csv", key=""):
        """The id of what was kept."""
        placing = decode(self.take(content, name=name, key=key).token, {})
        assert isinstance(placing, PlaceRun)
        return UserRunId(UUID(placing.run))

    def take(self, content, *, name="users.csv", key="", words="", who=None):
        """What a wire does with a file: the command that goes on with it."""
        return self.intake.take(self.ask(words, who, key), Upload(name, BytesIO(content)))

    def ask(self, words="", who=None, key=""):
        account = (who or self.alice).account
        place = Place(f"@{account.user}", ChannelKind.DIRECT)
        return Ask(key or f"file-{next(self.numbers)}", account, place, Typed(words))

    def run(self, id):
        return self.run_by(self.house, id)

    def run_by(self, scope, id):
        with self.office.database.reading() as db:
            return user_runs.get(db, scope, id)

    def lines(self, id):
        with self.office.database.reading() as db:
            return list(user_runs.each(db, self.scope, id))

    def actions(self, id):
        return [str(line.action) for line in self.lines(id)]

    def confirm(self, id):
        with self.office.database.transaction() as db:
            assert user_runs.confirm(db, self.scope, id, self.office.now)

    def apply(self, id):
        self.confirm(id)
        self.jobs.act(self.jobs.take())
        return [line.outcome for line in self.lines(id)]

    def users(self):
        sql = (
            "SELECT u.login, w.package, w.number FROM users u JOIN wholesale_users w ON w.user_id = u.id "
            "WHERE u.organisation_id = :id ORDER BY u.login"
        )
        return self.office.rows(sql, id=self._raw(self.fabrikam))

    def used(self, package):
        with self.office.database.reading() as db:
            return wholesale_limits.used(db, self.scope, self.fabrikam).get(package, 0)

    def _raw(self, id: UUID) -> object:
        return id.hex if self.office.database.is_sqlite else id


@pytest.fixture
def desk(office, alice):
    return Desk(office, alice)
