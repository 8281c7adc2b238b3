"""When an approval is needed: set by an organisation's own Admins, read as people write, told to all of them."""

from __future__ import annotations

from uuid import UUID

import pytest

from handlers import sample
from handlers.operators.commands import AddOperator
from store import thresholds
from store.values import Money, Scope
from tests.handlers.approvals.conftest import CONTOSO, E3, LIMITS, NORA

SAVED = "Saved. All Admins are told."


def kept(office):
    with office.database.reading() as db:
        return thresholds.of(db, Scope(UUID(CONTOSO)))


def test_it_is_off_until_somebody_sets_it(chloe):
    assert "Contoso: approval: not needed" in chloe.asks("settings").text


def test_the_form_shows_what_holds_and_what_is_chosen_is_kept(chloe, office):
    form = chloe.asks("approvals settings")
    assert {"amount", "currency", "seats", "buying", "cancelling", "alone"} <= form.fields
    said = chloe.submits(form, amount="1 000,50", currency="eur", seats="10", cancelling="yes", alone="yes")
    assert "from €1,000.50; from 10 seats; always: cancellations" in said.text
    found = kept(office)
    assert (found.amount, found.seats, found.break_glass) == (Money(found.amount.amount, "EUR"), 10, True)
    assert "from €1,000.50" in chloe.asks("settings").text


@pytest.mark.parametrize(("language", "shown"), [("en", "1234.5"), ("fr", "1234,5")])
def test_the_amount_stands_in_the_form_as_its_reader_types_it(chloe, office, language, shown):
    chloe.sends(LIMITS.but(amount="1 234,50").token)
    form = chloe.speaking(language).asks("approvals settings")
    (field,) = [one for one in form.card.inputs if one.name == "amount"]
    assert field.value == shown
    assert not chloe.submits(form, amount=shown).refused


def test_an_empty_form_switches_it_off_again(chloe, desk, office):
    assert SAVED in chloe.submits(chloe.asks("approvals settings"), amount="", seats="", currency="").text
    assert kept(office).is_off


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"amount": "much"}, "“much” is not an amount"),
        ({"amount": "-5"}, "“-5” is not an amount"),
        ({"amount": "5", "currency": "XQX"}, "“XQX” is not a currency"),
        ({"seats": "0"}, "“0” is not a number of seats"),
        ({"seats": "1.5"}, "“1.5” is not a number of seats"),
        ({"seats": "9999999"}, "“9999999” is not a number of seats"),
    ],
)
def test_what_can_not_be_read_is_said_next_to_its_field(chloe, office, fields, says):
    said = chloe.submits(chloe.asks("approvals settings"), **fields)
    assert said.refused
    assert says in said.text
    assert kept(office).is_off


@pytest.mark.parametrize("name", ["alice", "ole"])
def test_those_above_do_not_set_it_where_it_has_admins(request, office, name):
    said = request.getfixturevalue(name).sends(LIMITS.token)
    assert "Only Admins of Contoso itself decide on this." in said.text
    assert kept(office).is_off


def test_where_it_has_none_its_seller_does(alice, office):
    office.write(
        "delete from grants where person_id = (select id from people where email = :who)", who=sample.CONTOSO_ADMIN
    )
    assert SAVED in alice.sends(LIMITS.token).text


def test_all_other_admins_are_told_and_it_is_on_record(chloe, nora, desk, office):
    desk.limits(seats="20")
    assert desk.told("thresholds:") == {f"@{sample.ATELIER_ADMIN}": 2, f"@{NORA}": 2}
    details = [row[0] for row in office.rows("select detail from audit where command = 'approvals.settings'")]
    assert any("1000 EUR; 20" in str(detail) for detail in details)


def test_the_form_says_who_has_chosen_and_when(chloe, desk):
    assert "Chosen by Chloé Dubois, 20 Nov 2026." in chloe.asks("approvals settings").text


def test_an_admin_whom_no_chat_knows_hears_of_it_by_mail(alice, chloe, desk, office):
    alice.sends(AddOperator(email=NORA, role="admin", organisation=CONTOSO).token)
    desk.limits(seats="20")
    assert (NORA, "limits") in office.rows("select recipient, template from mails")


def test_a_limit_of_nothing_holds_back_whatever_costs_anything(chloe, desk):
    said = desk.limits(amount="0", seats="")
    assert "Contoso: approval: from €0.00" in said.text
    desk.asks(chloe, f"seats {E3} 26", "Order 1 seat")
    assert desk.states() == (["waiting"], ["asked"])
