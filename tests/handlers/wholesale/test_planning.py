"""A file of users against a customer: what is planned, and what cannot be."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from sqlalchemy import insert

from bot.phrases import Speaker, Tongue
from bot.uploads import Upload
from handlers.context import Defaults
from handlers.policy.user_columns import further
from handlers.wholesale import planning, run_words
from handlers.wholesale.run_commands import ShowRun
from handlers.wholesale.run_files import RunFile
from jobs.user_runs import UserRuns, _Draft
from jobs.worker import drain
from store import user_runs, wholesale_limits
from store.provisioning import locations
from store.user_runs import Line
from store.values.webex import Package, RowAction
from tests.handlers.wholesale.conftest import HEAD, PACKAGES

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


def test_two_rows_about_one_user_are_no_trouble_when_they_are_applied(desk):
    desk.apply(desk.plan(BEN))
    moved = ",,,,f.webex.com,ben@fabrikam.example,,TRUE,"
    rows = (BEN.replace("Ben,", "Benny,").replace(".com,,", ".com,,,"), f"Ben,Bo,b@fabrikam.example{moved}")
    id = desk.plan(*rows, head=f"{HEAD},Previous Email,{PACKAGES}")
    assert (desk.actions(id), desk.apply(id)) == (["change", "refused"], ["done", None])


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


def test_two_files_that_are_applied_one_after_the_other_stay_within_the_limit(desk, alice):
    with desk.office.database.transaction() as db:
        wholesale_limits.limit(db, desk.scope, desk.fabrikam, Package.MEETINGS, desk.used(Package.MEETINGS) + 1)
    first, second = desk.plan(BEN), desk.plan(BEN.replace("ben@", "bob@"))
    assert (desk.apply(first), desk.apply(second)) == (["done"], ["limit"])
    result = RunFile(run=str(second))
    with desk.office.database.reading() as db:
        content = b"".join(result.content(db, desk.scope, Tongue(), desk.office.now)).decode()
    assert "all the users that it may have by now" in content


def test_no_cell_of_the_result_is_a_formula(desk):
    id = desk.plan(BEN.replace("ben@", "=1+1@"), "=1+1,@x,-nobody,=1,=2,=3,=4,=5,=6,=7")
    with desk.office.database.reading() as db:
        content = b"".join(RunFile(run=str(id)).content(db, desk.scope, Tongue(), desk.office.now)).decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(content)) for cell in row]
    assert ("'=1+1@fabrikam.example" in cells, [one for one in cells if one[:1] in {"=", "+", "-", "@"}]) == (True, [])


def test_a_number_that_somebody_else_has_got_meanwhile_is_left_to_them(desk):
    first, second = desk.plan(ANN), desk.plan(ANN.replace("Ann,Ax,ann@", "Cy,Cox,cy@"))
    assert (desk.apply(first), desk.apply(second)) == (["done"], ["number-taken"])


def test_a_user_of_another_customer_is_refused(desk):
    login = desk.office.one("SELECT login FROM users WHERE login LIKE '%@contoso.example' ORDER BY login LIMIT 1")
    (line,) = desk.lines(desk.plan(BEN.replace("ben@fabrikam.example", str(login))))
    assert (str(line.action), "elsewhere" in line.told) == ("refused", True)


def test_a_row_with_more_cells_than_the_header_is_refused_and_the_others_are_planned(desk):
    assert desk.actions(desk.plan(f"{ANN},TRUE", BEN)) == ["refused", "add"]


def test_cells_that_a_spreadsheet_leaves_out_at_the_end_of_a_row_are_empty_ones(desk):
    desk.apply(desk.plan(ANN.removesuffix(",,"), BEN.removesuffix(",")))
    assert desk.actions(desk.plan(ANN, BEN)) == ["nothing", "nothing"]


@pytest.mark.parametrize("row", ["Ann,Ax", "Ann,Ax,ann@fabrikam.example,", GONE.removesuffix(",FALSE")])
def test_a_row_that_is_cut_off_before_a_package_deletes_nobody_and_says_where(desk, row):
    desk.apply(desk.plan(ANN, BEN))
    (line,) = desk.lines(desk.plan(row))
    said = Speaker(Tongue()).say(run_words.told(line))
    assert (str(line.action), "ends before its packages" in said) == ("refused", True)


def test_an_extension_that_is_taken_where_a_user_moves_is_noticed_in_the_plan(desk):
    with desk.office.database.transaction() as db:
        db.execute(insert(locations), desk.location("Lyon"))
    eve = "Eve,Ex,eve@fabrikam.example,,101,Paris,f.webex.com,TRUE,,"
    desk.apply(desk.plan(eve, eve.replace("Eve,Ex,eve@", "Lou,Lo,lou@").replace("Paris", "Lyon")))
    head = HEAD.replace(",Extension", "")
    moved = "Eve,Ex,eve@fabrikam.example,,Lyon,f.webex.com,TRUE,,"
    (line,) = desk.lines(desk.plan(moved, head=f"{head},{PACKAGES}"))
    assert (str(line.action), "lou@fabrikam.example" in line.told) == ("refused", True)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"a\0b", "no text from end to end"), (b"First Name,Last Name,Webex Suite", "User ID/Email")],
)
def test_a_file_that_will_not_do_is_refused_and_nothing_of_it_is_kept(desk, alice, content, words):
    id = desk.plan_file(content)
    shown = alice.sends(ShowRun(run=str(id)).token)
    assert (words in shown.text, "Nothing was changed" in shown.text) == (True, True)
    assert (str(desk.run(id).state), desk.lines(id)) == ("refused", [])


def test_a_plan_that_was_cut_off_is_made_anew(desk):
    id = desk.send("\n".join((f"{HEAD},{PACKAGES}", ANN, BEN)).encode())
    with desk.office.database.transaction() as db:
        user_runs.plan(db, desk.house, id, desk.fabrikam, replaces=True)
    dead = desk.jobs.take()
    desk.jobs._kept(_Draft(dead), [Line(id, 2, RowAction.ADD, "x@x.example", "[]", "[]", False, turn=2)])
    desk.office.later(minutes=2)
    desk.jobs.act(desk.jobs.take())
    assert (desk.actions(id), desk.run(id).rows) == (["add", "add"], 2)


def test_a_piece_of_the_file_is_a_megabyte_and_all_of_them_are_planned(desk):
    rows = [f"N{at},{'A' * 9_000},n{at}@fabrikam.example,,,,,,TRUE," for at in range(130)]
    id = desk.plan(*rows)
    assert (desk.run(id).rows, desk.office.one("SELECT count(*) FROM user_run_pieces")) == (130, 2)


def test_a_worker_that_reads_for_long_keeps_its_claim(desk):
    id = desk.send("\n".join((f"{HEAD},{PACKAGES}", *[ANN] * 4_001)).encode())
    with desk.office.database.transaction() as db:
        user_runs.plan(db, desk.house, id, desk.fabrikam, replaces=True)
    claim = desk.jobs.take()
    with desk.jobs._file(claim.run) as file:
        some = planning.lines(desk.office.database, claim.run, file, {})
        reading = [next(some) for _time in range(3)]
    desk.office.later(seconds=50)
    desk.jobs._kept(_Draft(claim), reading[0])
    desk.office.later(seconds=50)
    assert (reading, desk.jobs.take()) == ([[], [], []], None)


def test_the_same_request_again_keeps_the_file_once(desk):
    assert desk.send(b"a,b", key="same") == desk.send(b"a,b", key="same")
    assert desk.office.one("SELECT count(*) FROM user_runs") == 1


def test_a_file_whose_arrival_was_cut_off_is_filled_in_by_the_next_try(desk):
    id = desk.send(b"a,b", key="same")
    desk.office.write("UPDATE user_runs SET state = 'arriving', size = 0")
    desk.office.write("UPDATE user_run_pieces SET content = :half", half=b"a")
    assert desk.send(b"a,b", key="same") == id
    assert (desk.run_by(desk.house, id).size, desk.office.one("SELECT length(content) FROM user_run_pieces")) == (3, 3)


def test_a_file_of_which_a_piece_is_still_to_come_is_planned_once_it_is_there(desk):
    id = desk.send("\n".join((f"{HEAD},{PACKAGES}", BEN)).encode())
    with desk.office.database.transaction() as db:
        user_runs.plan(db, desk.house, id, desk.fabrikam, replaces=True)
    desk.office.write("UPDATE user_run_pieces SET number = 1")
    assert (drain(desk.jobs, most=1), str(desk.run(id).state)) == (0, "planning")
    desk.office.later(minutes=1)
    desk.office.write("UPDATE user_run_pieces SET number = 0")
    assert (drain(desk.jobs, most=1), desk.actions(id)) == (1, ["add"])


class Slow(BytesIO):
    """A file during whose arrival something else happens."""

    meanwhile: Callable[[], object] | None = None

    def read(self, size=-1):
        if self.tell() and self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            act()
        return super().read(size)


def test_two_tries_that_bring_the_same_file_at_once_keep_it_once(desk):
    content = b"x" * (2**20 + 5)
    slow = Slow(content)
    slow.meanwhile = lambda: desk.send(content, key="same")
    desk.intake.take(desk.ask("", None, "same"), Upload("users.csv", slow))
    found = desk.office.rows("SELECT number, length(content) FROM user_run_pieces ORDER BY number")
    assert (found, desk.office.one("SELECT state FROM user_runs")) == ([(0, 2**20), (1, 5)], "received")


def test_further_headings_are_read_where_the_settings_name_them(desk):
    defaults = Defaults(user_columns=further("login=Compte; webex_suite=Bundle"))
    desk.jobs = UserRuns(desk.office.database, lambda: desk.office.now, defaults)
    head = "prénom,NOM,COMPTE,bundle,extension,location"
    assert desk.actions(desk.plan("Zoé,Z,zoe@fabrikam.example,1,101,Paris", head=head)) == ["add"]
