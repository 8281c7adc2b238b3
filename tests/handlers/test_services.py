"""What somebody uses themselves: theirs, all of it, and nothing else."""

from __future__ import annotations

import pytest

from handlers import sample, services
from handlers.errors import Unknown
from handlers.sample.loading import sample_id
from handlers.services import FetchLicence
from store import services as held
from store.schema import assignments, subscriptions
from store.values import OrganisationId, Scope

HUGO = "hugo.moreau@contoso.example"
SERVER = sample_id("subscription", "Contoso", "Windows Server 2022 Standard")
CONTOSO = Scope(OrganisationId(sample_id("organisation", "Contoso")))
ATELIER = Scope(OrganisationId(sample_id("organisation", "Atelier Cloud")))
VISIO = 3
FABRIKAM = Scope(OrganisationId(sample_id("organisation", "Fabrikam")))


@pytest.fixture
def db(office):
    with office.database.transaction() as db:
        yield db


def change(office, *statements):
    with office.database.transaction() as db:
        for statement in statements:
            db.exec_driver_sql(statement)


def give(office, product, login):
    change(
        office,
        "insert into assignments (subscription_id, user_id, assigned_at) select s.id, u.id, u.created_at "
        f"from subscriptions s, users u where s.name = '{product}' and u.login = '{login}'",
    )


def test_my_services_say_what_until_when_and_where_it_opens(chloe):
    said = chloe.asks("my services")
    assert said.text.splitlines()[1] == "- Microsoft 365 E3: Organisation Contoso · At the end renews after 16 Nov 2027"
    assert said.buttons["Open Microsoft 365 E3"].url == "https://m365.cloud.microsoft/"
    assert said.card.private


def test_in_french(chloe):
    said = chloe.speaking("fr").asks("mes services")
    assert "Mes services" in said.text
    assert "Ouvrir Microsoft 365 E3" in said.buttons


def test_an_operator_of_one_organisation_uses_services_of_another(adam, office):
    change(office, f"update users set login = '{sample.ADVENTURE_ADMIN}' where login = '{HUGO}'")
    assert "Microsoft 365 E3: Organisation Contoso" in adam.asks("my services").text


def test_who_proved_to_be_somebody_sees_what_is_theirs(chloe, office):
    change(office, "update identities set email = ''")
    assert "Microsoft 365 E3: Organisation Contoso" in chloe.asks("my services").text


def test_nothing_is_said_of_seats_or_prices(chloe):
    assert not {"25", "18", "€"} & set(chloe.asks("my services").text.replace("365", "").split())


def test_an_operator_without_services_is_told_so(alice):
    assert f"No service is assigned to {sample.ATELIER_ADMIN} at the moment." in alice.asks("my services").text


@pytest.mark.parametrize("status", ["locked", "disabled", "not-activated"])
def test_the_services_of_whoever_is_not_ready_stop(db, status):
    assert held.held(db, [CONTOSO], HUGO)
    db.exec_driver_sql(f"update users set status = '{status}' where login = '{HUGO}'")
    assert held.held(db, [CONTOSO], HUGO) == []
    assert held.places(db, HUGO) == []


def test_a_service_that_ended_is_not_there_any_more(db):
    db.exec_driver_sql("update subscriptions set status = 'expired' where name = 'Microsoft 365 E3'")
    assert held.held(db, [CONTOSO], HUGO) == []


def test_services_are_found_within_the_scopes_alone_and_once(db):
    assert len(held.held(db, [CONTOSO, ATELIER], HUGO.upper())) == 1
    assert held.held(db, [FABRIKAM], HUGO) == []
    assert held.places(db, HUGO.upper()) == [CONTOSO]


def test_software_has_a_licence_to_fetch_and_leads_to_ones_own_key(chloe, office):
    give(office, "Windows Server 2022 Standard", sample.CONTOSO_ADMIN)
    said = chloe.presses(chloe.asks("my services"), "Fetch my licence: Windows Server 2022 Standard")
    assert "Your key of Windows Server 2022 Standard is kept under seal for Contoso." in said.text
    assert "Show my key" in said.buttons
    assert "My services" in chloe.presses(said, "My services").text


def test_where_no_key_is_left_it_says_so(chloe, office):
    give(office, "Windows Server 2022 Standard", sample.CONTOSO_ADMIN)
    change(office, "update product_keys set state = 'revoked'")
    said = chloe.sends(FetchLicence(subscription=str(SERVER)).token)
    assert "No key of Windows Server 2022 Standard is kept here yet." in said.text


def test_what_one_signs_in_to_needs_no_key(chloe):
    e3 = sample_id("subscription", "Contoso", "Microsoft 365 E3")
    assert "needs no key" in chloe.sends(FetchLicence(subscription=str(e3)).token).text


@pytest.mark.parametrize("subscription", [str(SERVER), str(sample_id("subscription", "x", "y")), "x", ""])
def test_a_licence_of_something_else_is_not_there_whether_it_exists_or_not(chloe, subscription):
    said = chloe.sends(FetchLicence(subscription=subscription).token)
    assert "This service is not assigned to you." in said.text


def test_a_card_for_the_portal_needs_no_chat(db):
    card = services.card_for(db, held.places(db, HUGO), HUGO)
    assert card.private
    with pytest.raises(Unknown):
        services.licence_for(db, held.places(db, HUGO), HUGO, str(SERVER))


def test_many_services_are_paged_by_ten(chloe, office):
    for number in range(12):
        clone(office, number)
    first = chloe.asks("my services")
    assert "1–10 of 13" in first.text
    assert "11–13 of 13" in chloe.presses(first, "Next").text


def clone(office, number):
    """One more subscription like Visio, with a seat for Chloé."""
    fresh = {"id": sample_id("subscription", "more", str(number)), "number": 100 + number, "reference": str(number)}
    with office.database.transaction() as db:
        visio = subscriptions.select().where(subscriptions.c.number == VISIO)
        row = dict(db.execute(visio).mappings().one())
        db.execute(subscriptions.insert(), row | fresh)
        row = {"subscription_id": fresh["id"], "user_id": sample_id("user", sample.CONTOSO_ADMIN)}
        db.execute(assignments.insert(), row | {"assigned_at": office.now})
