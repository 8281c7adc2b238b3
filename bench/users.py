"""An organisation with 100,000 users: its list, a search and adding 25 of them, as ratios to the bare driver.

`python -m bench.users [USERS]`. Goals on each engine: the first page and a search take at most 5 × as long as the bare
indexed query; adding 25 by the form is one transaction (its ratio to bare inserts is printed, with no goal of its own).
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import Connection, make_url, text

from bench.engines import committing
from bot.ask import Account, Answer, Ask, Place, Platform, Pressed, Standing, Vouched
from bot.cards import Buttons
from handlers import sample
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.policy import person_names
from handlers.sample.loading import sample_id
from handlers.users.commands import AddUsers
from store import additions, holders, installing, people, user_lists
from store.additions import NewUser
from store.database import Database
from store.ids import ascending
from store.user_lists import Wanted
from store.values import ChannelKind, OrganisationId, Scope, UserId, UserStatus
from tests.databases import TEMPLATE, Postgresql, migrated_sqlite, sqlite_address

GOAL: Final = 5.0
ROUNDS: Final = 300
FORMS: Final = 20
IN_A_FORM: Final = 25
NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALICE: Final = Account(Platform.CONSOLE, "T", sample.ATELIER_ADMIN)
FABRIKAM: Final = OrganisationId(sample_id("organisation", "Fabrikam"))
HERE: Final = Scope(FABRIKAM)
ALL: Final = Wanted(organisation=FABRIKAM)
FIRST: Final = ("Emma", "Hugo", "Inès", "Louis", "Nina", "Oscar", "Rose", "Théo", "Zoé", "Arthur")
PAGE: Final = (
    "SELECT id, organisation_id, first_name, last_name, login, notify, staff, status, street, postal_code, city,"
    " region, country, created_at FROM users WHERE organisation_id = {0} ORDER BY folded, id LIMIT 10"
)
TOTALS: Final = "SELECT status, count(*) FROM users WHERE organisation_id = {0} GROUP BY status"
SEARCH: Final = (
    "SELECT u.id, u.organisation_id, first_name, last_name, login, notify, staff, status, street, postal_code, city,"
    " region, country, created_at FROM user_words w JOIN users u ON u.id = w.user_id WHERE w.organisation_id = {0}"
    " AND w.word >= {0} AND w.word < {0} ORDER BY w.word, w.folded, w.user_id LIMIT 10"
)
USER: Final = (
    "INSERT INTO users (id, organisation_id, first_name, last_name, folded, login, staff, status, created_at)"
    " VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0})"
)
WORD: Final = "INSERT INTO user_words (user_id, word, organisation_id, folded) VALUES ({0}, {0}, {0}, {0})"
Row = tuple[object, ...]


@dataclass(frozen=True)
class Bare:
    """The driver itself: what it runs, and how it takes a value and an id."""

    run: Callable[[str, Row], list[Row]]
    many: Callable[[str, list[Row]], object]
    own: Callable[[UUID], object]
    now: object
    begin: Callable[[], object]
    commit: Callable[[], object]


def main(number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="comptoir-bench-") as folder, Postgresql() as server:
        measure("SQLite", sqlite_address(migrated_sqlite(Path(folder) / "comptoir.db")), number)
        server.add_template()
        with server.fresh(TEMPLATE) as address:
            measure("PostgreSQL", address, number)


def measure(engine: str, address: str, number: int) -> None:
    with closing(Database.open(address)) as database, bare_driver(address) as bare:
        fill(database, number)
        with database.reading() as db:
            for what, (ours, theirs) in lists(db, bare).items():
                compare(engine, what, ours, theirs)
        form(engine, database, bare)


def lists(db: Connection, bare: Bare) -> Mapping[str, tuple[Callable[[], object], Callable[[], object]]]:
    """What is measured: our way and the bare one, which find the same."""
    id = bare.own(FABRIKAM)
    wanted = Wanted(organisation=FABRIKAM, words=("nina",))

    def page() -> list[UserId]:
        return [one.id for one in user_lists.page(db, HERE, ALL, offset=0, most=10)]

    def whole() -> int:
        """As the list shows it: the page, what each holds, how many there are by status."""
        found = user_lists.page(db, HERE, ALL, offset=0, most=10)
        holders.seats(db, HERE, [one.id for one in found])
        return sum(user_lists.totals(db, HERE, FABRIKAM).values())

    def search() -> list[UserId]:
        return [one.id for one in user_lists.page(db, HERE, wanted, offset=0, most=10)]

    def bare_whole() -> int:
        bare.run(PAGE, (id,))
        return sum(int(str(row[1])) for row in bare.run(TOTALS, (id,)))

    return {
        "first page": (page, lambda: [row[0] for row in bare.run(PAGE, (id,))]),
        "first page with totals": (whole, bare_whole),
        "search": (search, lambda: [row[0] for row in bare.run(SEARCH, (id, "nina", "nina\U0010ffff"))]),
    }


def compare(engine: str, what: str, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    """In turn, so that a slow moment of the machine hits both."""
    ours(), theirs()
    pairs = [(timed(ours), timed(theirs)) for _round in range(ROUNDS)]
    our, their = (median(column) for column in zip(*pairs, strict=True))
    verdict = "reached" if our / their <= GOAL else "missed"
    print(
        f"{engine}: {what} {1e3 * our:.2f} ms, bare {1e3 * their:.2f} ms, {our / their:.2f} × (goal {GOAL}): {verdict}"
    )


def form(engine: str, database: Database, bare: Bare) -> None:
    """Filled in and confirmed, against the same rows inserted."""
    dispatch, runs = desk(database), count()
    commits: list[int] = []
    ours, theirs = [], []
    for run in range(FORMS):
        press = checked(dispatch, next(runs))
        with committing(database) as counted:
            ours.append(timed(lambda: confirmed(dispatch, press)))  # noqa: B023 - called at once
        commits.append(len(counted))
        theirs.append(timed(lambda: inserted(bare, run)))  # noqa: B023 - called at once
    verdict = "reached" if set(commits) == {1} else "missed"
    ratio = median(ours) / median(theirs)
    figures = f"{1e3 * median(ours):.1f} ms, bare inserts {1e3 * median(theirs):.1f} ms, {ratio:.1f} ×"
    print(f"{engine}: adding {IN_A_FORM} {figures}; COMMITs {sorted(set(commits))} (goal 1): {verdict}", flush=True)


def desk(database: Database) -> Dispatcher:
    dispatch = Dispatcher(database, MENU, lambda: NOON, Defaults())
    dispatch.meet(Vouched(ALICE, Standing.MEMBER, sample.ATELIER_ADMIN))
    return dispatch


def asked(dispatch: Dispatcher, press: str, **fields: str) -> Answer:
    return dispatch(Ask(uuid4().hex, ALICE, Place("D", ChannelKind.DIRECT), Pressed(press, fields)))


def checked(dispatch: Dispatcher, run: int) -> str:
    """The button of a list that was checked."""
    lines = [f"Nina New{run} <new{run}-{place}@fabrikam.example>" for place in range(IN_A_FORM)]
    answer = asked(dispatch, AddUsers(to=str(FABRIKAM)).token, people="\n".join(lines), mail="no")
    assert not answer.refused
    return next(one.buttons[0].press for one in answer.card.elements if isinstance(one, Buttons))


def confirmed(dispatch: Dispatcher, press: str) -> None:
    assert not asked(dispatch, press).refused


def inserted(bare: Bare, run: int) -> None:
    """Just the rows: 25 users with the words that they are found by."""
    made = [user(uuid4(), f"Nina Bare{run}", f"bare{run}-{place}@fabrikam.example") for place in range(IN_A_FORM)]
    here, now = bare.own(FABRIKAM), bare.now
    rows: list[Row] = [
        (bare.own(one.id), here, one.first_name, one.last_name, one.folded, one.login, False, "ready", now)
        for one in made
    ]
    words: list[Row] = [(bare.own(one.id), word, here, one.folded) for one in made for word in one.words]
    bare.begin()
    bare.many(USER, rows)
    bare.many(WORD, words)
    bare.commit()


def fill(database: Database, number: int) -> None:
    """That many users, and statistics for the planner."""
    with database.transaction() as db:
        sample.load(db, NOON)
        house = installing.house(db)
        assert house
        people.install(db, uuid4(), Platform.CONSOLE, "T", "bot", house, NOON)
    ids = ascending(NOON)
    for start in range(0, number, 5_000):
        rows = [numbered(next(ids), place) for place in range(start, min(start + 5_000, number))]
        with database.transaction() as db:
            additions.users(db, rows)
    with database.transaction() as db:
        db.execute(text("ANALYZE"))


def numbered(id: UUID, place: int) -> NewUser:
    first_name = FIRST[place % len(FIRST)]
    login = f"{first_name}.{place}@fabrikam.example".lower()
    return user(id, f"{first_name} User{place * 2654435761 % 2**32:08x}", login)


def user(id: UUID, name: str, login: str) -> NewUser:
    first, _space, last = name.partition(" ")
    return NewUser(
        id=id,
        organisation_id=FABRIKAM,
        first_name=first,
        last_name=last,
        login=login,
        folded=person_names.sorted_by(first, last, login),
        words=person_names.words(first, last, login),
        staff=False,
        status=UserStatus.READY,
        created_at=NOON,
    )


@contextmanager
def bare_driver(address: str) -> Iterator[Bare]:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "", isolation_level=None)) as lite:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
                lite.execute(f"PRAGMA {pragma}")
            yield Bare(
                run=lambda sql, values: lite.execute(sql.format("?"), values).fetchall(),
                many=lambda sql, rows: lite.executemany(sql.format("?"), rows),
                own=lambda one: one.hex,
                now=int(NOON.timestamp() * 1_000_000),
                begin=lambda: lite.execute("BEGIN IMMEDIATE"),
                commit=lambda: lite.execute("COMMIT"),
            )
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as db, db.cursor() as cursor:
            yield Bare(
                run=lambda sql, values: cursor.execute(sql.format("%s").encode(), values).fetchall(),
                many=lambda sql, rows: cursor.executemany(sql.format("%s").encode(), rows),
                own=lambda one: one,
                now=NOON,
                begin=lambda: cursor.execute("BEGIN"),
                commit=lambda: cursor.execute("COMMIT"),
            )


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
