"""Seats, money and the record agree with the paper after any sequence of wishes, renewals, cancellations and days.

`make machine` looks much longer.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import make_url, select

from handlers import sample
from handlers.approval_commands import Approve, SetThresholds
from handlers.ending_commands import KeepProduct
from handlers.sample.loading import sample_id
from handlers.seat_commands import ScheduleSeats
from jobs.orders import Orders
from jobs.shift import Shift
from jobs.terms import Terms
from jobs.worker import drain
from store.buying import orders
from store.database import Database
from tests.databases import sqlite_address
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office, Said
from tests.machine.model import E3, E5, PREMIUM, Paper, Piece, cents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

SEATS = st.one_of(st.integers(-7, 7), st.sampled_from([0, 0, -40, 35]))
"""More than there are, or fewer."""
WAITS = st.sampled_from([timedelta(0)] * 4 + [timedelta(minutes=5), timedelta(hours=13), timedelta(days=2)])
_STATE = (
    "select status, seats, end_of_term, scheduled_seats, name, ends_on, unit_price from subscriptions where number = 1"
)


class Machine(RuleBasedStateMachine):
    """Alice of Atelier Cloud and Contoso's subscription number 1."""

    contoso = str(sample_id("organisation", "Contoso"))
    fresh: ClassVar[Callable[[], AbstractContextManager[Database]]]

    @initialize()
    def begins(self) -> None:
        self.opened = self.fresh()
        self.office = Office(self.opened.__enter__(), NOW, loaded=True)
        self.alice, self.chloe = (self.office.person(one) for one in (sample.ATELIER_ADMIN, sample.CONTOSO_ADMIN))
        self.id = str(self.office.one("select id from subscriptions where number = 1"))
        bought = NOW - timedelta(days=3)
        paper = Paper(rise=NOW.date() + timedelta(days=60), start=bought.date(), end=date(2027, 11, 16), bought=bought)
        paper.pieces.append(Piece(25, Fraction(360), bought))
        self.paper, self.placed, self.limited = paper, 0, False

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.__exit__(None, None, None)

    @rule(wanted=SEATS, waits=WAITS, late=WAITS)
    def seats(self, wanted: int, waits: timedelta, late: timedelta) -> None:
        if any(piece.added == self.now for piece in self.paper.pieces):
            self._later(timedelta(seconds=1))  # which of two batches of one moment goes first is nobody's promise
        wanted = max(0, self.paper.seats + wanted)
        said = self.alice.asks(f"seats S-000001 {wanted}")
        self._decides(
            said,
            lambda: self.paper.costs_seats(wanted, self.now),
            waits,
            late,
            lambda at: self.paper.has_seats(wanted, at),
        )

    @rule(wanted=SEATS, waits=WAITS)
    def seats_at_the_renewal(self, wanted: int, waits: timedelta) -> None:
        wanted = max(0, self.paper.seats + wanted)
        said = self.alice.sends(ScheduleSeats(subscription=self.id, seats=str(wanted)).token)
        self._decides(
            said,
            lambda: self.paper.costs_plan(wanted, self.now),
            waits,
            timedelta(0),
            lambda _at: self.paper.plans(wanted),
        )

    @rule(wanted=st.sampled_from(["renew", "stop", "extend"]), waits=WAITS)
    def ending(self, wanted: str, waits: timedelta) -> None:
        word = {"renew": "on", "stop": "off", "extend": "extend"}[wanted]
        said = self.alice.asks(f"renewal S-000001 {word}")
        self._decides(
            said,
            lambda: self.paper.costs_ending(wanted, self.now),
            waits,
            timedelta(0),
            lambda _at: self.paper.ends(wanted),
        )

    @rule(wanted=st.sampled_from([E3, E5, PREMIUM]), waits=WAITS, late=WAITS)
    def product(self, wanted: str, waits: timedelta, late: timedelta) -> None:
        said = self.alice.asks(f"change product S-000001 to {wanted}")
        self._decides(
            said,
            lambda: self.paper.costs_product(wanted, self.now),
            waits,
            late,
            lambda at: self.paper.is_to_be(wanted, at),
        )

    @precondition(lambda self: self.paper.next_product)
    @rule()
    def keeps_its_product(self) -> None:
        said = self.alice.sends(KeepProduct(subscription=self.id).token)
        self._decides(said, lambda: Fraction(0), timedelta(0), timedelta(0), self._no_other_product)

    @rule(waits=WAITS, late=WAITS, really=st.sampled_from([True, False, False]))
    def cancels(self, waits: timedelta, late: timedelta, really: bool) -> None:
        if not really:  # or most runs would end here
            return
        said = self.alice.asks("cancel S-000001")
        self._decides(said, lambda: self.paper.costs_cancelling(self.now), waits, late, self.paper.is_cancelled)

    @rule(on=st.booleans())
    def contoso_wants_approvals(self, on: bool) -> None:
        """From one seat and one euro on, or no more."""
        limit = "1" if on else ""
        wish = SetThresholds(organisation=self.contoso, saves="yes", amount=limit, currency="EUR", seats=limit)
        assert not self.chloe.sends(wish.token).refused
        self.limited = on

    @rule(wanted=st.integers(0, 34))
    def people_come_and_go(self, wanted: int) -> None:
        """As many hold a seat as are wanted, and as there are seats for."""
        if self.paper.status != "active":
            return
        self.paper.assigned = min(wanted, self.paper.seats)
        self.office.write(
            "delete from assignments where subscription_id = (select id from subscriptions where number = 1)"
        )
        self.office.write(
            "insert into assignments (subscription_id, user_id, assigned_at) "
            "select s.id, u.id, s.created_at from subscriptions s "
            "join users u on u.organisation_id = s.organisation_id "
            f"where s.number = 1 order by u.login limit {self.paper.assigned}"
        )

    @rule(days=st.sampled_from([1, 4, 7, 40]), seconds=st.integers(-2, 2))
    def time_passes(self, days: int, seconds: int) -> None:
        self._later(timedelta(days=days, seconds=seconds))

    @rule(seconds=st.sampled_from([-1, 0, 1]), fewer=st.integers(0, 3))
    def a_window_closes(self, seconds: int, fewer: int) -> None:
        """In the last second of the newest seats' window, or one on either side of it, some go back, or all."""
        edge = max(piece.added for piece in self.paper.pieces) + timedelta(hours=168, seconds=seconds)
        if edge < self.now:
            return
        self._later(edge - self.now)
        if fewer:
            self.seats(-fewer, timedelta(0), timedelta(0))
        else:
            self.cancels(timedelta(0), timedelta(0), really=True)

    @rule(seconds=st.sampled_from([-1, 0, 1]))
    def the_term_ends(self, seconds: int) -> None:
        edge = Paper._midnight(self.paper.end + timedelta(days=1)) + timedelta(seconds=seconds - 1)
        if edge > self.now and self.paper.status == "active":
            self._later(edge - self.now)

    @invariant()
    def the_seats_are_those_on_the_paper(self) -> None:
        paper = self.paper
        status, seats, ending, planned, name, ends_on, unit = self.office.rows(_STATE)[0]
        assert (status, seats, planned, name) == (paper.status, paper.seats, paper.planned, paper.product)
        assert ending == self._ending()
        assert (str(ends_on), Fraction(int(str(unit)), 10**6)) == (str(paper.end), paper.unit)
        batches = self.office.rows(
            "select seats, unit_price from batches where seats > 0 and subscription_id = :id", id=self._uuid()
        )
        held = sorted((seats, Fraction(int(str(price)), 10**6)) for seats, price in batches)
        assert held == sorted((piece.seats, piece.price) for piece in paper.pieces if piece.seats)
        count = "select count(*) from assignments where subscription_id = :id"
        assert self.office.one(count, id=self._uuid()) == paper.assigned

    @invariant()
    def the_money_and_the_record_agree(self) -> None:
        billed = (
            "select coalesce(sum(amount), 0) from orders where state = 'completed' "
            "and kind in ('seats-up', 'seats-down', 'cancel', 'product-now')"
        )
        assert Fraction(int(str(self.office.one(billed))), 10**6) == self.paper.billed
        done = self.office.rows("select detail from audit where command = 'carry-out' and outcome = 'done'")
        finished = [row for row in done if json.loads(str(row[0]))["state"] == "completed"]
        assert (
            len(finished) == self.placed == self.office.one("select count(*) from orders where placed_at is not null")
        )

    @property
    def now(self):
        return self.office.now

    def _decides(
        self,
        said: Said,
        costs: Callable[[], Fraction | None],
        waits: timedelta,
        late: timedelta,
        then: Callable[..., None],
    ) -> None:
        """It is proposed exactly if the paper allows it, at its price; pressed later, only if that still holds."""
        shown = costs()
        confirm = [button for button in said.buttons.values() if button.press.startswith('["order.confirm"')]
        assert bool(confirm) == (shown is not None), said.text
        if shown is None:
            return
        order = json.loads(confirm[0].press)[1]["order"]
        assert self._drafted(order) == shown, said.text
        self.office.later(seconds=waits.total_seconds())
        stands, at = costs() == shown, self.now
        self.alice.sends(confirm[0].press)
        self.alice.sends(confirm[0].press)  # a second press orders nothing more
        if stands and self.limited and self._waits(order):
            at, stands = self._is_approved(order, costs, shown, late)
        if stands:
            self.placed += 1
            then(at)
        self._later(late)

    def _waits(self, order: str) -> bool:
        """For every seat that comes or goes, and for all that costs a euro."""
        with self.office.database.reading() as db:
            row = db.execute(select(orders).where(orders.c.id == UUID(order))).one()
        needs = row.seats_before != row.seats_after or row.amount >= 1
        assert (row.state == "waiting") == needs, row.state
        return needs

    def _is_approved(
        self, order: str, costs: Callable[[], Fraction | None], shown: Fraction, late: timedelta
    ) -> tuple[datetime, bool]:
        """Within 24 hours, if it costs no more than was asked for; what is left of a credit is approved by itself."""
        self.office.later(seconds=late.total_seconds())
        today = costs()
        said = self.chloe.sends(Approve(order=order).token)
        for label in [one for one in said.buttons if one.startswith("Approve a credit")]:
            self.chloe.presses(said, label)
        agreed = today is not None and (today <= shown or (shown < 0 and today <= 0))
        return self.now, late < timedelta(hours=24) and agreed

    def _later(self, span: timedelta) -> None:
        """What was ordered is carried out before its term is renewed."""
        self.office.later(seconds=span.total_seconds())
        drain(Orders(self.office.database, lambda: self.now))
        Terms(Shift(self.office.database, lambda: self.now, lambda _db: None)).run()
        self.paper.time_has_passed(self.now)

    def _no_other_product(self, _at: object) -> None:
        self.paper.next_product = None

    def _drafted(self, order: str) -> Fraction:
        with self.office.database.reading() as db:
            return Fraction(db.execute(select(orders.c.amount).where(orders.c.id == UUID(order))).scalar_one())

    def _ending(self) -> str:
        changes = self.paper.planned is not None or self.paper.next_product is not None
        return "renew-with-changes" if self.paper.ending == "renew" and changes else self.paper.ending

    def _uuid(self) -> object:
        return self.office.one("select id from subscriptions where number = 1")


