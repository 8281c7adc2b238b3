"""The control panel, the list of subscriptions, one of them, help and the record."""

from __future__ import annotations

import pytest

from handlers import sample


def test_the_overview_puts_decisions_first(chloe):
    said = chloe.asks("")
    lines = said.text.splitlines()
    assert lines[0] == "Contoso"
    assert lines[2] == "2 things need a decision, the first before 24 Nov 2026"
    assert "Visio Plan 2, 5 seats, stops on 27 Nov 2026" in said.text
    assert "36 ready · 1 locked · 2 not activated · 1 disabled" in said.text


def test_the_overview_of_a_partner_names_the_customer_of_each_line(alice):
    assert "Microsoft 365 E3 · Contoso: Used / bought 18 / 25 · Free 7" in alice.asks("overview").text
    assert "Contoso: Visio Plan 2" in alice.asks("overview").text


def test_nothing_due_is_said_in_one_line_and_what_ends_next_in_another(adam, chloe):
    said = adam.asks("overview")
    assert "Nothing needs a decision within 30 days." in said.text
    assert "Next term to end: Microsoft 365 E5 · renews after 5 Oct 2027" in said.text
    assert "Next term to end" not in chloe.asks("overview").text


def test_a_reader_sees_no_button_that_would_be_refused(bruno):
    buttons = set(bruno.asks("overview").buttons)
    looking = {
        "Customers",
        "Organisation",
        "Subscriptions",
        "Marketplace",
        "Orders",
        "Renewals",
        "Reminders",
        "Advice",
        "Approvals",
        "Users",
        "Support",
        "Help",
    }
    assert buttons == looking


def test_services_that_are_ready_open_from_the_customers_overview(chloe, alice):
    buttons = chloe.asks("overview").buttons
    assert buttons["Open Visio Plan 2"].url == "https://m365.cloud.microsoft/"
    assert "Open Windows Server 2022 Standard" not in buttons
    assert not any(button.url for button in alice.asks("overview").buttons.values())


def test_whoever_uses_services_themselves_reaches_them_from_the_overview(chloe, alice):
    said = chloe.presses(chloe.asks("overview"), "My services")
    assert "Microsoft 365 E3: Organisation Contoso" in said.text
    assert "My services" not in alice.asks("overview").buttons


def test_the_seats_of_an_order_in_progress_are_counted_as_such(alice):
    alice.presses(alice.asks("seats Microsoft 365 E3 30"), "Order 5 seats")
    assert "Orders: 1 in progress" in alice.asks("overview").text


def test_the_house_and_the_distributor_see_what_lies_below_them(office):
    for somebody in (sample.HOUSE_OPERATOR, sample.NORDLICHT_ADMIN):
        assert "Adventure Works" in office.person(somebody).asks("subscriptions").text


def test_subscriptions_show_seats_term_what_happens_and_the_window(alice):
    said = alice.asks("subscriptions Contoso")
    assert "Microsoft 365 E3: Used / bought 18 / 25 · Free 7 · Term annual, billed annually" in said.text
    assert "Seats can go back until 24 Nov 2026, 14:05 (Europe/Paris)" in said.text


def test_each_listed_subscription_is_opened_by_its_name(alice, chloe):
    assert "Microsoft 365 E3 · Contoso" in alice.asks("subscriptions").buttons
    said = chloe.presses(chloe.asks("subscriptions"), "Visio Plan 2")
    assert "Visio Plan 2 · Contoso" in said.text


def test_subscriptions_of_one_name_are_told_apart_by_their_numbers(chloe, office):
    with office.database.transaction() as db:
        db.exec_driver_sql("update subscriptions set name = 'Visio Plan 2' where name = 'Microsoft 365 E3'")
    buttons = set(chloe.asks("subscriptions").buttons)
    assert {"Visio Plan 2 · S-000001", "Visio Plan 2 · S-000003"} <= buttons
    assert "Microsoft 365 Business Premium" in buttons


def test_a_long_list_is_paged_by_ten(alice, office):
    with office.database.transaction() as db:
        for number in range(100, 115):
            db.exec_driver_sql(
                "insert into subscriptions select "
                + ("gen_random_uuid()" if not office.database.is_sqlite else f"'{number:032x}'")
                + f", {number}, organisation_id, offer_id, 'Copy {number}', 'copy {number}', null, seats, unit_price, "
                "currency, payment, starts_on, ends_on, anchor_day, status, end_of_term, scheduled_seats, "
                "next_offer_id, extended_from, cancelled_at, price_is_old, version, created_at from subscriptions "
                "where name = 'Microsoft 365 E3'"
            )
    first = alice.asks("subscriptions Contoso")
    assert "1–10 of 20" in first.text
    last = alice.presses(first, "Next")
    assert "11–20 of 20" in last.text
    assert "Next" not in last.buttons
    assert "1–10 of 20" in alice.presses(last, "Previous").text


