"""Fabrikam with a location, and files of its users."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from handlers.wholesale import planning
from handlers.wholesale.planning import Asked
from jobs.user_runs import UserRuns
from store import user_runs
from store.people import caller
from store.provisioning import locations
from store.schema import organisations
from store.values import OrganisationId, Scope

HEAD = "First Name,Last Name,User ID/Email (Required),Phone Number,Extension,Location,Preferred Webex Site"
PACKAGES = "Webex Suite,Webex Meetings,Webex Calling"


class Desk:
    """Plans and applies files as a wire and a job would."""

    def __init__(self, office, alice, folder) -> None:
        self.office, self.alice, self.folder = office, alice, folder
        with office.database.transaction() as db:
            named = select(organisations.c.id).where(organisations.c.name == "Fabrikam")
            self.fabrikam = OrganisationId(db.scalars(named).one())
            db.execute(insert(locations), self._paris())
            account = alice.account
            self.caller = caller(db, account.platform, account.team, account.user)
        self.scope = Scope(self.fabrikam)
        self.jobs = UserRuns(office.database, lambda: office.now)

    def _paris(self) -> dict[str, object]:
        where = {"name": "Paris", "folded": "paris", "country": "FR", "street": "1 rue", "city": "Paris"}
        more = {"zone": "Europe/Paris", "language": "fr", "is_main": True, "made_at": self.office.now}
        return {"id": uuid4(), "organisation_id": self.fabrikam, **where, **more}

    def plan(self, *rows, head=f"{HEAD},{PACKAGES}", replaces=True):
        self.folder.mkdir(exist_ok=True)
        file = self.folder / "users.csv"
        file.write_text("\n".join((head, *rows)), encoding="utf-8")
        return self.plan_file(file, replaces=replaces)

    def plan_file(self, file, *, replaces=True):
        one = self.caller
        asked = Asked(self.fabrikam, one.person, one.installation, one.account, file.name, replaces, {})
        return planning.plan(self.office.database, asked, file, uuid4(), self.office.now)

    def run(self, id):
        with self.office.database.reading() as db:
            return user_runs.get(db, self.scope, id)

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

    def _raw(self, id: UUID) -> object:
        return id.hex if self.office.database.is_sqlite else id


@pytest.fixture
def desk(office, alice, tmp_path):
    return Desk(office, alice, tmp_path / "files")
