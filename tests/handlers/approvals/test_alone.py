"""Breaking the glass: off until it is switched on, with a reason, and everybody hears of it."""

from __future__ import annotations

import json

from handlers import sample
from handlers.approval_commands import GoAlone
from handlers.operators.commands import AddOperator
from tests.handlers.approvals.conftest import CONTOSO, E3, NORA


def told_alone(office):
    """What the Admins are told of an order without approval."""
    return str(office.rows("select body from outbox where key like 'alone:%'"))


def test_it_is_off_until_the_organisation_switches_it_on(chloe, nora, desk):
    said = desk.asks(chloe)
    assert "Order without approval …" not in said.buttons
    no = chloe.sends(GoAlone(order=desk.order).token, reason="Now")
    assert "Contoso does not allow orders without approval." in no.text
    assert desk.states() == (["waiting"], ["asked"])


def test_it_needs_a_reason_and_tells_every_admin_at_once(alice, chloe, nora, desk):
    desk.limits(alone="yes")
    form = chloe.presses(desk.asks(chloe), "Order without approval …")
    assert "All Admins of Contoso and of its seller are told now" in form.text
    assert chloe.submits(form, reason=" ").fields == {"reason"}
    assert desk.states() == (["waiting"], ["asked"])
    said = chloe.submits(form, reason="Production stands still")
    assert "Chloé Dubois ordered this without the approval that it needs." in said.text
    assert desk.states() == (["accepted"], ["broken-glass"])
    assert desk.told("alone:") == {f"@{sample.ATELIER_ADMIN}": 1, f"@{NORA}": 1}


def test_switched_off_meanwhile_it_is_refused(chloe, nora, desk):
    desk.limits(alone="yes")
    said = desk.asks(chloe)
    desk.limits()
    assert "does not allow" in chloe.presses(said, "Order without approval …").text


def test_only_who_asked_goes_alone(chloe, nora, desk):
    desk.limits(alone="yes")
    desk.asks(chloe)
    assert "Only who asked for it can go alone." in nora.sends(GoAlone(order=desk.order).token, reason="Now").text


def test_what_has_changed_is_not_ordered_alone_either(chloe, nora, desk, office):
    desk.limits(alone="yes")
    desk.asks(chloe)
    office.write("update subscriptions set version = version + 1 where name = :name", name=E3)
    chloe.sends(GoAlone(order=desk.order).token, reason="Now")
    assert desk.states() == (["refused"], ["overtaken"])


def test_what_is_left_of_a_credit_is_shown_before_it_is_ordered_alone(chloe, nora, desk, office):
    desk.limits(alone="yes", fewer="yes", seats="", amount="")
    asked = desk.asks(chloe, f"seats {E3} 20", "Give back 5 seats")
    office.later(hours=12)
    form = chloe.submits(chloe.presses(asked, "Order without approval …"), reason="Nobody is here")
    assert "the credit is €1,780.27 now, no longer €1,785.21." in form.text
    assert desk.states() == (["waiting"], ["asked"])
    chloe.submits(form, reason="Nobody is here")
    assert desk.states() == (["accepted"], ["broken-glass"])
    assert "1780.27" in told_alone(office)
    assert "1785.21" not in told_alone(office)


def test_an_admin_whom_no_chat_knows_hears_of_it_by_mail_in_their_language(alice, chloe, desk, office):
    desk.limits(alone="yes")
    alice.sends(AddOperator(email=NORA, role="admin", organisation=CONTOSO).token)
    office.write("update organisations set language = 'fr' where name = 'Contoso'")
    chloe.submits(chloe.presses(desk.asks(chloe), "Order without approval …"), reason="Production stands still")
    mails = office.rows("select template, language, body from mails where recipient = :who order by key", who=NORA)
    (alone,) = [body for template, language, body in mails if (template, language) == ("alone", "fr")]
    assert json.loads(str(alone)) == {
        "number": "C-000001",
        "organisation": "Contoso",
        "product": E3,
        "by": "Chloé Dubois",
        "reason": "Production stands still",
    }
    assert ("approval", "fr") in [mail[:2] for mail in mails]


def test_with_nobody_to_ask_it_is_the_only_way(chloe, desk, office):
    desk.limits(alone="yes")
    office.write(
        "delete from grants where person_id = (select id from people where email = :who)", who=sample.ATELIER_ADMIN
    )
    said = desk.asks(chloe)
    assert "Waiting for approval by nobody: there is no other Admin" in said.text
    chloe.submits(chloe.presses(said, "Order without approval …"), reason="Nobody else is here")
    assert desk.states() == (["accepted"], ["broken-glass"])
