"""Wholesale customers as cards: listed, shown, provisioned once, limited, looked at from inside."""

from __future__ import annotations

import pytest

from handlers import sample
from handlers.sample.loading import sample_id
from handlers.wholesale.commands import ConfirmCustomer, SetLimits
from store.database import Database
from tests.handlers.conftest import NOW
from tests.handlers.conversation import Office

ADDRESS = {"street": "1 rue Haute", "postal_code": "75002", "city": "Paris", "site": "northwind"}


@pytest.fixture
def office(furnished, sqlite_url):
    """The cases of one engine; what both do stands in `test_wholesale_together.py`."""
    database = Database.open(sqlite_url)
    yield Office(database, NOW, loaded=True)
    database.close()


@pytest.fixture
def fabrikam(office):
    with office.database.transaction() as db:
        sample.load_wholesale(db, office.now)


@pytest.mark.usefixtures("fabrikam")
def test_the_list_says_users_and_packages_of_each_customer(alice):
    said = alice.asks("wholesale").text
    assert "Fabrikam" in said
    assert "Webex Calling 2 / 5 · Webex Meetings 3 / 10 · Webex Suite 4 / 30 · Webex Voice 1" in said


@pytest.mark.usefixtures("fabrikam")
def test_a_customer_shows_where_it_is_and_what_is_used(alice):
    said = alice.asks("wholesale Fabrikam").text
    assert "12 quai de Saône, 69002 Lyon, France" in said
    assert "Webex Calling 2 / 5" in said
    assert "Lyon, Grenoble" in said


@pytest.mark.usefixtures("fabrikam")
def test_an_organisation_that_is_none_says_so(chloe):
    assert "Contoso is not a wholesale customer. Nothing was changed." in chloe.asks("wholesale").text


@pytest.mark.usefixtures("fabrikam")
def test_the_customers_view_stays_within_the_customer_and_is_recorded(alice, office):
    said = alice.presses(alice.asks("wholesale Fabrikam"), "Open the customer's view")
    assert "You are in Fabrikam's view" in said.text
    assert "Webex Suite" in said.text
    assert "Contoso" not in said.text
    assert office.one("SELECT count(*) FROM audit WHERE command = 'wholesale.view' AND outcome = 'done'") == 1


