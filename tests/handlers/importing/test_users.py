from __future__ import annotations

import json

HEADER = "customer,first name,last name,login,status,subscriptions\n"
SEATS = """
SELECT s.number FROM assignments a JOIN users u ON u.id = a.user_id JOIN subscriptions s ON s.id = a.subscription_id
"""


def test_a_new_user_gets_the_seats_that_the_row_asks_for(shelf):
    assert shelf.takes("users", HEADER + "Contoso,Zoé,Noël,Zoe.Noel@Contoso.example,,S-000001 S-000003\n").new == 1
    assert shelf.one("SELECT last_name, status FROM users WHERE login = 'zoe.noel@contoso.example'") == (
        "Noël",
        "ready",
    )
    assert shelf.rows(f"{SEATS} WHERE u.login = 'zoe.noel@contoso.example' ORDER BY 1") == [(1,), (3,)]


def test_a_known_user_is_put_right_and_keeps_every_seat(shelf):
    before = shelf.rows(f"{SEATS} WHERE u.login = 'emma.lefevre@contoso.example'")
    done = shelf.takes("users", HEADER + "Contoso,Emma,,emma.lefevre@contoso.example,locked,S-000001\n")
    assert (done.new, done.changed) == (0, 1)
    ((subject, detail),) = shelf.corrections()
    assert (subject, json.loads(detail)) == ("emma.lefevre@contoso.example", {"status": "ready → locked"})
    assert shelf.rows(f"{SEATS} WHERE u.login = 'emma.lefevre@contoso.example'") == before


def test_a_seat_more_is_a_correction_and_the_same_file_again_nothing(shelf):
    content = HEADER + "Contoso,,,tim.obrien@contoso.example,,S-000001\n"
    assert shelf.takes("users", content).changed == 1
    assert shelf.takes("users", content).same == 1


def test_there_are_only_as_many_seats_as_there_are(shelf):
    rows = "".join(f"Contoso,,,new{number}@contoso.example,,S-000003\n" for number in range(2))
    assert shelf.refuses("users", HEADER + rows) == [
        "row 3, column subscriptions: Visio Plan 2 (S-000003) has no free seat"
    ]
    assert shelf.rows("SELECT 1 FROM users WHERE login LIKE 'new%'") == []


def test_every_mistake_in_a_list_of_users_is_told(shelf):
    content = HEADER + "Contoso,,,a@b.example,,S-000007\nContoso,,,a@b.example,,\nNowhere,,,c@d.example,,\n"
    assert shelf.refuses("users", content) == [
        "row 2, column subscriptions: no subscription of that organisation is called “S-000007”",
        "row 3, column login: the same user as in row 2",
        "row 4, column customer: no organisation answers to “Nowhere”; import it first",
    ]
