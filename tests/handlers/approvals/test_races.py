"""At the same moment, on each engine: one execution, whatever many press."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers.approval_commands import Approve, Reject
from handlers.order_commands import WithdrawOrder
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office


@pytest.fixture
def office(furnished, database_url):
    database = Database.open(database_url)
    yield Office(database, NOW, loaded=True)
    database.close()


def at_once(*presses):
    with ThreadPoolExecutor(len(presses)) as pool:
        return [done.result() for done in [pool.submit(*press) for press in presses]]


def test_of_two_approvals_at_once_one_orders(alice, nora, chloe, desk, office):
    desk.asks(alice)
    token = Approve(order=desk.order).token
    texts = [said.text for said in at_once((nora.sends, token), (chloe.sends, token), (nora.sends, token))]
    assert sum("has decided already" in text for text in texts) == len(texts) - 1
    assert office.rows("select state, count(*) from orders where number > 0 group by state") == [("accepted", 1)]
    assert office.one("select count(*) from order_events where state = 'accepted'") == 1


def test_an_approval_and_a_rejection_at_once_agree_with_the_order(nora, chloe, alice, desk):
    desk.asks(alice)
    at_once(
        (nora.sends, Approve(order=desk.order).token),
        (lambda: chloe.sends(Reject(order=desk.order).token, reason="No"),),
    )
    assert desk.states() in [(["accepted"], ["approved"]), (["refused"], ["rejected"])]


def test_an_approval_and_a_withdrawal_at_once_agree_with_the_order(nora, chloe, desk):
    desk.asks(chloe)
    at_once((nora.sends, Approve(order=desk.order).token), (chloe.sends, WithdrawOrder(order=desk.order).token))
    assert desk.states() in [(["withdrawn"], ["withdrawn"]), (["withdrawn"], ["approved"])]