def test_one_subscription_shows_each_window_and_only_what_can_be_done(alice):
    said = alice.asks("subscription Microsoft 365 E3")
    assert "Can go back: 25 seats until 24 Nov 2026, 14:05 (Europe/Paris)" in said.text
    changing = ["Change seats", "Seats at the renewal", "Another product", "At the end of the term"]
    looking = ["What can still change", "Who uses it", "Ask the supplier"]
    assert list(said.buttons) == [*changing, "Cancel the subscription", *looking]
    assert "Turn renewal on" in alice.asks("subscription Visio Plan 2").buttons


@pytest.mark.parametrize("words", ["S-000001", "s-1", "microsoft 365 e3", "MICROSOFT 365 E3", "e3", "365 e3"])
def test_a_subscription_is_found_by_number_name_and_part_of_it(alice, words):
    assert "Microsoft 365 E3 · Contoso" in alice.asks(f"subscription {words}").text


@pytest.mark.parametrize("words", ["Microsoft 365 E5", "Micorsoft 365 E3"])
def test_a_name_that_only_looks_alike_is_offered_and_not_taken(alice, words):
    said = alice.asks(f"seats {words} 30")
    assert said.refused
    assert "Did you mean one of these?" in said.text
    assert "25 → 30" in alice.presses(said, "Microsoft 365 E3 · Contoso").text


def test_two_that_fit_are_a_choice(alice):
    said = alice.asks("seats windows server 30")
    assert "Several subscriptions fit." in said.text
    assert not said.refused
    assert "25 → 30" in alice.presses(said, "Windows Server 2019 RDS CAL · Contoso").text


@pytest.mark.parametrize("words", ["contoso", "O-000005", "CONTOSO", "Contóso"])
def test_an_organisation_is_found_by_name_near_name_and_number(alice, office, words):
    number = office.one("select number from organisations where name = 'Contoso'")
    said = alice.asks(f"subscriptions {words.replace('O-000005', f'O-{number:06}')}")
    assert "Subscriptions of Contoso" in said.text


def test_an_organisation_that_only_looks_alike_is_offered_and_not_taken(alice, office):
    said = alice.asks("remind here in Contosso")
    assert "No organisation is called “Contosso”. Did you mean Contoso?" in said.text
    assert office.one("select count(*) from bindings") == 0


@pytest.mark.parametrize("command", ["orders", "subscriptions", "audit"])
@pytest.mark.parametrize("offset", [-1, 2**63])
def test_a_page_that_cannot_be_is_refused(alice, command, offset):
    assert "This button no longer works." in alice.sends(f'["{command}",{{"offset":{offset}}}]').text


def test_help_lists_what_one_may_ask_and_nothing_else(alice, bruno):
    assert "seats: Change the number of seats" in alice.asks("help").text
    assert "seats: Change" not in bruno.asks("help").text


def test_help_tells_of_what_goes_with_a_word_behind_that_word(alice):
    assert "users add:" not in alice.asks("help").text
    assert "users add: Add one or several users" in alice.asks("help users").text
    assert "utilisateurs ajouter" in alice.speaking("fr").asks("aide utilisateurs").text


def test_help_of_a_word_has_an_example_and_lets_one_try(alice):
    said = alice.asks("help seats")
    assert "For example: seats Microsoft 365 E3 +5" in said.text
    assert alice.presses(said, "Try it").fields == {"subscription", "seats"}
    assert "I don't know the word “zzz”" in alice.asks("help zzz").text


def test_the_record_shows_who_did_what_and_what_was_refused(alice):
    alice.asks("seats Microsoft 365 E3 30")
    alice.asks("seats Microsoft 365 E3 0")
    said = alice.asks("audit")
    assert "Who alice.martin@atelier-cloud.example · Console" in said.text
    assert "What seats proposed: S-000001 25 → 30 · Outcome done" in said.text
    assert "Outcome refused" in said.text


def test_the_record_of_others_is_not_shown(alice, adam):
    alice.asks("seats Microsoft 365 E3 30")
    assert "alice" not in adam.asks("audit").text
