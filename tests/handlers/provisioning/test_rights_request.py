"""Full admin rights are asked for once, decided by the customer's own Admins alone, and told back."""

from __future__ import annotations

import json

import pytest

from handlers import sample
from handlers.provisioning.rights_request import AskFullRights, GrantRights, RefuseRights
from handlers.sample.loading import sample_id
from store import admin_requests
from store.values import Scope
from tests.handlers.provisioning.mapped import ATELIER, BLUE_HARBOUR, ident
from tests.handlers.provisioning.outside import mapped

CONTOSO = "Contoso"
IDS = {"customer": ident(CONTOSO), "partner": ident(ATELIER)}


@pytest.fixture
def set_up(office):
    """Contoso's order is set up."""
    order = mapped(office)
    office.write("UPDATE provisionings SET state = 'done' WHERE reference = :it", it=order.reference)
    return order


@pytest.fixture
def asked(set_up, alice, chloe):
    return alice.sends(AskFullRights(**IDS).token)


def rows(office, kind):
    found = office.rows("SELECT channel, body FROM outbox WHERE kind = :it ORDER BY created_at, key", it=kind)
    return [(channel, json.loads(body)) for channel, body in found]


def fully(office):
    atelier, *customers = (sample_id("organisation", name) for name in (ATELIER, CONTOSO, "Fabrikam"))
    with office.database.reading() as db:
        return admin_requests.fully(db, Scope(atelier), atelier, customers)


def test_the_customer_s_admins_get_a_card_with_both_buttons(asked, office, chloe):
    assert "The Admins of Contoso were asked" in asked.text
    ((channel, body),) = rows(office, "rights")
    assert channel == f"@{chloe.account.user}"
    assert body["task"] == f"rights:{IDS['customer']}:{IDS['partner']}"
    assert {"Grant", "Refuse"} <= set(chloe.asks("rights").buttons)


def test_an_admin_whom_no_chat_has_seen_gets_a_mail(set_up, office, alice):
    alice.sends(AskFullRights(**IDS).token)
    assert office.rows("SELECT recipient FROM mails WHERE template = 'rights'") == [(sample.CONTOSO_ADMIN,)]


def test_before_the_set_up_nothing_is_asked(office, alice, chloe):
    mapped(office)
    assert "Finish the set-up of the services first" in alice.sends(AskFullRights(**IDS).token).text
    assert rows(office, "rights") == []


def test_it_is_asked_once_whatever_was_answered(asked, alice, chloe, office):
    assert "asked already" in alice.sends(AskFullRights(**IDS).token).text
    chloe.sends(RefuseRights(**IDS).token)
    assert "Refused by Chloé Dubois" in alice.sends(AskFullRights(**IDS).token).text
    assert len([row for row in rows(office, "rights") if "rights:" in row[1].get("task", "")]) == 2


@pytest.mark.parametrize(
    ("decides", "word", "full"), [(GrantRights, "Granted", 1), (RefuseRights, "Refused", 0)], ids=["grant", "refuse"]
)
def test_what_is_decided_is_told_back_and_labels_the_customer(asked, chloe, alice, office, decides, word, full):
    said = chloe.sends(decides(**IDS).token)
    assert f"{word} by Chloé Dubois" in said.text
    told = [body["card"] for channel, body in rows(office, "rights") if channel == f"@{alice.account.user}"]
    assert len(told) == 1
    assert len(fully(office)) == full


def test_it_is_decided_once(asked, chloe, office):
    chloe.sends(GrantRights(**IDS).token)
    assert "decided already" in chloe.sends(RefuseRights(**IDS).token).text
    assert len(fully(office)) == 1


@pytest.mark.parametrize("who", ["alice", "ole", "hanna"])
def test_nobody_above_the_customer_grants_it_to_themselves(asked, request, office, who):
    said = request.getfixturevalue(who).sends(GrantRights(**IDS).token)
    assert "Only an Admin of Contoso itself" in said.text
    assert not fully(office)


@pytest.mark.parametrize("who", ["adam", "brigid"])
def test_a_stranger_learns_of_no_request(asked, request, who):
    never = {"customer": ident("Contoso")[:-4] + "0000", "partner": IDS["partner"]}
    person = request.getfixturevalue(who)
    assert person.sends(GrantRights(**IDS).token).text == person.sends(GrantRights(**never).token).text


def test_one_partner_asks_nothing_for_another(set_up, alice):
    said = alice.sends(AskFullRights(customer=IDS["customer"], partner=ident(BLUE_HARBOUR)).token)
    assert "There is no such request" in said.text


def test_readers_see_requests_and_decide_nothing(asked, david):
    said = david.asks("rights")
    assert "asks for full admin rights" in said.text
    assert "Grant" not in said.buttons
    assert david.sends(GrantRights(**IDS).token).refused