class TestProvisioning:
    def begins(self, alice, called="Northwind", country="FR", contact="it@northwind.example"):
        return alice.submits(alice.asks("wholesale add"), called=called, country=country, contact=contact)

    def reviews(self, alice, **limits):
        return alice.submits(alice.submits(self.begins(alice), **ADDRESS), **limits)

    def made(self, office):
        sql = "SELECT count(*) FROM wholesale_customers w JOIN organisations o ON o.id = w.organisation_id"
        return office.one(f"{sql} WHERE o.name = 'Northwind'")

    def test_it_is_reviewed_before_it_is_made(self, alice, office):
        review = self.reviews(alice, webex_suite="10")
        assert "1 rue Haute, 75002 Paris, France" in review.text
        assert "northwind.webex.com" in review.text
        assert "Webex Suite 10" in review.text
        assert self.made(office) == 0
        made = alice.presses(review, "Make it a wholesale customer")
        assert "Northwind is a wholesale customer now" in made.text
        assert "Webex Suite 0 / 10" in made.text

    def test_it_is_made_once_however_often_one_presses(self, alice, office):
        review = self.reviews(alice)
        alice.presses(review, "Make it a wholesale customer")
        again = alice.presses(review, "Make it a wholesale customer")
        assert (again.refused, self.made(office)) == (True, 1)

    def test_it_belongs_to_the_partner_and_to_nobody_else(self, alice, brigid):
        alice.presses(self.reviews(alice), "Make it a wholesale customer")
        assert "Northwind" in alice.asks("customers").text
        assert "Northwind" not in brigid.asks("wholesale").text

    def test_the_review_goes_back_to_the_address_and_the_limits(self, alice):
        review = self.reviews(alice, webex_suite="10")
        moved = alice.submits(alice.presses(review, "Change the address"), **ADDRESS | {"city": "Lille"})
        assert "Lille" in moved.text
        assert "Webex Suite 10" in moved.text
        fewer = alice.submits(alice.presses(moved, "Change the limits"), webex_suite="9")
        assert "Webex Suite 9" in fewer.text

    def test_what_looks_like_one_that_is_there_is_shown_and_can_be_taken(self, alice, office):
        shown = self.begins(alice, called="Fabrikan")
        assert "There is something like Fabrikan already" in shown.text
        taken = alice.submits(alice.submits(alice.presses(shown, "Take Fabrikam"), **ADDRESS))
        assert "Fabrikam is a wholesale customer now" in alice.presses(taken, "Make it a wholesale customer").text
        assert office.one("SELECT count(*) FROM organisations WHERE name LIKE 'Fabrika%'") == 1

    def test_another_one_is_made_all_the_same_where_that_is_meant(self, alice):
        shown = alice.presses(self.begins(alice, called="Fabrikan"), "Create anyway")
        assert "street" in shown.fields

    def test_one_of_that_name_that_came_meanwhile_stands_in_the_way(self, alice, office):
        review = self.reviews(alice)
        alice.presses(self.reviews(alice), "Make it a wholesale customer")
        refused = alice.presses(review, "Make it a wholesale customer")
        assert "Northwind was added meanwhile. Nothing was changed." in refused.text
        assert self.made(office) == 1

    @pytest.mark.parametrize(
        ("country", "fields"),
        [
            ("France", {"street", "postal_code", "city", "site"}),
            ("US", {"street", "postal_code", "city", "region", "site"}),
            ("HK", {"street", "city", "site"}),
        ],
    )
    def test_the_fields_are_those_of_the_country(self, alice, country, fields):
        assert self.begins(alice, country=country).fields == fields

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("postal_code", "7500", "“7500” is not a postal code of France"),
            ("street", "", "This is needed"),
            ("city", "", "This is needed"),
            ("site", "north wind", "“north wind” is not the address of a meetings site"),
        ],
    )
    def test_a_wrong_address_is_said_next_to_its_field(self, alice, field, value, said):
        refused = alice.submits(self.begins(alice), **ADDRESS | {field: value})
        assert (refused.refused, list(refused.answer.errors)) == (True, [field])
        assert said in refused.text

    @pytest.mark.parametrize("lacking", ["called", "country", "contact"])
    def test_name_country_and_contact_are_needed(self, alice, lacking):
        refused = self.begins(alice, **{lacking: ""})
        assert (refused.refused, list(refused.answer.errors)) == (True, [lacking])

    def test_a_dismissed_one_is_not_made(self, alice, office):
        review = self.reviews(alice)
        alice.presses(review, "Dismiss")
        assert alice.presses(review, "Make it a wholesale customer").refused
        assert self.made(office) == 0

    def test_nobody_else_confirms_it(self, alice, ole, brigid):
        token = self.reviews(alice).buttons["Make it a wholesale customer"].press
        assert (ole.sends(token).refused, brigid.sends(token).refused) == (True, True)
        assert ole.sends(ConfirmCustomer(plan="nonsense").token).refused

    def test_whoever_stands_above_partners_is_asked_which_one(self, ole):
        asked = ole.asks("wholesale add")
        assert set(asked.buttons) >= {"Atelier Cloud", "Blue Harbour"}
        assert "The customer will belong to Blue Harbour." in ole.presses(asked, "Blue Harbour").text

    def test_a_customer_has_nobody_below_it(self, chloe):
        assert "nobody stands below it" in chloe.asks("wholesale add").text


