"""What a row does, given who is there."""

from __future__ import annotations

import pytest

from handlers.policy.user_plans import Equipped, Known, Met, Planning
from handlers.policy.user_rows import Remark, Word, read
from store.values.webex import Package, RowAction

PARIS = "+33142685300"
IDA = Equipped("Ida", "Blum", "ida@fabrikam.example", Package.MEETINGS, site="f.webex.com", messaging=True)
CALLER = Equipped("Cal", "Ler", "cal@fabrikam.example", Package.CALLING, PARIS, location="L1")


def planning(*, replaces=True, limits=None, used=None, logins=()):
    return Planning(replaces, {"paris": "L1"}, limits or {}, used or {}, logins)


def row(at=2, package="webex_meetings", of=IDA, **cells):
    sure = {"first_name": of.first_name, "last_name": of.last_name, "login": of.login, package: "TRUE"}
    return read(at, sure | cells)


def met(*there, elsewhere=()):
    known = [Known(f"U{place}", one) for place, one in enumerate(there)]
    reached = {mark: one for one in known for mark in one.now.reached_by}
    return Met({one.now.login: one for one in known}, reached, elsewhere)


def words(planned):
    return [one.word for one in planned.remarks]


def test_somebody_new_is_added_and_who_is_there_as_said_stays():
    assert planning().plan(row(site="f.webex.com"), met()).action is RowAction.ADD
    assert planning().plan(row(site="f.webex.com", messaging="1"), met(IDA)).action is RowAction.NOTHING


def test_another_package_is_a_change_and_what_the_file_leaves_out_stays():
    planned = planning().plan(row(3, "webex_suite", location="Paris", extension="123"), met(IDA))
    assert (planned.action, planned.user) == (RowAction.CHANGE, "U0")
    assert (planned.wanted.site, planned.wanted.messaging) == ("f.webex.com", True)


def test_without_adding_and_removing_services_the_base_licences_come_too_and_that_is_said():
    planned = planning(replaces=False).plan(row(site="s"), met())
    assert (planned.wanted.messaging, planned.wanted.meeting, planned.wanted.calling) == (True, True, True)
    assert words(planned) == [Word.BASES]


def test_no_package_removes_a_user_and_nobody_else():
    assert planning().plan(row(webex_meetings="FALSE"), met(IDA)).action is RowAction.REMOVE
    assert words(planning().plan(row(webex_meetings="FALSE"), met())) == [Word.NOBODY]


def test_meetings_without_a_site_are_warned_of_and_go_on():
    planned = planning().plan(row(), met())
    assert (planned.action, words(planned)) == (RowAction.ADD, [Word.NO_SITE])


def test_calling_needs_a_number_or_extension_and_a_location_of_the_customer():
    assert words(planning().plan(row(package="webex_calling"), met())) == [Word.NO_NUMBER, Word.NO_LOCATION]
    assert words(planning().plan(row(package="webex_calling", location="Rome"), met())) == [
        Word.NO_NUMBER,
        Word.UNKNOWN_LOCATION,
    ]


def test_another_address_at_the_same_number_and_name_deletes_and_creates():
    moved = CALLER._replace(login="cal.ler@fabrikam.example")
    said = row(2, "webex_calling", moved, number=PARIS, location="paris")
    planned = planning().plan(said, met(CALLER))
    assert (planned.action, planned.user, words(planned)) == (RowAction.RECREATE, "U0", [Word.RECREATED])


def test_the_file_may_name_the_address_before():
    said = row(of=IDA._replace(login="new@fabrikam.example"), previous=IDA.login)
    assert planning().plan(said, met(IDA)).action is RowAction.RECREATE


def calling(login, at=2, **cells):
    sure = {"first_name": "A", "last_name": "B", "login": login, "webex_calling": "1", "location": "Paris"}
    return read(at, sure | cells)


def test_a_number_is_used_once_in_the_file_and_in_the_tables():
    plan = planning(logins={CALLER.login})
    taken = plan.plan(calling("a@x.example", number=PARIS), met(CALLER))
    assert [(one.word, one.said) for one in taken.remarks] == [(Word.NUMBER_TAKEN, CALLER.login)]


def test_an_extension_is_used_once_a_location():
    plan = planning()
    assert plan.plan(calling("a@x.example", extension="101"), met()).action is RowAction.ADD
    again = plan.plan(calling("b@x.example", at=3, extension="101"), met())
    assert [(one.word, one.said) for one in again.remarks] == [(Word.NUMBER_TWICE, "2")]


