"""Users added: several in one form, checked, all or nobody, once."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from uuid import UUID, uuid4

from handlers.book import MENU
from handlers.context import Mailing
from handlers.dispatch import Dispatcher
from handlers.sample.loading import sample_id
from handlers.users.commands import AddUsers, ConfirmUsers, DetailUsers, DismissUsers
from tests.handlers.conversation import Conversation

FIVE = """Gina Roy <gina.roy@contoso.example>, gina@home.example
Max Frei <max@contoso.example>
Noé Roy <noé@contoso.example>

Van den Berg, Anna anna@contoso.example
info@contoso.example"""
VISIO, PREMIUM = "Visio Plan 2", "Microsoft 365 Business Premium"


def submitted(person: Conversation, people: str, *services: str, mail: str = "no", permission: str = "services"):
    """The form of Contoso filled in."""
    form = person.asks("users add") if "contoso" in person.account.user else person.asks("users add in Contoso")
    chosen = {f"service:{sample_id('subscription', 'Contoso', name)}": "yes" for name in services}
    return person.submits(form, people=people, mail=mail, permission=permission, **chosen)


def added(office, person, people, *services, **options):
    said = submitted(person, people, *services, **options)
    return person.presses(said, next(iter(said.buttons)))


def logins(office):
    return {row[0] for row in office.rows("select login from users")}


def everything(office):
    tables = ("users", "user_words", "assignments", "mails", "links")
    return [sorted(map(str, office.rows(f"select * from {table}"))) for table in tables]


def test_five_people_in_one_form_are_checked_then_added(office, chloe):
    before = everything(office)
    said = submitted(chloe, FIVE, mail="yes", permission="staff")
    assert "Gina Roy <gina.roy@contoso.example>, gina@home.example" in said.text
    assert "Status: Not activated – each gets a link that works for 48 hours" in said.text
    assert everything(office) == before
    done = chloe.presses(said, "Add 5 users")
    assert "5 users were added" in done.text
    assert office.rows("select first_name, last_name, notify, staff, status from users where login like 'gina%'") == [
        ("Gina", "Roy", "gina@home.example", 1, "not-activated")
    ]
    assert office.rows("select first_name, last_name from users where login like 'anna@%'") == [
        ("Anna", "Van den Berg")
    ]


def test_the_mail_goes_to_the_login_and_without_it_they_are_ready_at_once(office, chloe):
    added(office, chloe, "Gina Roy <gina@contoso.example>, gina@home.example", mail="yes")
    added(office, chloe, "Max Frei <max@contoso.example>", mail="no")
    assert office.rows("select recipient, template from mails") == [("gina@contoso.example", "invitation")]
    assert "36 ready" not in chloe.asks("users").text
    assert "37 ready · 1 locked · 3 not activated" in chloe.asks("users").text


def test_services_are_assigned_to_each_of_them(office, chloe):
    added(office, chloe, FIVE, PREMIUM, "Microsoft 365 E3")
    assert "Microsoft 365 Business Premium, Microsoft 365 E3" in chloe.asks("user Max Frei").text
    assert "Microsoft 365 Business Premium, 4 free" in chloe.asks("users add").text


def test_a_new_user_is_found_by_each_of_their_names(office, chloe):
    added(office, chloe, FIVE)
    for words in ("gina", "roy", "gina.roy@contoso.example", "van den berg anna", "noe"):
        assert not chloe.asks(f"user {words}").refused


def test_the_same_list_is_carried_out_once(office, chloe):
    said = submitted(chloe, FIVE)
    chloe.presses(said, "Add 5 users")
    before = everything(office)
    again = chloe.presses(said, "Add 5 users")
    assert "This list was carried out already, or dismissed. Nothing was changed." in again.text
    assert everything(office) == before


def test_nobody_is_added_once_the_list_is_dismissed(office, chloe):
    before = everything(office)
    said = submitted(chloe, FIVE)
    assert "Nobody was added." in chloe.presses(said, "Nobody").text
    assert chloe.presses(said, "Add 5 users").refused
    assert everything(office) == before


BAD_LISTS = [
    ("A <a@contoso.example>\nB <A@Contoso.example>", "Line 2: a@contoso.example is in line 1 already."),
    ("Gina Roy", "Line 1: no e-mail address in “Gina Roy”."),
    ("A <a@contoso.example>\n\nB <b@>", "Line 3: “b@” is not an e-mail address."),
    ("A <a@contoso.example>, b@", "Line 1: the second address “b@” is none."),
    ("x" * 500 + " <a@contoso.example>", "Line 1: a name has at most 100 characters."),
    ("A <Nina.LEMAIRE@contoso.example>", "Users of Contoso already: nina.lemaire@contoso.example."),
    ("\n".join("nobody" for _line in range(7)), "And 2 more."),
    (
        "\n".join(f"u{number}@contoso.example" for number in range(26)),
        "26 people: one form takes 25. For more, have a CSV file imported: comptoir import users FILE.",
    ),
    ("\u200b", "Nobody is named yet"),
]


def test_a_list_that_can_not_be_is_refused_whole_next_to_its_field(office, chloe):
    before = everything(office)
    for people, told in BAD_LISTS:
        said = submitted(chloe, people)
        assert told in said.text
        assert said.text.count("Nothing was changed.") == 1
        assert list(said.answer.errors) == ["people"]
    assert everything(office) == before


def test_twenty_five_people_are_added_at_once(office, chloe):
    said = added(office, chloe, "\n".join(f"u{number}@contoso.example" for number in range(25)))
    assert "25 users were added" in said.text
    assert len(logins(office)) == 65


def test_who_was_added_meanwhile_stops_the_whole_list(office, chloe):
    said = submitted(chloe, FIVE)
    added(office, chloe, "Other <max@contoso.example>")
    before = everything(office)
    refused = chloe.presses(said, "Add 5 users")
    assert "Users of Contoso already: max@contoso.example. Nothing was changed." in refused.text
    assert everything(office) == before


def test_more_than_the_free_seats_are_refused_with_the_button_that_buys_them(office, chloe):
    before = everything(office)
    said = submitted(chloe, FIVE, VISIO)
    assert "1 seat of Visio Plan 2 is free, 5 wanted: 4 are missing. Nothing was changed." in said.text
    assert "Seats: 5 → 9 (+4)" in chloe.presses(said, "Buy 4 seats").text
    assert everything(office) == before


def test_a_seat_taken_between_check_and_confirmation_adds_nobody(office, chloe):
    said = submitted(chloe, "Gina <gina@contoso.example>", VISIO)
    chloe.asks("assign nina.lemaire@contoso.example Visio Plan 2")
    before = everything(office)
    refused = chloe.presses(said, "Add 1 user")
    assert "0 seats of Visio Plan 2 are free, 1 wanted: 1 is missing" in refused.text
    assert everything(office) == before


def test_a_single_newcomer_is_given_a_postal_address(office, chloe):
    said = submitted(chloe, "Gina Roy <gina@contoso.example>")
    form = chloe.presses(said, "Addresses")
    checked = chloe.submits(
        form, notify="it@home.example", street="1 rue Haute", postal_code="67000", city="Strasbourg", country="France"
    )
    card = chloe.presses(checked, "Add 1 user")
    assert "Address: 1 rue Haute, 67000 Strasbourg, FR" in card.text
    assert "Second e-mail: it@home.example" in card.text
    assert chloe.presses(said, "Add 1 user").refused


def test_an_address_that_can_not_be_is_refused_next_to_its_field(chloe):
    form = chloe.presses(submitted(chloe, "Gina Roy <gina@contoso.example>"), "Addresses")
    for field, value in (("country", "Nowhere"), ("street", "x" * 201), ("notify", "it@")):
        assert list(chloe.submits(form, **{field: value}).answer.errors) == [field]


def test_without_a_public_address_nobody_is_invited_and_the_form_does_not_offer_it(office, chloe):
    defaults = replace(office.defaults, mailing=Mailing("", ("COMPTOIR_PUBLIC_URL",)))
    office.dispatch = Dispatcher(office.database, MENU, lambda: office.now, defaults)
    assert "Send an activation e-mail: no" in chloe.asks("users add").text
    before = everything(office)
    said = submitted(chloe, FIVE, mail="yes")
    assert "COMPTOIR_PUBLIC_URL is not set. Nothing was changed." in said.text
    assert everything(office) == before


def test_a_partner_chooses_the_customer_first(office, alice):
    form = alice.asks("users add")
    assert list(form.options("to")) == ["Contoso", "Fabrikam", "Atelier Cloud"]
    said = alice.submits(form, to=form.options("to")["Fabrikam"], people="Gina <gina@fabrikam.example>", mail="no")
    assert "1 user was added: Gina." in alice.presses(said, "Add 1 user").text


def test_somebody_elses_list_is_answered_like_a_random_one(office, chloe, adam, alice):
    said = submitted(chloe, FIVE)
    plan, before = str(UUID(str(office.one("select id from plans")))), everything(office)
    for stranger, command in product((adam, alice), (ConfirmUsers, DismissUsers, DetailUsers)):
        theirs, nowhere = (stranger.sends(command(plan=one).token) for one in (plan, str(uuid4())))
        assert (theirs.text, theirs.refused) == (nowhere.text, True)
    assert everything(office) == before
    assert not chloe.presses(said, "Add 5 users").refused


def test_a_foreign_organisation_is_answered_like_a_random_one(office, adam, chloe):
    contoso = str(sample_id("organisation", "Contoso"))
    for field in ("to", "organisation"):
        theirs, nowhere = (adam.sends(AddUsers(**{field: to, "people": FIVE}).token) for to in (contoso, str(uuid4())))
        assert (theirs.text, theirs.refused) == (nowhere.text, True)
    assert "gina.roy@contoso.example" not in logins(office)
    assert not chloe.sends(AddUsers(to=contoso, people=FIVE).token).refused


def test_a_foreign_service_is_answered_like_a_random_one(office, adam):
    foreign, nowhere = (
        adam.sends(AddUsers(people="A <a@adventure-works.example>", services=(str(id),)).token)
        for id in (sample_id("subscription", "Contoso", VISIO), uuid4())
    )
    assert foreign.text == nowhere.text
    assert "There is no such subscription. Nothing was changed." in foreign.text


HOSTILE = {
    "<b>Gina</b> <!channel>": "<b>Gina</b> <!channel>",
    "\u202eMax\u200f": "Max",
    "No\té [x](https://evil.example)": "No é [x](https://evil.example)",
    "=HYPERLINK('x')": "=HYPERLINK('x')",
    "x" * 100: "x" * 100,
    "محمد علي": "محمد علي",
}


def test_hostile_names_are_names_and_nothing_else(office, chloe):
    lines = [f"{name} <u{number}@contoso.example>" for number, name in enumerate(HOSTILE)]
    added(office, chloe, "\n".join(lines))
    for number, shown in enumerate(HOSTILE.values()):
        assert chloe.asks(f"user u{number}@contoso.example").text.startswith(f"{shown} · Contoso")


def test_a_newline_starts_another_person(chloe):
    said = submitted(chloe, "Gina\nRoy <gina@contoso.example>")
    assert "Line 1: no e-mail address in “Gina”." in said.text


def test_one_person_is_added_by_words_in_french(office, chloe):
    french = chloe.speaking("fr")
    said = french.asks("utilisateurs ajouter Gina Roy <gina@contoso.example>")
    card = french.presses(said, next(iter(said.buttons)))
    assert "Gina Roy" in card.text
    assert "Non activé – invité" in card.text


def test_the_record_says_who_was_added(office, chloe):
    added(office, chloe, "Gina Roy <gina@contoso.example>", VISIO)
    detail = office.one("select detail from audit where command = 'users.confirm'")
    assert "gina@contoso.example" in detail
    assert VISIO in detail


def test_people_typed_behind_the_words_get_the_mail_and_the_checked_list_says_so(office, chloe):
    said = chloe.asks("users add Gina Roy <gina@contoso.example>")
    assert "Status: Not activated – each gets a link that works for 48 hours" in said.text
    chloe.presses(said, "Add 1 user")
    assert office.rows("select recipient, template from mails") == [("gina@contoso.example", "invitation")]


def test_people_typed_where_no_mail_can_be_sent_are_ready_at_once(office, chloe):
    office.dispatch = Dispatcher(office.database, MENU, lambda: office.now, replace(office.defaults, mailing=Mailing()))
    said = chloe.asks("users add Gina Roy <gina@contoso.example>")
    assert "Status: Ready – at once; nobody gets an e-mail" in said.text
