"""A move away from a volume licence: recorded, told with its clock, carried on, done."""

from __future__ import annotations

import pytest

from bot.cards import Code, Facts, Heading
from handlers.move_commands import ForgetMove, ShowMove, SnoozeMove, StartMove, UpdateMove
from handlers.sample.loading import sample_id

MOVE = str(sample_id("kms move", "Contoso"))
SERVER = str(sample_id("subscription", "Contoso", "Windows Server 2022 Standard"))
CAL = str(sample_id("subscription", "Contoso", "Windows Server 2019 RDS CAL"))
E3 = str(sample_id("subscription", "Contoso", "Microsoft 365 E3"))


@pytest.fixture
def nothing(office):
    """Nobody has recorded a move."""
    office.write("delete from kms_moves")


@pytest.fixture
def form(chloe):
    return chloe.presses(chloe.asks("kms"), "Record a move")


def recorded(office):
    return office.rows("select devices, moved, renewed_on from kms_moves")


def figures(office):
    return [(devices, moved) for devices, moved, _day in recorded(office)]


WRONG = [
    ({"devices": "0"}, "devices", "at least 1 device"),
    ({"devices": "-4"}, "devices", "at least 1 device"),
    ({"devices": "1000001"}, "devices", "at most 1,000,000 devices"),
    ({"devices": "forty"}, "devices", "“forty” is no number of devices"),
    ({"devices": "4.5"}, "devices", "no number of devices"),
    ({"moved": "-1"}, "moved", "Fewer than 0 devices"),
    ({"moved": "41"}, "moved", "More devices moved than there are"),
    ({"moved": "9" * 5000}, "moved", "at most 1,000,000 devices"),
    ({"renewed": "2026-11-21"}, "renewed", "still to come"),
    ({"renewed": "9999-12-31"}, "renewed", "still to come"),
    ({"renewed": "2006-12-31"}, "renewed", "no KMS yet"),
    ({"renewed": "20/11/2026"}, "renewed", "no day like 2026-11-20"),
    ({"renewed": "2026-02-30"}, "renewed", "no day like 2026-11-20"),
]


@pytest.mark.parametrize(("wrong", "field", "told"), WRONG[::4])
def test_figures_that_cannot_be_are_told_next_to_their_field(chloe, office, nothing, form, wrong, field, told):
    right = {"subscription": SERVER, "devices": "40", "moved": "0", "renewed": "2026-08-12"}
    said = chloe.submits(form, **right | wrong)
    assert told in said.text
    assert set(said.answer.errors) == {field}
    assert recorded(office) == []


@pytest.mark.parametrize(("wrong", "field", "told"), WRONG)
def test_progress_that_cannot_be_is_told_next_to_its_field(chloe, office, wrong, field, told):
    before = recorded(office)
    form = chloe.sends(UpdateMove(move=MOVE).token)
    said = chloe.submits(form, **{"devices": "40", "moved": "12", "renewed": "2026-08-12"} | wrong)
    assert told in said.text
    assert set(said.answer.errors) == {field}
    assert recorded(office) == before


def test_a_day_is_told_by_the_clock_of_who_says_it(chloe, office, nothing, form):
    """At 23:30 UTC it is tomorrow in Paris."""
    office.later(hours=10, minutes=25)
    right = {"subscription": SERVER, "devices": "40", "moved": "0"}
    assert "is recorded" in chloe.submits(form, **right, renewed="2026-11-21").text


def test_the_sample_is_told_with_its_clock_and_progress(chloe):
    assert "80 days left" in chloe.asks("kms").text
    said = chloe.presses(chloe.asks("kms"), "Windows Server 2022 Standard")
    assert "12 / 40" in said.text
    assert "28 devices left" in said.text
    assert "8 Feb 2027, 01:00 (Europe/Paris)" in said.text


def test_the_lines_to_type_hold_a_place_for_the_key_and_no_key(chloe):
    said = chloe.presses(chloe.asks("kms"), "Windows Server 2022 Standard")
    assert "slmgr.vbs /ipk <your MAK>" in said.text
    assert "slmgr.vbs /ato" in said.text
    assert len([one for one in said.card.elements if isinstance(one, Code)]) == 3
    assert "XXXXX" not in said.text
    assert any(isinstance(element, Heading) for element in said.card.elements)
    assert any(isinstance(element, Facts) for element in said.card.elements)


def test_the_key_itself_comes_through_the_usual_reveal(chloe):
    said = chloe.presses(chloe.asks("kms"), "Windows Server 2022 Standard")
    assert "reason" in chloe.presses(said, "Get the MAK").fields


def test_the_keys_of_the_software_lead_there(chloe, david, office):
    keys = "keys Windows Server 2022 Standard"
    assert "12 / 40" in chloe.presses(chloe.asks(keys), "Move from a volume licence").text
    office.write("delete from kms_moves")
    assert "devices" in chloe.presses(chloe.asks(keys), "Move from a volume licence").fields
    assert "Move from a volume licence" not in david.asks(keys).buttons


