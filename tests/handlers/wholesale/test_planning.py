"""A file of users against a customer: what is planned, and what cannot be."""

from __future__ import annotations

import pytest

from handlers.importing.problems import BadFile
from handlers.wholesale.sheets import Spreadsheet

ANN = "Ann,Ax,ann@fabrikam.example,33142685300,,Paris,f.webex.com,TRUE,,"
BEN = "Ben,Bo,ben@fabrikam.example,,,,f.webex.com,,TRUE,"
GONE = "Ben,Bo,ben@fabrikam.example,,,,,FALSE,FALSE,FALSE"


def test_a_file_is_planned_applied_and_the_second_time_there_is_nothing_to_do(desk):
    id = desk.plan(ANN, BEN)
    assert (desk.actions(id), desk.users()) == (["add", "add"], [])
    assert desk.apply(id) == ["done", "done"]
    assert desk.users() == [
        ("ann@fabrikam.example", "webex_suite", "+33142685300"),
        ("ben@fabrikam.example", "webex_meetings", None),
    ]
    assert desk.actions(desk.plan(ANN, BEN)) == ["nothing", "nothing"]


def test_changes_removals_and_new_addresses_are_applied(desk):
    desk.apply(desk.plan(ANN, BEN))
    id = desk.plan(ANN.replace("ann@", "ann.ax@"), GONE)
    assert (desk.actions(id), desk.run(id).removals) == (["recreate", "remove"], 2)
    assert desk.apply(id) == ["done", "done"]
    assert desk.users() == [("ann.ax@fabrikam.example", "webex_suite", "+33142685300")]


def test_a_number_that_one_gives_back_may_go_to_the_next(desk):
    desk.apply(desk.plan(ANN))
    gone = "Ann,Ax,ann@fabrikam.example,,,,,,,"
    heir = ANN.replace("Ann,Ax,ann@", "Cy,Cox,cy@")
    assert desk.apply(desk.plan(gone, heir)) == ["done", "done"]
    assert [login for login, *_ in desk.users()] == ["cy@fabrikam.example"]


def test_what_changed_since_the_plan_is_left_alone_and_said(desk):
    first, second = desk.plan(ANN), desk.plan(ANN.replace("Ann,", "Anna,"))
    desk.apply(first)
    assert desk.apply(second) == ["changed-since"]


def test_a_user_of_another_customer_is_refused(desk):
    login = desk.office.one("SELECT login FROM users WHERE login LIKE '%@contoso.example' ORDER BY login LIMIT 1")
    (line,) = desk.lines(desk.plan(BEN.replace("ben@fabrikam.example", str(login))))
    assert (str(line.action), "elsewhere" in line.told) == ("refused", True)


def test_a_row_of_another_width_is_refused_and_the_others_are_planned(desk):
    assert desk.actions(desk.plan("Ann,Ax", BEN)) == ["refused", "add"]


@pytest.mark.parametrize("start", [b"PK\x03\x04....", b"\xd0\xcf\x11\xe0...."])
def test_a_workbook_is_refused_whatever_its_name_says(desk, tmp_path, start):
    file = tmp_path / "users.csv"
    file.write_bytes(start)
    with pytest.raises(Spreadsheet):
        desk.plan_file(file)


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ("First Name,Last Name,Webex Suite", "User ID/Email"),
        ("First Name,First Name,Last Name,Email,Webex Suite", "twice"),
        (",".join(f"c{number}" for number in range(201)), "200 columns"),
        ("First Name\0,Last Name,Email,Webex Suite", "NUL"),
        ("", "missing"),
    ],
)
def test_a_header_that_will_not_do_is_refused_and_nothing_is_kept(desk, head, word):
    with pytest.raises(BadFile, match=word):
        desk.plan(head=head)
    assert desk.office.one("SELECT count(*) FROM user_runs") == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_separators_of_spreadsheets_are_read(desk, tmp_path, encoding, mark):
    head, row = "Prénom,Nom,Courriel,Webex Suite,Poste,Emplacement", "Zoé,Évrard,zoe@fabrikam.example,VRAI,101,paris"
    file = tmp_path / "users.csv"
    file.write_bytes(f"{head}\r\n{row}\r\n".replace(",", mark).encode(encoding))
    assert desk.actions(desk.plan_file(file)) == ["add"]
