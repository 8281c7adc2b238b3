"""What waits for whom, however many requests there are, on each engine."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, select

from handlers import sample
from handlers.operators.commands import AddOperator
from store import approvals, approvers, orders
from store.buying import approvals as asked
from store.buying import orders as placed
from store.database import Database
from store.schema import people
from store.values import OrderId, Scope
from tests.handlers.approvals.conftest import CONTOSO, E3, NORA
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

HAS_SOMEBODY_ELSES_ADDRESS = "update identities set email = :other where account = :account"
IS_SOMEBODY_ELSES_ACCOUNT = "update orders set account = :account where number = 1"
IS_NO_ADMIN = "update grants set role = 'reader' where person_id = (select id from people where email = :person)"


@pytest.fixture
def office(furnished, database_url):
    database = Database.open(database_url)
    yield Office(database, NOW, loaded=True)
    database.close()


def copies(office, count):
    """Of the only request, numbered from 101."""
    with office.database.transaction() as db:
        order = db.execute(select(placed)).mappings().one()
        request = db.execute(select(asked)).mappings().one()
        for number in range(101, 101 + count):
            id = uuid4()
            db.execute(insert(placed), dict(order) | {"id": id, "number": number})
            db.execute(insert(asked), dict(request) | {"id": uuid4(), "order_id": id})


def section(said, title):
    """The text under a heading, up to the next one."""
    return said.text.partition(title)[2].partition("Waiting for others")[0]


def test_what_waits_for_the_reader_is_found_behind_any_number_of_others(alice, chloe, nora, desk, office):
    desk.asks(chloe)
    copies(office, 60)
    office.later(minutes=1)
    desk.asks(alice, f"seats {E3} 31 in Contoso", "Order 6 seats")
    assert "C-000002" in section(chloe.asks("approvals"), "Waiting for you")
    assert "1–10 of 62" in chloe.asks("approvals").text


def test_what_waits_for_the_reader_is_paged_as_any_list(chloe, nora, desk, office):
    desk.asks(chloe)
    copies(office, 11)
    first = nora.asks("approvals")
    last = nora.presses(first, "Next")
    assert ("C-000109" in first.text, "C-000110" in first.text) == (True, False)
    assert "Waiting for you\n- C-000110" in last.text
    assert "Waiting for you\n- C-000001" in nora.presses(last, "Previous").text


def test_the_pages_of_the_earlier_ones_turn_by_themselves(chloe, nora, desk, office):
    desk.asks(chloe)
    copies(office, 11)
    office.write("update approvals set state = 'rejected', decided_at = asked_at")
    desk.asks(chloe, f"seats {E3} 31", "Order 6 seats")
    second = nora.presses(nora.asks("approvals"), "Next")
    assert "Waiting for you\n- C-000002" in second.text
    assert "Earlier ones\n- C-000101" in second.text


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(chloe, nora, desk, office):
    desk.asks(chloe)
    said: list[str] = []
    event.listen(office.database.engine, "before_cursor_execute", lambda _db, _at, sql, *_rest: said.append(sql))
    nora.asks("approvals")
    for_one = len(said)
    copies(office, 50)
    said.clear()
    nora.asks("approvals")
    assert for_one == len(said) > 0


@pytest.mark.parametrize(
    "happened",
    [
        ("select 1", {}),
        (HAS_SOMEBODY_ELSES_ADDRESS, {"other": sample.CONTOSO_ADMIN.upper(), "account": NORA}),
        (HAS_SOMEBODY_ELSES_ADDRESS, {"other": NORA.upper(), "account": sample.CONTOSO_ADMIN}),
        (IS_SOMEBODY_ELSES_ACCOUNT, {"account": NORA}),
        (IS_NO_ADMIN, {"person": NORA}),
        (IS_NO_ADMIN, {"person": sample.CONTOSO_ADMIN}),
    ],
)
@pytest.mark.parametrize("asker", ["chloe", "alice", "nora"])
def test_the_list_and_the_request_agree_on_who_decides(request, alice, nora, desk, office, asker, happened):
    words = f"seats {E3} 30" + (" in Contoso" if asker == "alice" else "")
    desk.asks(request.getfixturevalue(asker), words)
    office.write(happened[0], **happened[1])
    assert listed(office) == deciding(office)


def test_an_admin_of_the_seller_decides_only_where_the_customer_has_no_other(chloe, alice, desk, office):
    desk.asks(chloe)
    assert "C-000001" in section(alice.asks("approvals"), "Waiting for you")
    chloe.sends(AddOperator(email=NORA, role="admin", organisation=CONTOSO).token)
    assert section(alice.asks("approvals"), "Waiting for you") == ""
    assert listed(office) == deciding(office)


def test_what_the_approver_asks_for_elsewhere_makes_nobody_else_decide(chloe, nora, alice, desk, office):
    desk.asks(chloe)
    desk.asks(nora, f"seats {E3} 31", "Order 6 seats")
    assert section(alice.asks("approvals"), "Waiting for you") == ""
    assert listed(office) == deciding(office)


def deciding(office):
    """Whoever decides on the first order, as its request says."""
    with office.database.reading() as db:
        scope = Scope(UUID(CONTOSO))
        order = orders.get(db, scope, OrderId(db.execute(select(placed.c.id).where(placed.c.number == 1)).scalar_one()))
        return {one.person for one in approvers.of(db, scope, order)}


def listed(office):
    """The same, as the lists of everybody say."""
    scope = Scope(UUID(CONTOSO))
    with office.database.reading() as db:
        everybody = [row[0] for row in db.execute(select(people.c.id))]
        shown = [(who, one) for who in everybody for one in approvals.open_ones(db, scope, who, offset=0, most=5)]
    return {who for who, one in shown if one.number == 1 and one.mine}
