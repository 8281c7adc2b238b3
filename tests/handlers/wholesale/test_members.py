"""Users of a wholesale customer as cards: listed, added up to 25 at once, given packages, mended, removed."""

from __future__ import annotations

import pytest

from handlers import sample
from handlers.wholesale.commands import ChangePackage, ConfirmMembers, ConfirmRepair, ShowMember
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

INES, NORA, QUENTIN, YVONNE = (
    f"{name}@fabrikam.example" for name in ("ines.morel", "nora.haddad", "quentin.roche", "yvonne.carre")
)
ANN = "Ann Ax <ann@f.example>; Suite; +33465710090; Lyon"


@pytest.fixture
def office(furnished, sqlite_url):
    """The sample with Fabrikam's wholesale users, on one engine: both are tried in `test_wholesale_together.py`."""
    database = Database.open(sqlite_url)
    office = Office(database, NOW, loaded=True)
    with database.transaction() as db:
        sample.load_wholesale(db, office.now)
    yield office
    database.close()


def typed(row):
    """A row of the desk's file as one would type it."""
    first, last, login, number, extension, where, _site, suite, meetings, _calling = row.split(",")
    package = "Suite" if suite else "Meetings" if meetings else "Calling"
    return "; ".join((f"{first} {last} <{login}>", package, *filter(None, (number, extension, where))))


@pytest.fixture
def no_main(office):
    """The desk brings a main location of its own."""
    office.write("UPDATE locations SET is_main = 0")


def checks(alice, *lines, **shared):
    return alice.submits(alice.asks("wholesale users add Fabrikam"), people="\n".join(lines), **shared)


def users(office):
    return office.one("SELECT count(*) FROM users u JOIN wholesale_users w ON w.user_id = u.id")


def equipment(office, login):
    sql = "SELECT w.package, w.number, w.extension, l.name FROM users u JOIN wholesale_users w ON w.user_id = u.id"
    (found,) = office.rows(f"{sql} LEFT JOIN locations l ON l.id = w.location_id WHERE u.login = :login", login=login)
    return found


class TestTheList:
    def test_it_says_package_number_and_location_ten_at_a_time(self, alice):
        first = alice.asks("wholesale users Fabrikam")
        assert "1–10 of 11" in first.text
        assert "webex" not in first.text.split("Inès Morel")[0][-20:]
        assert all(word in first.text for word in ("Inès Morel", "+33465710001 · extension 101", "Lyon", "no package"))
        assert "11–11 of 11" in alice.presses(first, "Next").text

    @pytest.mark.parametrize(
        ("words", "there", "gone"),
        [("morel", "Inès Morel", "Nora"), ("suite", "Inès Morel", "Nora"), ("nora.haddad", "Nora Haddad", "Inès")],
    )
    def test_words_behind_the_customer_are_a_package_or_looked_for(self, alice, words, there, gone):
        said = alice.asks(f"wholesale users Fabrikam {words}").text
        assert (there in said, gone in said) == (True, False)

    def test_the_form_looks_for_both(self, alice):
        form = alice.presses(alice.asks("wholesale users Fabrikam"), "Search")
        said = alice.submits(form, search="p", package="webex_calling").text
        assert ("Odile Perret" in said, "Pierre Vidal" in said) == (True, False)

    def test_a_reader_looks_and_changes_nothing(self, bruno):
        shown = bruno.presses(bruno.asks("wholesale users Fabrikam suite"), "Inès Morel")
        assert "Webex Suite" in shown.text
        assert not {"Change the package", "Mend a conflict", "Remove"} & set(shown.buttons)

    def test_whoever_is_of_another_partner_finds_nobody(self, alice, brigid):
        token = alice.asks("wholesale users Fabrikam suite").buttons["Inès Morel"].press
        assert "There is no such user" in brigid.sends(token).text
        assert brigid.asks("wholesale users Fabrikam").refused

    def test_users_of_an_organisation_that_is_none_are_not_wholesale(self, alice):
        said = alice.sends(ShowMember(words="emma.lefevre@contoso.example").token)
        assert "Contoso is not a wholesale customer" in said.text


