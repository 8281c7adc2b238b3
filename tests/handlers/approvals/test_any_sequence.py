"""Whatever people press in whatever order, and however late: nothing is ordered that was not approved by another.

`make machine` looks much longer.
"""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from handlers import sample
from handlers.approval_commands import Approve, GoAlone, Reject
from handlers.operators.commands import AddOperator
from handlers.order_commands import WithdrawOrder
from handlers.proposals import ConfirmOrder
from jobs.approvals import watch
from jobs.orders import Orders
from jobs.shift import Shift
from store.database import Database
from tests.databases import sqlite_address
from tests.handlers.approvals.conftest import CONTOSO, LIMITS, NORA
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

ORDINARY = 100
PEOPLE = ("chloe", "nora", "alice", "adam", "david")
WRONG = """
select o.number from orders o left join approvals a on a.order_id = o.id
where o.placed_at is not null and (a.id is null or a.state not in ('approved', 'broken-glass')
  or a.decided_at >= a.expires_at or o.placed_at <> a.decided_at
  or (a.state = 'approved' and a.decided_by = o.asker_id))
"""
UNDONE = """
select a.state from approvals a join orders o on o.id = a.order_id
where (a.state in ('approved', 'broken-glass')) <> (o.placed_at is not null)
  or (a.state = 'asked') <> (o.state = 'waiting')
"""


class Approvals(RuleBasedStateMachine):
    def __init__(self, file):
        super().__init__()
        self.office = Office(Database.open(sqlite_address(file)), NOW)
        alice, chloe = self.office.person(sample.ATELIER_ADMIN), self.office.person(sample.CONTOSO_ADMIN)
        chloe.sends(LIMITS.but(seats="1", alone="yes").token)
        chloe.sends(AddOperator(email=NORA, role="admin", organisation=CONTOSO).token)
        adam, david = self.office.person(sample.ADVENTURE_ADMIN), self.office.person(sample.CONTOSO_READER)
        self.people = dict(zip(PEOPLE, (chloe, self.office.person(NORA), alice, adam, david), strict=True))

    def teardown(self):
        self.office.database.close()

    def _orders(self):
        return [str(row[0]) for row in self.office.rows("select id from orders order by drafted_at, id")]

    def _press(self, who, which, command, **fields):
        if known := self._orders():
            self.people[who].sends(command(order=known[which % len(known)], **fields).token)

    @rule(who=st.sampled_from(PEOPLE[:3]), seats=st.integers(20, 32))
    def proposes(self, who, seats):
        self.people[who].asks(f"seats Microsoft 365 E3 {seats} in Contoso")

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 9))
    def confirms(self, who, which):
        self._press(who, which, ConfirmOrder)

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 9))
    def approves(self, who, which):
        self._press(who, which, Approve)

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 9), what=st.sampled_from((Reject, GoAlone)))
    def rejects_or_goes_alone(self, who, which, what):
        self._press(who, which, what, reason="Because")

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 9))
    def withdraws(self, who, which):
        self._press(who, which, WithdrawOrder)

    @rule(hours=st.sampled_from((1, 5, 13, 23, 25)))
    def time_passes(self, hours):
        self.office.later(hours=hours)
        watch(Shift(self.office.database, lambda: self.office.now, lambda _db: None, self.office.defaults))

    @rule(role=st.sampled_from(("admin", "reader")), email=st.sampled_from((NORA, sample.CONTOSO_ADMIN)))
    def a_right_changes(self, role, email):
        change = "update grants set role = :role where person_id = (select id from people where email = :email)"
        self.office.write(change, role=role, email=email)

    @rule()
    def the_subscription_changes(self):
        self.office.write("update subscriptions set version = version + 1 where name = 'Microsoft 365 E3'")

    @rule()
    def orders_are_carried_out(self):
        worker = Orders(self.office.database, lambda: self.office.now)
        while task := worker.take():
            worker.act(task)

    @invariant()
    def nothing_is_ordered_that_nobody_else_approved_in_time(self):
        assert self.office.rows(WRONG) == []

    @invariant()
    def each_request_agrees_with_its_order(self):
        assert self.office.rows(UNDONE) == []


@pytest.mark.timeout(3600)
def test_any_sequence(tmp_path, sqlite_template):
    numbers = count()

    def begin():
        file = tmp_path / f"{next(numbers)}.db"
        file.touch(0o600)
        file.write_bytes(sqlite_template)
        return Approvals(file)

    tries = settings.default.max_examples
    few = settings(
        max_examples=tries // 5,
        stateful_step_count=15,
        suppress_health_check=list(HealthCheck),
        derandomize=tries <= ORDINARY,
    )
    run_state_machine_as_test(begin, settings=few)
