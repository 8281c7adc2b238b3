"""Mapping an order: matched by its contact, chosen from several, looked for, and never anybody else's customer."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from handlers.policy.names import fold
from handlers.provisioning.handing_commands import HandOver
from store import additions
from store.additions import NewDomain, NewOrganisation, NewUser
from store.values import OrganisationKind, UserStatus
from tests.handlers.provisioning.mapped import ATELIER, BLUE_HARBOUR, NORDLICHT, Order, ident

ALICE = "alice.martin@atelier-cloud.example"
CUSTOMER = OrganisationKind.CUSTOMER


@pytest.fixture
def needs_customer(office):
    """Gives an order that has its partner and needs its customer."""

    def make(contact, **more):
        return Order(office, contact, **({"step": "customer", "partner": ATELIER} | more))

    return make


def known(office, name, *domains, parent=ATELIER, kind=CUSTOMER, number=90, **figures):
    """One more organisation, with claimed domains."""
    row = NewOrganisation(uuid4(), number, kind, name, fold(name), UUID(ident(parent)), office.now, **figures)
    with office.database.transaction() as db:
        additions.organisations(db, [row])
        additions.domains(db, [NewDomain(row.id, domain, False) for domain in domains])
    return row.id


def dead(office, name="Contoso (old)"):
    last = (office.now - timedelta(days=400)).date()
    return known(office, name, "contoso.example", active_users=0, last_active_on=last, figures_on=date(2026, 11, 1))


def user(office, organisation, login):
    with office.database.transaction() as db:
        named = ("Ada", "A", login, "ada a", ("ada",), False, UserStatus.READY)
        additions.users(db, [NewUser(uuid4(), UUID(ident(organisation)), *named, office.now)])


def test_the_contact_s_own_partner_is_the_one_and_is_confirmed(alice, office):
    order = Order(office, ALICE)
    said = order.offers(alice)
    assert f"Based on the e-mail address {ALICE}, this order was matched with one organisation." in said.text
    assert "Verified domains: atelier-cloud.example" in said.text
    assert "Active users: 14 – as of 20 Nov 2026" in said.text
    alice.presses(said, "Next")
    assert (order.mapped("partner"), order.step) == (ATELIER, "customer")
    assert order.draft["partner"]["how"] == "email"


def test_a_partner_s_own_order_has_no_other_partner(alice, office):
    order = Order(office, "somebody@else.example")
    said = order.offers(alice)
    assert (
        "No organisation matches the e-mail address somebody@else.example; the order came in for this one" in said.text
    )
    assert set(said.buttons) == {"Choose Atelier Cloud", "Back"}
    assert "it has no other partner. Nothing was changed." in order.looks(alice, "Nordlicht").text
    assert "it has no other partner. Nothing was changed." in order.describes(alice).text


def test_a_distributor_chooses_the_partner_by_the_domain_of_the_contact(ole, office):
    order = Order(office, "new@blue-harbour.example", seller=NORDLICHT)
    said = order.offers(ole)
    assert "These organisations match the e-mail address new@blue-harbour.example." in said.text
    assert set(said.buttons) >= {"Choose Blue Harbour", "Choose Nordlicht", "Look for another one"}
    ole.presses(said, "Choose Blue Harbour")
    assert (order.mapped("partner"), order.draft["partner"]["how"]) == (BLUE_HARBOUR, "domain")


@pytest.mark.parametrize("contact", ["chloe.dubois@contoso.example", "CHLOE.dubois+webex@Contoso.example"])
def test_the_contact_s_own_customer_is_the_one_whether_or_not_something_stands_behind_a_plus(
    alice, needs_customer, contact
):
    order = needs_customer(contact)
    said = order.offers(alice)
    assert "this order was matched with one organisation" in said.text
    assert "Your role there: provisioning administrator" in said.text
    alice.presses(said, "Next")
    assert (order.mapped("customer"), order.step) == ("Contoso", "setup")


def test_those_of_one_domain_are_a_choice_and_what_looks_dead_is_marked(alice, needs_customer, office):
    dead(office)
    order = needs_customer("new.one@contoso.example")
    said = order.offers(alice)
    first, second = (line for line in said.text.splitlines() if line.startswith("- Contoso"))
    assert "contoso.example, contoso-labs.example (claimed)" in first
    assert "36 on 20 Nov 2026" in first
    assert "probably not the right one" not in first
    assert second.startswith("- Contoso (old) · O-000090: ")
    assert second.endswith("provisioning administrator · probably not the right one")
    assert "0 on 1 Nov 2026" in second
    assert "Without a verified domain and without any activity for a year" in said.text
    assert said.buttons["Choose Contoso"].confirm is None
    assert "nobody was active for a year" in said.buttons["Choose Contoso (old)"].confirm.text.source


def test_two_of_one_name_are_told_apart_by_their_numbers(alice, needs_customer, office):
    known(office, "Contoso", "contoso.example")
    said = needs_customer("new.one@contoso.example").offers(alice)
    assert {"Choose Contoso (O-000005)", "Choose Contoso (O-000090)"} <= set(said.buttons)


@pytest.mark.parametrize("contact", ["x@mail.contoso.example", "x@xn--bcher-kva.example", "x@bücher.example"])
def test_domains_below_and_internationalised_ones_match(alice, needs_customer, office, contact):
    known(office, "Bücher", "xn--bcher-kva.example")
    said = needs_customer(contact).offers(alice)
    assert "This organisation matches the e-mail address" in said.text


def test_public_mail_matches_nobody_and_says_why(alice, needs_customer, office):
    known(office, "Greedy", "gmail.com")
    said = needs_customer("someone@gmail.com").offers(alice)
    assert "No organisation matches the e-mail address someone@gmail.com." in said.text
    assert "Anybody can have an address at gmail.com" in said.text
    assert "Greedy" not in said.text


def test_without_a_match_those_called_like_the_order_s_customer_are_offered(alice, needs_customer):
    order = needs_customer("someone@nowhere.example", customer="Fabrikam SA")
    said = order.offers(alice)
    assert "This one is called like the order's customer, “Fabrikam SA”." in said.text
    alice.presses(said, "Choose Fabrikam")
    assert (order.mapped("customer"), order.draft["customer"]["how"]) == ("Fabrikam", "search")


@pytest.mark.parametrize(
    "contact", ["adam.clarke@adventure-works.example", "new@adventure-works.example", "someone@nowhere.example"]
)
def test_somebody_else_s_customer_is_no_match_and_no_result(alice, needs_customer, contact):
    order = needs_customer(contact, customer="Adventure Works")
    assert "Choose" not in "".join(order.offers(alice).buttons)
    for words in ("adventure-works.example", "Adventure Works", "O-000007", contact):
        said = order.looks(alice, words)
        assert "No organisation that fits this order" in said.text
        assert "Choose" not in "".join(said.buttons)


def test_a_customer_of_another_of_one_s_partners_is_none_either(ole, needs_customer):
    for partner in (ATELIER, NORDLICHT):
        order = needs_customer("new@adventure-works.example", seller=NORDLICHT, partner=partner)
        assert "No organisation matches" in order.offers(ole).text
        assert "No organisation that fits" in order.looks(ole, "Adventure Works").text


NOBODY = "0b8f7f4e-5a55-4d0e-9c53-5f3d2f0a7c11"


@pytest.mark.parametrize("id", [ident("Adventure Works"), ident(BLUE_HARBOUR), ident(ATELIER), NOBODY, "x", ""])
def test_an_id_that_nobody_offered_is_answered_alike(alice, needs_customer, id):
    order = needs_customer(ALICE)
    assert "There is no such organisation. Nothing was changed." in order.chooses(alice, id).text
    assert (order.step, order.version, order.mapped("customer")) == ("customer", 1, None)


FOUND = {
    "contoso-labs.example": "Contoso",
    "@CONTOSO.example.": "Contoso",
    "sub.sub.contoso.example": "Contoso",
    "contosso": "Contoso",
    "o-5": "Contoso",
    "  FABRIKAM  ": "Fabrikam",
    "chloe.dubois@contoso.example": "Contoso",
    "fabri\x00kam": "Fabrikam",
    "\u202eFabrikam\u2066": "Fabrikam",
}


def test_a_search_finds_by_domain_by_near_name_and_by_number(alice, needs_customer):
    order = needs_customer("someone@nowhere.example")
    found = {words: [label for label in order.looks(alice, words).buttons if "Choose" in label] for words in FOUND}
    assert found == {words: [f"Choose {name}"] for words, name in FOUND.items()}
    alice.presses(order.looks(alice, "contosso"), "Choose Contoso")
    assert (order.mapped("customer"), order.draft["customer"]["how"]) == ("Contoso", "search")


def test_words_that_mean_nothing_are_refused_next_to_their_field(alice, needs_customer):
    empty, long = "Type a domain, a name or a number. Nothing was changed.", "At most 254 characters here."
    order = needs_customer(ALICE)
    for words, told in {
        "": empty,
        " \x00\u200b ": empty,
        "…!?": empty,
        "%": empty,
        "x" * 255: long,
        "x" * 100_000: long,
    }.items():
        said = order.looks(alice, words)
        assert (said.refused, said.fields, told in said.text) == (True, {"words"}, True), words[:9]


def test_words_that_find_nothing_say_so(alice, needs_customer):
    order = needs_customer(ALICE)
    for words in (
        "'; DROP TABLE organisations",
        "_x",
        "<!channel>",
        "-x.example",
        "@x",
        "a@",
        "o-0",
        "o-999999999",
    ):
        said = order.looks(alice, words)
        assert "No organisation that fits this order" in said.text, words
        assert "Choose" not in "".join(said.buttons), words


def test_a_search_for_a_public_domain_says_that_it_is_everybody_s(alice, needs_customer, office):
    known(office, "Greedy", "gmail.com")
    said = needs_customer(ALICE).looks(alice, "gmail.com")
    assert "Anybody can have an address at gmail.com" in said.text
    assert "Greedy" not in said.text


def test_a_long_list_is_turned_page_by_page(alice, needs_customer, office):
    for number in range(12):
        known(office, f"Contoso {number:02}", "contoso.example", number=100 + number, active_users=50 - number)
    order = needs_customer("new.one@contoso.example")
    found = order.looks(alice, "Contoso")
    assert "“Contoso” finds 13 organisations." in found.text
    assert "11–13 of 13" in alice.presses(found, "Next").text
    first = order.offers(alice)
    assert "1–10 of 13" in first.text
    second = alice.presses(first, "Next")
    assert "11–13 of 13" in second.text
    alice.presses(second, "Choose Contoso 11")
    assert order.mapped("customer") == "Contoso 11"


def test_the_form_of_the_search_keeps_one_s_step(alice, needs_customer):
    order = needs_customer("someone@nowhere.example")
    form = alice.presses(order.offers(alice), "Look for another one")
    assert "Only organisations of Atelier Cloud are looked through" in form.text
    found = alice.submits(form, words="contoso")
    back = alice.presses(found, "Back")
    assert "No organisation matches" in back.text
    assert (order.step, order.version) == ("customer", 1)


def test_who_was_chosen_can_be_changed(ole, office):
    order = Order(office, "ole.lindqvist@nordlicht.example", seller=NORDLICHT, customer="Contoso")
    ole.presses(order.looks(ole, ATELIER), f"Choose {ATELIER}")
    ole.presses(order.offers(ole), "Choose Contoso")
    assert (order.mapped("partner"), order.mapped("customer")) == (ATELIER, "Contoso")
    office.write("UPDATE provisionings SET step = 'partner'")
    ole.presses(order.offers(ole), "Next")
    assert (order.mapped("partner"), order.mapped("customer")) == (NORDLICHT, None)


def test_the_same_partner_again_keeps_its_customer(alice, needs_customer, office):
    order = needs_customer("chloe.dubois@contoso.example")
    alice.presses(order.offers(alice), "Next")
    office.write("UPDATE provisionings SET step = 'partner'")
    order.chooses(alice, ident(ATELIER))
    assert (order.mapped("partner"), order.mapped("customer")) == (ATELIER, "Contoso")


def test_one_s_own_company_is_its_own_customer(alice, needs_customer):
    order = needs_customer("someone@nowhere.example", whom="company")
    said = order.offers(alice)
    assert "The order is for your own company: the partner organisation is the customer, too." in said.text
    assert "Your role there" not in said.text
    assert set(said.buttons) == {"Next", "Back"}
    assert "There is no such organisation" in order.chooses(alice, ident("Contoso")).text
    assert "The order is for your own company." in order.looks(alice, "Contoso").text
    alice.presses(said, "Next")
    assert (order.mapped("customer"), order.draft["customer"]["how"]) == (ATELIER, "own")


def test_a_partner_that_is_gone_is_chosen_anew(ole, office):
    order = Order(office, "x@nowhere.example", seller=NORDLICHT, step="customer", partner=ATELIER)
    office.write("UPDATE provisionings SET draft = replace(draft, :old, :new)", old=ident(ATELIER), new=str(uuid4()))
    assert "Partner organisation" in order.offers(ole).text
    order.chooses(ole, ident(ATELIER))
    assert (order.mapped("partner"), order.step) == (ATELIER, "customer")


def test_a_card_of_yesterday_changes_nothing(alice, needs_customer, office):
    order = needs_customer("chloe.dubois@contoso.example")
    old = order.offers(alice)
    office.write("UPDATE provisionings SET version = version + 1")
    said = alice.presses(old, "Next")
    assert "here it is as it stands" in said.text
    assert (order.step, order.mapped("customer")) == ("customer", None)


def test_a_press_that_belongs_to_another_step_shows_that_step(alice, needs_customer):
    order = needs_customer("chloe.dubois@contoso.example", step="setup")
    assert "Service set-up" in order.chooses(alice, ident("Fabrikam")).text
    assert (order.step, order.version, order.mapped("customer")) == ("setup", 1, None)


def test_a_second_press_chooses_nothing_more(alice, needs_customer):
    order = needs_customer("chloe.dubois@contoso.example")
    said = order.offers(alice)
    alice.presses(said, "Next")
    alice.presses(said, "Next")
    assert (order.step, order.version) == ("setup", 2)


def test_who_only_reads_or_is_somebody_else_maps_nothing(bruno, brigid, adam, needs_customer):
    order = needs_customer("chloe.dubois@contoso.example")
    assert "Reader" in order.chooses(bruno, ident("Contoso")).text
    for stranger in (brigid, adam):
        for said in (
            order.chooses(stranger, ident("Contoso")),
            order.offers(stranger),
            order.looks(stranger, "Contoso"),
        ):
            assert "There is no such order to set up. Nothing was changed." in said.text
    assert (order.step, order.version) == ("customer", 1)


def test_the_record_says_what_was_chosen(alice, needs_customer, office):
    order = needs_customer("chloe.dubois@contoso.example")
    alice.presses(order.offers(alice), "Next")
    (row,) = office.rows("SELECT subject, outcome, detail FROM audit WHERE command = 'provision.choose'")
    assert row[:2] == (order.label, "done")
    assert '"customer":"Contoso"' in row[2].replace(" ", "")


def test_the_same_in_french(alice, needs_customer, office):
    dead(office)
    french = alice.speaking("fr")
    said = needs_customer("new.one@contoso.example").offers(french)
    assert "administrateur du provisioning" in said.text
    assert "probablement pas la bonne" in said.text


@pytest.fixture
def guest(alice, brigid, needs_customer, office):
    """Brigid of another partner, who was asked to complete an order of Atelier Cloud; gives the order."""
    order = needs_customer(ALICE, customer="Fabrikam SA")
    alice.sends(order.ask(HandOver, email=brigid.account.user))
    office.write("UPDATE provisionings SET step = 'customer', for_whom = 'customer'")
    return order


def test_whoever_completes_an_order_is_matched_by_their_own_address(brigid, guest, office):
    assert "No organisation matches the e-mail address brigid.moore@blue-harbour.example." in guest.offers(brigid).text
    user(office, "Contoso", "brigid.moore@blue-harbour.example")
    brigid.presses(guest.offers(brigid), "Next")
    assert (guest.mapped("customer"), guest.draft["customer"]["how"]) == ("Contoso", "email")


def test_a_stranger_finds_only_what_they_can_name(brigid, guest):
    assert "Fabrikam" not in "".join(guest.offers(brigid).buttons)
    found = {words: list(guest.looks(brigid, words).buttons)[:1] for words in ("fabri", "o-6", "Fabrikam SA", "b")}
    assert set(map(tuple, found.values())) == {("Look for another one",)}
    for words in ("FABRIKAM", "fabrikam.example", "x@fabrikam.example"):
        assert next(iter(guest.looks(brigid, words).buttons)) == "Choose Fabrikam"
    assert "Please check what will be created" in guest.describes(brigid, called="Fabrikam SA").text


def test_the_seller_s_own_people_map_nothing_while_somebody_else_has_the_order(alice, guest):
    assert guest.chooses(alice, ident("Contoso")).refused
    assert guest.mapped("customer") is None