class TestAdding:
    def test_lines_are_checked_then_all_are_added_at_once(self, alice, office):
        checked = checks(alice, ANN, "Bo By <bo@f.example>; Meetings")
        assert "2 users are in order. Nobody was added yet." in checked.text
        assert "Line 1: Ann Ax <ann@f.example> · Webex Suite · +33465710090 · Lyon" in checked.text
        assert users(office) == 10
        added = alice.presses(checked, "Add 2 users")
        assert "2 users were added: Ann Ax, Bo By." in added.text
        assert equipment(office, "ann@f.example") == ("webex_suite", "+33465710090", None, "Lyon")
        assert users(office) == 12

    def test_a_second_press_adds_nobody_more(self, alice, office):
        checked = checks(alice, ANN)
        alice.presses(checked, "Add 1 user")
        again = alice.presses(checked, "Add 1 user")
        assert (again.refused, users(office)) == (True, 11)

    def test_what_the_lines_share_is_chosen_below(self, alice, office):
        lyon = alice.asks("wholesale users add Fabrikam").options("location")["Lyon"]
        checked = checks(alice, "Ann Ax <ann@f.example>; ; 190", package="webex_voice", location=lyon)
        alice.presses(checked, "Add 1 user")
        assert equipment(office, "ann@f.example") == ("webex_voice", None, "190", "Lyon")

    @pytest.mark.parametrize(("count", "refused"), [(25, False), (26, True)])
    def test_25_are_taken_and_the_26th_is_shown_the_way_by_file(self, alice, count, refused):
        said = checks(alice, *(f"A B <a{number}@f.example>; Voice; {500 + number}; Lyon" for number in range(count)))
        assert said.refused is refused
        if refused:
            assert "26 users: one form takes 25. For more, send a CSV file: type users import" in said.text
            assert list(said.answer.errors) == ["people"]
        else:
            assert "25 users were added" in alice.presses(said, "Add 25 users").text

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("Ann Ax; Suite; 190; Lyon", "E-mail: is missing"),
            ("Ann Ax <ann@>; Suite; 190; Lyon", "E-mail: “ann@” is not an e-mail address"),
            ("Ann Ax <ann@f.example>", "Package: is missing"),
            ("Ann Ax <ann@f.example>; Sweet", "Package: “Sweet” is no package"),
            ("Ann Ax <ann@f.example>; Suite; Lyon", "a number or an extension is needed for calling"),
            ("Ann Ax <ann@f.example>; Suite; 190", "Location: a location is needed for calling"),
            ("Ann Ax <ann@f.example>; Suite; 190; Nice", "Location: the customer has no location “Nice”"),
            (
                "Ann Ax <ann@f.example>; Suite; 000000000; Lyon",
                "Number: “000000000” is not a number that can be called",
            ),
            ("Ann Ax <ann@f.example>; Suite; +33465710001; Lyon", f"Number: is used already: {INES}"),
            ("Ann Ax <ann@f.example>; Suite; 101; Lyon", f"Extension: is used already: {INES}"),
            (f"Inès Morel <{INES}>; Suite; 190; Lyon", f"E-mail: {INES} is a user of this customer already"),
            (f"Yvonne Carré <{YVONNE}>; Meetings", "is a user of this customer already"),
            ("Em Le <emma.lefevre@contoso.example>; Meetings", "is a user of another organisation"),
            ("Inès Morel <i.morel@f.example>; Suite; +33465710001; Lyon", f"Number: is used already: {INES}"),
        ],
    )
    def test_a_line_that_will_not_do_is_named_with_all_that_is_wrong(self, alice, office, line, why):
        checked = checks(alice, "Bo By <bo@f.example>; Meetings", line)
        assert "1 of 2 lines can't be added as it is. Nobody was added." in checked.text
        assert f"Line 2: {why}" in checked.text or why in checked.text.split("Line 2: ")[1].split("\n")[0]
        assert not [label for label in checked.buttons if label.startswith("Add ")]
        assert users(office) == 10

    @pytest.mark.parametrize(
        ("second", "why"),
        [
            ("A Two <ann@f.example>; Meetings", "Line 2: E-mail: is in line 1 already"),
            ("Bo By <bo@f.example>; Voice; +33465710090; Lyon", "Line 2: Number: is used in line 1 already"),
        ],
    )
    def test_two_lines_do_not_say_the_same(self, alice, second, why):
        assert why in checks(alice, ANN, second).text

    @pytest.mark.parametrize(("lines", "good"), [(3, True), (4, False)])
    def test_a_package_goes_up_to_its_limit_and_not_one_further(self, alice, lines, good):
        """Two of five users of Calling are there."""
        said = checks(alice, *(f"A B <a{n}@f.example>; Calling; {600 + n}; Lyon" for n in range(lines))).text
        assert ("users are in order" in said) is good
        assert ("Line 4: Webex Calling: the limit of 5 is reached" in said) is not good

    def test_the_lines_come_back_to_be_corrected(self, alice):
        checked = checks(alice, "Ann Ax; Suite")
        form = alice.presses(checked, "Correct the lines")
        assert next(one.value for one in form.card.inputs if one.name == "people") == "Ann Ax; Suite"

    def test_what_changed_since_the_check_stops_all_of_it(self, alice, office):
        first, second = checks(alice, ANN), checks(alice, ANN, "Bo By <bo@f.example>; Meetings")
        alice.presses(first, "Add 1 user")
        refused = alice.presses(second, "Add 2 users")
        assert "Something changed since the list was checked. Nobody was added." in refused.text
        assert "Line 1: E-mail: ann@f.example is a user of this customer already" in refused.text
        assert users(office) == 11

    def test_a_dismissed_list_adds_nobody(self, alice, office):
        checked = checks(alice, ANN)
        alice.presses(checked, "Nobody")
        assert (alice.presses(checked, "Add 1 user").refused, users(office)) == (True, 10)

    def test_nobody_else_confirms_it(self, alice, ole):
        token = checks(alice, ANN).buttons["Add 1 user"].press
        assert ole.sends(token).refused
        assert ole.sends(ConfirmMembers(plan="nonsense").token).refused

    def test_without_a_location_the_way_to_one_is_there(self, alice, office):
        office.write("UPDATE wholesale_users SET location_id = NULL")
        office.write("DELETE FROM locations")
        form = alice.asks("wholesale users add Fabrikam")
        assert "Fabrikam has no location yet. Packages with calling need one." in form.text
        assert "New location of Fabrikam" in alice.presses(form, "Add a location").text

    def test_a_line_and_a_row_of_a_file_are_judged_alike(self, alice, no_main, desk):  # noqa: ARG002 - before the desk
        lines = [
            "Ann,Ax,ann@f.example,+33465710090,,Lyon,f.webex.com,TRUE,,",
            "Bo,By,bo@f.example,,,Lyon,f.webex.com,TRUE,,",
            "Cy,Cox,cy@,,,,f.webex.com,,TRUE,",
            "Di,Dee,di@f.example,000000000,,Lyon,,,,TRUE",
            "Em,Le,emma.lefevre@contoso.example,,,,f.webex.com,,TRUE,",
            "Fa,Fi,fa@f.example,+33465710001,,Lyon,f.webex.com,TRUE,,",
            "Ga,Go,ga@f.example,,190,Nice,,,,TRUE",
            "Ann,Two,ann@f.example,,,,f.webex.com,,TRUE,",
            "Hy,Ho,hy@f.example,,190,Grenoble,f.webex.com,TRUE,,",
        ]
        planned = desk.lines(desk.plan(*lines))
        text = checks(alice, *map(typed, lines)).text.partition("In order")[0]
        refused = {number for number, one in enumerate(planned, 1) if str(one.action) == "refused"}
        assert {number for number in range(1, 10) if f"Line {number}:" in text} == refused == {2, 3, 4, 5, 6, 7, 8}