@pytest.mark.usefixtures("fabrikam")
class TestLimits:
    """Fabrikam has four users of Suite and may have thirty."""

    @pytest.mark.parametrize(("most", "refused"), [("3", True), ("4", False), ("5", False), ("", False)])
    def test_a_limit_stays_above_what_is_used(self, alice, most, refused):
        said = alice.submits(alice.asks("wholesale limits Fabrikam"), webex_suite=most)
        assert said.refused is refused
        if refused:
            assert "4 users have Webex Suite, so its limit can't be 3. Nothing was changed." in said.text

    @pytest.mark.parametrize("typed", ["-1", "many", "1.5", "1000001", "9" * 5000, "٣"])
    def test_what_is_no_number_of_users_is_refused_next_to_its_field(self, alice, typed):
        said = alice.submits(alice.asks("wholesale limits Fabrikam"), webex_voice=typed)
        assert (said.refused, list(said.answer.errors)) == (True, ["webex_voice"])

    @pytest.mark.parametrize("typed", ["1000", "1 000", "1\u202f000", " 1\xa0000 "])
    def test_thousands_may_stand_apart(self, alice, typed):
        said = alice.submits(alice.asks("wholesale limits Fabrikam"), webex_suite=typed)
        assert "Webex Suite 4 / 1000" in said.text.replace("1 000", "1000").replace("1,000", "1000")

    def test_nothing_different_changes_nothing(self, alice):
        same = {"webex_suite": "30", "webex_calling": "5", "webex_meetings": "10"}
        assert "Nothing is different" in alice.submits(alice.asks("wholesale limits Fabrikam"), **same).text

    def test_the_customer_does_not_set_its_own(self, office):
        office.write(
            "INSERT INTO grants (person_id, organisation_id, role, granted_at) "
            "SELECT p.id, o.id, 'admin', o.created_at FROM people p, organisations o "
            "WHERE p.email = :email AND o.name = 'Fabrikam'",
            email=sample.CONTOSO_ADMIN,
        )
        chloe = office.person(sample.CONTOSO_ADMIN)
        refused = chloe.asks("wholesale limits in Fabrikam")
        assert "Whoever sells to Fabrikam sets its limits. Nothing was changed." in refused.text
        forged = SetLimits(organisation=str(sample_id("organisation", "Fabrikam")), webex_suite="99", sent=True)
        assert "Whoever sells to Fabrikam sets its limits" in chloe.sends(forged.token).text
        shown = chloe.asks("wholesale in Fabrikam")
        assert ("Add users" in shown.buttons, "Package limits" in shown.buttons) == (True, False)

    def test_a_reader_is_refused(self, bruno):
        assert bruno.asks("wholesale limits Fabrikam").refused
        assert "Package limits" not in bruno.asks("wholesale Fabrikam").buttons

    def test_others_do_not_learn_that_the_customer_is_there(self, brigid, office):
        id = office.one("SELECT id FROM organisations WHERE name = 'Fabrikam'")
        said = brigid.sends(SetLimits(organisation=str(id)).token)
        assert "There is no such organisation. Nothing was changed." in said.text


@pytest.mark.usefixtures("fabrikam")
def test_address_and_site_are_changed_and_told(alice, office):
    form = alice.presses(alice.asks("wholesale Fabrikam"), "Address and site")
    said = alice.submits(form, street="13 quai de Saône", postal_code="69002", city="Lyon", site="fab")
    assert "13 quai de Saône, 69002 Lyon, France" in said.text
    assert "fab.webex.com" in said.text
    assert "quai" in str(office.one("SELECT detail FROM audit WHERE command = 'wholesale.edit' AND outcome = 'done'"))


@pytest.mark.usefixtures("fabrikam")
def test_the_way_to_the_locations_is_on_the_card(alice):
    assert "Grenoble" in alice.presses(alice.asks("wholesale Fabrikam"), "Locations").text


@pytest.mark.usefixtures("fabrikam")
def test_an_organisation_that_is_one_or_sells_to_one_leads_there(alice, chloe):
    assert "Webex Suite 4 / 30" in alice.presses(alice.asks("organisation Fabrikam"), "Wholesale").text
    assert "Webex Suite 4 / 30" in alice.presses(alice.asks("organisation Atelier Cloud"), "Wholesale").text
    assert "Wholesale" not in chloe.asks("organisation").buttons