def looks(fresh: Callable[[], AbstractContextManager[Database]], share: int) -> None:
    kind = type("Machine", (Machine,), {"fresh": staticmethod(fresh)})
    short = settings.default.max_examples <= 100
    thorough = settings(
        max_examples=settings.default.max_examples // share,
        stateful_step_count=30,
        suppress_health_check=list(HealthCheck),
        derandomize=short,
        phases=[phase for phase in Phase if phase is not Phase.explain],  # it traces every line of every run
    )
    run_state_machine_as_test(kind, settings=thorough)


def test_on_sqlite(sqlite_url, memory):
    filled(sqlite_url)
    loaded = Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()

    @contextmanager
    def fresh() -> Iterator[Database]:
        for old in memory.glob("one.db*"):
            old.unlink()
        file = memory / "one.db"
        file.touch(0o600)
        file.write_bytes(loaded)
        database = Database.open(sqlite_address(file))
        yield database
        database.close()

    looks(fresh, share=2)


@pytest.fixture
def memory(tmp_path) -> Iterator[Path]:
    """A folder in memory where there is such a thing: no power fails in this story."""
    shared = Path("/dev/shm")
    with TemporaryDirectory(dir=shared if shared.is_dir() else tmp_path) as folder:
        yield Path(folder)


def test_on_postgresql(postgresql_url, migrated_postgresql):
    filled(postgresql_url)

    @contextmanager
    def fresh() -> Iterator[Database]:
        with migrated_postgresql.fresh(make_url(postgresql_url).database) as address:
            database = Database.open(address)
            yield database
            database.close()

    looks(fresh, share=10)


def filled(address: str) -> None:
    """With the sample data and whoever presses."""
    database = Database.open(address)
    office = Office(database, NOW)
    office.person(sample.ATELIER_ADMIN)
    office.person(sample.CONTOSO_ADMIN)
    database.close()


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0"), ("1.005", "1.01")]
)
def test_the_paper_rounds_half_up(amount, rounded):
    assert cents(Fraction(amount)) == Fraction(rounded)