class TestPackages:
    def changes(self, alice, login, **given):
        fields = {"number": "", "extension": "", "location": "", "site": ""} | given
        form = alice.asks(f"wholesale package {login}")
        fields["location"] = form.options("location").get(fields["location"], "")
        return alice.submits(form, **{name: value for name, value in fields.items() if value})

    @pytest.mark.parametrize("package", ["webex_calling", "webex_calling_standard", "webex_suite", "webex_voice"])
    def test_calling_asks_for_a_number_and_a_location_and_is_refused_without(self, alice, office, package):
        nothing = self.changes(alice, QUENTIN, package=package)
        assert list(nothing.answer.errors) == ["package"]
        assert "Number: a number or an extension is needed for calling" in nothing.text
        nowhere = self.changes(alice, QUENTIN, package=package, extension="190")
        assert "Location: a location is needed for calling" in nowhere.text
        assert equipment(office, QUENTIN)[0] == "webex_meetings"
        said = self.changes(alice, QUENTIN, package=package, extension="190", location="Lyon")
        assert "Quentin Roche has Webex" in said.text
        assert equipment(office, QUENTIN) == (package, None, "190", "Lyon")

    def test_a_national_number_is_read_as_the_customers_country_does(self, alice, office):
        self.changes(alice, QUENTIN, package="webex_suite", number="04 65 71 00 90", location="Grenoble")
        assert equipment(office, QUENTIN) == ("webex_suite", "+33465710090", None, "Grenoble")

    def test_meetings_need_no_number_and_give_it_back(self, alice, office):
        assert not self.changes(alice, INES, package="webex_meetings", number="", extension="", location="").refused
        assert equipment(office, INES) == ("webex_meetings", None, None, None)

    @pytest.mark.parametrize(
        ("fields", "field", "why"),
        [
            ({"number": "+33465710002"}, "number", "is used already: karim.benali@fabrikam.example"),
            ({"extension": "102"}, "extension", "is used already"),
            ({"number": "12"}, "number", "is not a"),
            ({"extension": "1"}, "extension", "is not an extension of two to ten digits"),
            ({"package": "nonsense"}, "package", "Choose a package"),
            ({"package": "attendant_console"}, "package", "Choose a package"),
        ],
    )
    def test_what_will_not_do_is_said_next_to_its_field(self, alice, office, fields, field, why):
        refused = self.changes(alice, NORA, **{"package": "webex_suite", "location": "Lyon"} | fields)
        assert (list(refused.answer.errors), why in refused.text) == ([field], True)
        assert "Nothing was changed." in refused.text
        assert equipment(office, NORA) == ("webex_calling", None, "201", "Grenoble")

    @pytest.mark.parametrize(("most", "refused"), [(5, False), (4, True)])
    def test_the_limit_counts_here_too(self, alice, office, most, refused):
        """Four users of Suite are there."""
        office.write("UPDATE package_limits SET most = :most WHERE package = 'webex_suite'", most=most)
        said = self.changes(alice, NORA, package="webex_suite", extension="201", location="Grenoble")
        assert (said.refused, f"the limit of {most} is reached" in said.text) == (refused, refused)

    def test_a_full_package_can_still_get_another_number(self, alice, office):
        office.write("UPDATE package_limits SET most = 4 WHERE package = 'webex_suite'")
        self.changes(alice, INES, package="webex_suite", number="+33465710091", location="Lyon")
        assert equipment(office, INES) == ("webex_suite", "+33465710091", None, "Lyon")

    def test_nothing_different_changes_nothing(self, alice):
        same = {"package": "webex_calling", "extension": "201", "location": "Grenoble"}
        assert "Nothing is different" in self.changes(alice, NORA, **same).text

    def test_whoever_has_none_can_be_given_one(self, alice, office):
        assert "Yvonne Carré has Webex Meetings now" in self.changes(alice, YVONNE, package="webex_meetings").text
        assert equipment(office, YVONNE)[0] == "webex_meetings"

    @pytest.mark.parametrize(
        ("said", "package"), [("CX Standard Agent", "cx_standard_agent"), ("agent cx premium", "cx_premium_agent")]
    )
    def test_agents_of_a_contact_centre_have_a_package_of_their_own_with_its_limit(self, alice, office, said, package):
        alice.submits(alice.asks("wholesale limits Fabrikam"), **{package: "1"})
        alice.presses(checks(alice, f"Ann Ax <ann@f.example>; {said}"), "Add 1 user")
        assert equipment(office, "ann@f.example") == (package, None, None, None)
        assert "the limit of 1 is reached" in self.changes(alice, QUENTIN, package=package).text

    def test_the_record_says_before_and_after(self, alice, office):
        self.changes(alice, NORA, package="webex_suite", extension="201", location="Grenoble")
        detail = str(office.one("SELECT detail FROM audit WHERE command = 'wholesale.package' AND outcome = 'done'"))
        assert "webex_calling 201 Grenoble" in detail
        assert "webex_suite 201 Grenoble" in detail

    def test_a_reader_is_refused(self, bruno):
        assert bruno.sends(ChangePackage(words=NORA).token).refused


