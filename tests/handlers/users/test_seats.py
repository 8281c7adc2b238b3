"""Services for one or many users: assigned, taken back, passed on, never beyond the seats that were bought."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from handlers import sample
from handlers.sample.loading import sample_id
from handlers.users.commands import AddUsers, Assign, Reassign, Unassign

E3, VISIO, PREMIUM = "Microsoft 365 E3", "Visio Plan 2", "Microsoft 365 Business Premium"
NINA, OSCAR, IRIS = "nina.lemaire@contoso.example", "oscar.noel@contoso.example", "iris.meyer@contoso.example"
ARTHUR, VICTOR = "arthur.guerin@contoso.example", "victor.robin@contoso.example"


def held(office, product):
    sql = "select login from users join assignments on user_id = users.id where subscription_id in "
    return {row[0] for row in office.rows(f"{sql} (select id from subscriptions where name = :it)", it=product)}


def test_one_or_many_get_a_seat_at_once_and_it_is_recorded(office, chloe):
    said = chloe.asks(f"assign {NINA}, {OSCAR} {IRIS.upper()} {E3}")
    assert "Can use Microsoft 365 E3 now: Nina Lemaire, Iris Meyer, Oscar Noël." in said.text
    assert "4 seats are free now." in said.text
    assert {NINA, OSCAR, IRIS} <= held(office, E3)
    assert NINA in office.one("select detail from audit where command = 'seats.assign'")


def test_who_has_one_already_is_passed_over_and_nobody_gets_two(office, chloe):
    before = len(held(office, E3))
    assert "6 seats are free now." in chloe.asks(f"assign {ARTHUR} {NINA} {NINA} {E3}").text
    assert (
        "Holds a seat of Microsoft 365 E3 already: Nina Lemaire. Nothing was changed."
        in chloe.asks(f"assign {NINA} {E3}").text
    )
    assert len(held(office, E3)) == before + 1


def test_beyond_the_seats_bought_the_button_buys_the_missing_ones(office, chloe):
    before = held(office, VISIO)
    said = chloe.asks(f"assign {NINA} {OSCAR} {IRIS} {VISIO}")
    assert "1 seat of Visio Plan 2 is free, 3 wanted: 2 are missing. Nothing was changed." in said.text
    assert "Seats: 5 → 7 (+2)" in chloe.presses(said, "Buy 2 seats").text
    assert held(office, VISIO) == before


def test_the_last_seat_that_two_want_at_once_goes_to_one(office, chloe, alice):
    start = Barrier(2)

    def take(person, login):
        start.wait(10)
        return person.asks(f"assign {login} {VISIO}")

    with ThreadPoolExecutor(2) as both:
        tries = [both.submit(take, chloe, NINA), both.submit(take, alice, OSCAR)]
    assert sorted(one.result().refused for one in tries) == [False, True]
    assert len(held(office, VISIO)) == 5
    assert "0 seats of Visio Plan 2 are free" in next(one.result().text for one in tries if one.result().refused)


def test_from_the_card_of_a_user(office, chloe):
    card = chloe.asks(f"user {NINA}")
    form = chloe.presses(card, "Assign a service")
    said = chloe.submits(form, subscription=form.options("subscription")[E3])
    assert "Can use Microsoft 365 E3 now: Nina Lemaire." in said.text
    form = chloe.presses(card, "Unassign a service")
    assert set(form.options("subscription")) == {E3, PREMIUM}
    assert "7 seats are free now." in chloe.submits(form, subscription=form.options("subscription")[E3]).text
    assert NINA not in held(office, E3)


def test_a_seat_is_taken_back_and_free_for_others(office, chloe):
    said = chloe.asks(f"unassign {ARTHUR} {VISIO}")
    assert "No longer holds a seat of Visio Plan 2: Arthur Guérin.\n2 seats are free now." in said.text
    assert (
        "Holds no seat of Visio Plan 2 any more: Arthur Guérin. Nothing was changed."
        in chloe.asks(f"unassign {ARTHUR} {VISIO}").text
    )
    assert not chloe.asks(f"assign {NINA} {OSCAR} {VISIO}").refused


def test_several_are_taken_back_or_nobody(office, chloe):
    before = held(office, E3)
    assert "Nothing was changed." in chloe.asks(f"unassign {ARTHUR} {NINA} {E3}").text
    assert held(office, E3) == before
    assert "9 seats are free now." in chloe.asks(f"unassign {ARTHUR} louis.bonnet@contoso.example {E3}").text


def test_a_seat_is_passed_on_even_where_none_is_free(office, chloe):
    chloe.asks(f"assign {OSCAR} {VISIO}")
    said = chloe.asks(f"reassign {ARTHUR} {VISIO} to {NINA}")
    assert "The seat of Visio Plan 2 went from Arthur Guérin to Nina Lemaire.\n0 seats are free now." in said.text
    assert ARTHUR not in held(office, VISIO)
    assert {NINA, OSCAR} <= held(office, VISIO)


def test_whoever_gets_or_loses_a_seat_is_told_by_mail_once(office, chloe):
    for _twice in range(2):
        chloe.asks(f"assign {NINA} {E3}")
    chloe.asks(f"reassign {NINA} to {OSCAR} {E3}")
    chloe.asks(f"unassign {OSCAR} {E3}")
    told = office.rows("SELECT recipient, template FROM mails")
    assert sorted(told) == [(to, kind) for to in (NINA, OSCAR) for kind in ("services", "services-ended")]


def test_passing_on_needs_a_giver_with_and_a_taker_without_a_seat(office, chloe):
    before = held(office, E3)
    assert "Holds no seat of" in chloe.asks(f"reassign {NINA} {OSCAR} {E3}").text
    assert "already: Louis Bonnet" in chloe.asks(f"reassign {ARTHUR} louis.bonnet@contoso.example {E3}").text
    assert "Disabled: Victor Robin. Enable first" in chloe.asks(f"reassign {ARTHUR} {VICTOR} {E3}").text
    assert held(office, E3) == before


def test_a_disabled_user_gets_no_seat(office, chloe):
    said = chloe.asks(f"assign {NINA} {VICTOR} {E3}")
    assert "Disabled: Victor Robin. Enable first, then assign. Nothing was changed." in said.text
    assert NINA not in held(office, E3)


def test_an_unknown_address_is_named_and_nobody_gets_one(office, chloe):
    said = chloe.asks(f"assign {NINA} zz@contoso.example {E3}")
    assert "Nobody here signs in as zz@contoso.example. Nothing was changed." in said.text
    assert NINA not in held(office, E3)


def test_more_than_twenty_five_at_once_are_refused(chloe):
    people = " ".join(f"u{number}@contoso.example" for number in range(26))
    assert "At most 25 users at once. Nothing was changed." in chloe.asks(f"assign {people} {E3}").text


def test_a_user_of_another_customer_gets_no_seat_there(office, alice):
    said = alice.sends(
        Assign(subscription=str(sample_id("subscription", "Fabrikam", "Webex Suite")), people=NINA).token
    )
    assert said.refused
    assert held(office, "Webex Suite") == set()


def test_staff_assign_and_take_back_and_add_nobody(office):
    emma = office.person(sample.STAFF_USER)
    assert not emma.asks(f"assign {NINA} {VISIO}").refused
    refused = emma.asks(f"assign {OSCAR} {VISIO}")
    assert "is missing" in refused.text
    assert not refused.buttons
    assert not emma.asks(f"unassign {NINA} {VISIO}").refused
    assert emma.sends(AddUsers(people="A <a@contoso.example>").token).refused
    assert office.rows("select 1 from plans") == []


@pytest.mark.parametrize("command", [Assign, Unassign, Reassign])
def test_what_belongs_to_somebody_else_is_answered_like_a_random_one(office, adam, chloe, command):
    before, id = held(office, VISIO), sample_id("subscription", "Contoso", VISIO)
    people = {"people": ARTHUR} | ({"to": NINA} if command is Reassign else {})
    ways = [{"subscription": str(one)} | people for one in (id, uuid4())]
    theirs, nowhere = (adam.sends(command(**way).token) for way in ways)
    assert (theirs.text, theirs.refused) == (nowhere.text, True)
    assert "Contoso" not in adam.sends(command(subscription=str(id)).token).text
    assert held(office, VISIO) == before
    assert not chloe.sends(command(subscription=str(id)).token).refused


def test_in_french(office, chloe):
    french = chloe.speaking("fr")
    assert not french.asks(f"attribuer {NINA} {VISIO}").refused
    assert not french.asks(f"réattribuer {ARTHUR} {VISIO} à {OSCAR}").refused
    assert not french.asks(f"retirer {NINA} {VISIO}").refused
    assert OSCAR in held(office, VISIO)
    assert not {NINA, ARTHUR} & held(office, VISIO)