def test_a_move_is_recorded_for_software_that_a_kms_activates(alice, office, nothing):
    form = alice.presses(alice.asks("kms in Contoso"), "Record a move")
    assert form.options("subscription") == {"Windows Server 2022 Standard": SERVER}
    said = alice.submits(form, subscription=SERVER, devices="25", moved="3", renewed="2026-11-01")
    assert "The move is recorded" in said.text
    assert figures(office) == [(25, 3)]


@pytest.mark.parametrize("subscription", [CAL, E3])
def test_what_no_kms_activates_is_refused(chloe, office, nothing, form, subscription):
    said = chloe.submits(form, subscription=subscription, devices="25", moved="3", renewed="2026-11-01")
    assert "is not activated by a KMS" in said.text
    assert recorded(office) == []


def test_a_second_move_to_the_same_software_leads_to_the_first(chloe, office):
    right = {"devices": "25", "moved": "3", "renewed": "2026-11-01"}
    said = chloe.sends(StartMove(subscription=SERVER).token, **right)
    assert "recorded already" in said.text
    assert "12 / 40" in chloe.presses(said, "Show the move").text
    assert figures(office) == [(40, 12)]


def test_what_comes_again_records_nothing_more(chloe, office, nothing, form):
    said = chloe.submits(form, subscription=SERVER, devices="25", moved="3", renewed="2026-11-01")
    assert "The move is recorded" in chloe.repeats(said).text
    assert figures(office) == [(25, 3)]


@pytest.mark.parametrize(("moved", "then"), [("20", 20), ("+5", 17), ("", 12), ("0", 0)])
def test_progress_is_said_as_a_number_or_as_so_many_more(chloe, office, moved, then):
    form = chloe.presses(chloe.presses(chloe.asks("kms"), "Windows Server 2022 Standard"), "Update progress")
    said = chloe.submits(form, devices="40", moved=moved, renewed="2026-08-12")
    assert f"Devices moved: {then} of 40." in said.text
    (detail,) = office.rows("select detail from audit where command = 'kms.progress' and outcome = 'done'")
    assert f'"after": "{then}/40, 2026-08-12"' in detail[0]


def test_a_move_whose_devices_all_have_the_key_is_done(chloe):
    form = chloe.sends(UpdateMove(move=MOVE).token)
    said = chloe.submits(form, devices="40", moved="40", renewed="2026-08-12")
    assert "All devices have the new key" in said.text
    assert "slmgr" not in said.text
    assert "Get the MAK" not in said.buttons
    assert "done" in chloe.asks("kms").text


def test_a_clock_that_ran_out_says_what_follows_to_the_second(chloe, office):
    office.write("update kms_moves set renewed_on = '2026-05-25'")
    office.later(hours=10, minutes=54, seconds=59)
    assert "1 day left" in chloe.asks("kms").text
    office.later(seconds=1)
    assert "ran out" in chloe.asks("kms").text
    assert "give them the new key now" in chloe.sends(ShowMove(move=MOVE).token).text


def test_a_move_to_a_cancelled_subscription_says_so_and_offers_no_key(chloe, office):
    office.write("update subscriptions set status = 'cancelled' where name like 'Windows Server 2022%'")
    said = chloe.sends(ShowMove(move=MOVE).token)
    assert "no longer active" in said.text
    assert "Get the MAK" not in said.buttons


def test_a_record_can_be_dropped_with_what_was_put_off(chloe, office):
    chloe.sends(SnoozeMove(move=MOVE, organisation="Contoso").token)
    said = chloe.presses(chloe.sends(ShowMove(move=MOVE).token), "Drop the record")
    assert "no longer recorded" in said.text
    assert recorded(office) == office.rows("select move_id, until, until from kms_snoozes") == []


def test_a_reader_looks_and_changes_nothing(david, office):
    said = david.presses(david.asks("kms"), "Windows Server 2022 Standard")
    assert set(said.buttons) == {"PowerShell file for many devices", "All moves"}
    assert david.sends(UpdateMove(move=MOVE, moved="40").token).refused
    assert figures(office) == [(40, 12)]


@pytest.mark.parametrize("command", [ShowMove, UpdateMove, ForgetMove, SnoozeMove])
def test_a_stranger_learns_as_little_from_a_real_id_as_from_a_random_one(adam, office, command):
    real = adam.sends(command(move=MOVE).token)
    made_up = adam.sends(command(move="00000000-0000-4000-8000-000000000000").token)
    assert real.text == made_up.text
    assert "There is no such move" in real.text
    assert figures(office) == [(40, 12)]


def test_nobody_records_a_move_for_a_foreign_organisation(adam, office, nothing):
    said = adam.sends(StartMove(subscription=SERVER).token, devices="25", moved="3", renewed="2026-11-01")
    assert "There is no such subscription" in said.text
    assert recorded(office) == []


def test_a_french_admin_reads_french(chloe):
    assert "D’une licence en volume vers CSP" in chloe.speaking("fr").asks("kms").text