class TestMending:
    def test_one_press_unassigns_and_assigns_again_and_is_recorded(self, alice, office):
        before = equipment(office, INES)
        office.later(minutes=5)
        shown = alice.asks(f"wholesale repair {INES}")
        assert "either all of it, or nothing" in shown.text
        said = alice.presses(shown, "Unassign and assign again")
        assert "Webex Suite was unassigned from Inès Morel and assigned again." in said.text
        assert equipment(office, INES) == before
        done = office.rows("SELECT detail FROM audit WHERE command = 'wholesale.repair.confirm' AND outcome = 'done'")
        assert [("unassigned" in str(one), "assigned" in str(one)) for one in done] == [(True, True)]

    def test_cut_off_between_the_two_it_has_not_happened_and_can_be_done_again(self, alice, office):
        shown, before = alice.asks(f"wholesale repair {INES}"), equipment(office, INES)
        refuse = "BEFORE INSERT ON wholesale_users BEGIN SELECT RAISE(ABORT, 'cut off'); END"
        office.write(f"CREATE TRIGGER cut_off {refuse}")
        assert "Something went wrong" in alice.presses(shown, "Unassign and assign again").text
        assert equipment(office, INES) == before
        office.write("DROP TRIGGER cut_off")
        assert "assigned again." in alice.presses(shown, "Unassign and assign again").text

    def test_pressed_twice_it_happens_once(self, alice, office):
        shown = alice.asks(f"wholesale repair {INES}")
        alice.presses(shown, "Unassign and assign again")
        changed = office.one("SELECT max(changed_at) FROM wholesale_users")
        office.later(minutes=5)
        assert alice.presses(shown, "Unassign and assign again").refused
        assert office.one("SELECT max(changed_at) FROM wholesale_users") == changed

    def test_whoever_was_changed_meanwhile_is_left_alone(self, alice, office):
        shown = alice.asks(f"wholesale repair {INES}")
        office.write("UPDATE wholesale_users SET extension = '199' WHERE extension = '101'")
        assert "was changed meanwhile. Nothing was changed." in alice.presses(shown, "Unassign and assign again").text

    def test_a_package_that_could_not_come_back_is_not_taken_away(self, alice, office):
        office.write("UPDATE wholesale_users SET location_id = NULL WHERE extension = '101'")
        refused = alice.asks(f"wholesale repair {INES}")
        assert ("could not be assigned again" in refused.text, "Change the package" in refused.buttons) == (True, True)

    def test_without_a_package_there_is_nothing_to_mend(self, alice):
        assert "has no package to assign again" in alice.asks(f"wholesale repair {YVONNE}").text

    def test_nobody_else_presses_it(self, alice, ole):
        token = alice.asks(f"wholesale repair {INES}").buttons["Unassign and assign again"].press
        assert ole.sends(token).refused
        assert ole.sends(ConfirmRepair(plan="nonsense").token).refused


