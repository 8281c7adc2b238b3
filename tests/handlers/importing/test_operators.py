from __future__ import annotations

import json

ROLE = "SELECT role FROM grants JOIN people p ON p.id = person_id JOIN organisations o ON o.id = organisation_id"


def test_an_operator_is_appointed_and_it_is_recorded(shelf):
    content = "e-mail,rôle,organisation,nom\nZoe@Contoso.example,Lecteur,Contoso,Zoé Noël\n"
    assert shelf.takes("operators", content).new == 1
    assert shelf.one(f"{ROLE} WHERE email = 'zoe@contoso.example' AND o.name = 'Contoso'") == ("reader",)
    found = shelf.one("SELECT actor, command, subject FROM audit WHERE subject LIKE 'zoe%'")
    assert found == ("shell:alice", "import.operators", "zoe@contoso.example")


def test_another_role_is_a_correction_and_the_same_one_nothing(shelf):
    rows = "chloe.dubois@contoso.example,reader,Contoso\ndavid.roux@contoso.example,reader,O-000005\n"
    done = shelf.takes("operators", f"email,role,organisation\n{rows}zoe@contoso.example,admin,Contoso\n")
    assert (done.new, done.changed, done.same) == (1, 1, 1)
    ((subject, detail),) = shelf.corrections()
    assert (subject, json.loads(detail)) == ("chloe.dubois@contoso.example", {"role": "admin → reader"})


def test_the_last_admin_of_an_organisation_stays_one(shelf):
    content = "email,role,organisation\nchloe.dubois@contoso.example,reader,Contoso\n"
    (told,) = shelf.refuses("operators", content)
    assert told == "row 2, column role: was the last admin there; appoint another one in the same file"
    assert shelf.one(f"{ROLE} WHERE email = 'chloe.dubois@contoso.example'") == ("admin",)


def test_somebody_known_by_the_address_alone_gets_a_name(founded_shelf):
    content = "email,role,organisation,name\nole.lindqvist@nordlicht.example,admin,Nordlicht,Ole Lindqvist\n"
    assert founded_shelf.takes("operators", content).changed == 1
    assert founded_shelf.takes("operators", content).same == 1
    assert founded_shelf.rows("SELECT name FROM people") == [("Ole Lindqvist",)]


def test_somebody_known_gets_a_role_in_one_more_place(shelf):
    shelf.takes("operators", "email,role,organisation\nalice.martin@atelier-cloud.example,admin,Blue Harbour\n")
    assert len(shelf.rows(f"{ROLE} WHERE email = 'alice.martin@atelier-cloud.example'")) == 2


def test_every_mistake_in_a_list_of_operators_is_told(shelf):
    content = (
        "email,role,organisation\nme,admin,Contoso\na@b.example,king,Contoso\n,admin,\nb@c.example,admin,Nowhere\n"
    )
    told = shelf.refuses("operators", content)
    assert told == [
        "row 2, column email: “me” is not an e-mail address",
        "row 3, column role: “king” is none of: admin, reader",
        "row 4, column email: is missing",
        "row 4, column organisation: is missing",
    ]
    (found,) = shelf.refuses("operators", content.splitlines()[0] + "\nb@c.example,admin,Nowhere\n")
    assert found == "row 2, column organisation: no organisation answers to “Nowhere”; import it first"