def test_a_user_who_goes_gives_back_number_and_place_in_the_package():
    plan = planning(limits={Package.CALLING: 1}, used={Package.CALLING: 1})
    assert words(plan.plan(calling("a@x.example", extension="101"), met(CALLER))) == [Word.LIMIT]
    assert plan.plan(row(3, "webex_suite", CALLER, webex_suite="0"), met(CALLER)).action is RowAction.REMOVE
    assert plan.plan(calling("b@x.example", at=4, extension="101"), met(CALLER)).action is RowAction.ADD


def test_one_address_twice_in_the_file_counts_once():
    plan = planning()
    plan.plan(row(2, site="s"), met())
    again = plan.plan(row(5, site="s"), met())
    assert [(one.word, one.said) for one in again.remarks] == [(Word.TWICE, "2")]


def test_an_address_of_another_customer_is_refused():
    assert words(planning().plan(row(), met(elsewhere={IDA.login}))) == [Word.ELSEWHERE]


def moved(at, login, before=IDA):
    return row(at, of=before._replace(login=login), previous=before.login)


@pytest.mark.parametrize("cells", [{"webex_meetings": "0"}, {"first_name": "Idaline"}, {}])
def test_one_user_is_concerned_by_one_row_of_a_file(cells):
    plan = planning(logins={IDA.login})
    assert plan.plan(row(2, **cells), met(IDA)).action is not RowAction.REFUSED
    again = plan.plan(moved(3, "new@fabrikam.example"), met(IDA))
    assert again.remarks == (Remark(Word.TWICE, "previous", "2"),)


def test_an_address_that_gave_way_takes_no_other_row():
    plan = planning()
    assert plan.plan(moved(2, "new@fabrikam.example"), met(IDA)).action is RowAction.RECREATE
    assert plan.plan(moved(3, "other@fabrikam.example"), met(IDA)).remarks == (Remark(Word.TWICE, "previous", "2"),)
    assert plan.plan(row(4), met(IDA)).remarks == (Remark(Word.TWICE, "login", "2"),)


def test_an_address_before_that_nobody_has_is_refused():
    planned = planning().plan(moved(2, "new@fabrikam.example"), met())
    assert planned.remarks == (Remark(Word.NOBODY, "previous", IDA.login),)


def test_an_address_that_somebody_has_is_nobodys_new_one():
    other = IDA._replace(login="new@fabrikam.example")
    planned = planning().plan(moved(2, other.login), met(IDA, other))
    assert planned.remarks == (Remark(Word.ALREADY, "login", other.login),)
    assert planning().plan(moved(2, other.login), met(other)).action is RowAction.NOTHING


def test_who_gave_way_to_a_new_address_is_not_deleted_once_more():
    plan = planning()
    plan.plan(moved(2, "new@fabrikam.example"), met(IDA))
    assert plan.plan(row(3, webex_meetings="0"), met(IDA)).remarks == (Remark(Word.TWICE, "login", "2"),)


def test_a_cell_that_is_wrong_hides_nothing_else_of_its_row():
    plan = planning(limits={Package.CALLING: 1}, used={Package.CALLING: 1})
    said = calling("cy@x.example", number=PARIS, location="Rome", first_name="", extension="1")
    refused = plan.plan(said, met(CALLER))
    told = [Word.MISSING, Word.BAD_EXTENSION, Word.UNKNOWN_LOCATION, Word.NUMBER_TAKEN, Word.LIMIT]
    assert sorted(words(refused)) == sorted(told)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"login": "x", "location": "Rome"}, [Word.NO_ADDRESS, Word.UNKNOWN_LOCATION]),
        ({"login": "x"}, [Word.NO_ADDRESS]),
        ({"previous": "x"}, [Word.NO_ADDRESS]),
        ({"first_name": ""}, [Word.MISSING, Word.NO_NUMBER, Word.NO_LOCATION]),
        ({"number": "x", "location": "Paris"}, [Word.NOT_A_NUMBER]),
        ({"webex_calling": "maybe"}, [Word.NO_FLAG]),
    ],
)
def test_of_whom_nobody_can_tell_who_they_are_nothing_is_guessed(cells, told):
    sure = {"first_name": "A", "last_name": "B", "login": "a@x.example", "webex_calling": "1"}
    assert words(planning().plan(read(2, sure | cells), met())) == told


def test_a_row_that_is_wrong_takes_nothing_from_those_after_it():
    plan = planning(limits={Package.CALLING: 1})
    bad = plan.plan(calling("a@x.example", number=PARIS, first_name=""), met(elsewhere={"b@x.example"}))
    assert words(bad) == [Word.MISSING]
    assert plan.plan(calling("a@x.example", at=3, number=PARIS), met()).action is RowAction.ADD
    last = plan.plan(calling("b@x.example", at=4, extension="1"), met(elsewhere={"b@x.example"}))
    assert words(last) == [Word.BAD_EXTENSION, Word.ELSEWHERE]