class TestChanges:
    def test_other_names_are_found_from_then_on(self, alice):
        form = alice.presses(alice.asks(f"wholesale user {INES}"), "Change the names")
        said = alice.submits(form, first_name="Agnès", last_name="Maurel")
        assert "The user is called Agnès Maurel now." in said.text
        assert "Agnès Maurel" in alice.asks("wholesale users Fabrikam maurel").text

    @pytest.mark.parametrize(
        ("names", "field"), [({"first_name": ""}, "first_name"), ({"last_name": "x" * 101}, "last_name")]
    )
    def test_names_are_needed_and_not_too_long(self, alice, names, field):
        form = alice.presses(alice.asks(f"wholesale user {INES}"), "Change the names")
        refused = alice.submits(form, **{"first_name": "Inès", "last_name": "Morel"} | names)
        assert list(refused.answer.errors) == [field]

    def test_removing_is_asked_once_more_and_gives_the_number_back(self, alice, office):
        asked = alice.asks(f"wholesale remove {INES}")
        assert "+33465710001 · extension 101" in asked.text
        assert users(office) == 10
        assert "Inès Morel is deleted." in alice.presses(asked, "Delete").text
        assert alice.presses(asked, "Delete").refused
        added = checks(alice, "Ann Ax <ann@f.example>; Suite; +33465710001; 101; Lyon")
        assert "1 user is in order" in added.text

    def test_users_of_the_ordinary_cards_can_be_deleted_too(self, alice, office):
        asked = alice.asks(f"users delete {INES}")
        assert "is deleted" in alice.presses(asked, "Delete").text
        assert users(office) == 9

    def test_another_login_is_refused_by_the_ordinary_cards_with_the_ways_to_it(self, alice, office):
        """Their names can be changed there, and the logins of those without a package."""
        form = alice.asks(f"users edit {INES}")
        names = {"first_name": "Agnès", "last_name": "Morel"}
        refused = alice.submits(form, **names, login="agnes@fabrikam.example")
        assert "there, another login is another user. Remove this one and add the new one" in refused.text
        assert list(refused.answer.errors) == ["login"]
        assert office.one("SELECT count(*) FROM users WHERE login = :login AND first_name = 'Inès'", login=INES) == 1
        assert "The details of Inès Morel are changed." in alice.submits(form, **names, login=INES).text
        moved = alice.submits(alice.asks(f"users edit {YVONNE}"), login="yvonne@fabrikam.example")
        assert "The login is yvonne@fabrikam.example now." in moved.text

    def test_while_a_file_is_applied_nothing_is_changed_by_hand(self, alice, office, no_main, desk):  # noqa: ARG002 - before the desk
        checked, before = checks(alice, ANN), users(office)
        desk.confirm(desk.plan("Bo,By,bo@fabrikam.example,,,,f.webex.com,,TRUE,"))
        refused = alice.presses(checked, "Add 1 user")
        assert "users.csv by alice.martin@atelier-cloud.example is being applied" in refused.text
        assert alice.presses(alice.asks(f"wholesale remove {INES}"), "Delete").refused
        assert users(office) == before
