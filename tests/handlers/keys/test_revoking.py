"""A cancelled purchase takes its keys and links away, and tells who has seen them."""

from __future__ import annotations

import json
from dataclasses import replace
from threading import Thread
from uuid import UUID

import pytest

from bot.ask import Pressed
from bot.cards import Secret
from bot.errand import Errand
from bot.letters import LETTERS, Way
from bot.phrases import Speaker, Tongue
from bot.text_cards import text
from handlers.keys.revoking import revoke
from handlers.sample.loading import sample_id
from store import reveals
from store.values import OrganisationId, RevealId, Scope, SubscriptionId
from tests.handlers.keys.test_getting import CHOICE, GET

CONTOSO = Scope(OrganisationId(sample_id("organisation", "Contoso")))
FABRIKAM = Scope(OrganisationId(sample_id("organisation", "Fabrikam")))
SERVER = SubscriptionId(sample_id("subscription", "Contoso", "Windows Server 2022 Standard"))


@pytest.fixture
def form(alice):
    return alice.presses(alice.asks("keys Windows Server 2022 Standard"), "Get key and download")


def revoked(office, scope=CONTOSO) -> int:
    with office.database.transaction() as db:
        return revoke(db, scope, SERVER, office.now)


def told(office) -> list[str]:
    rows = office.rows("select body from outbox where kind = 'revoked' order by channel")
    errands = [Errand.model_validate_json(body) for (body,) in rows]
    return [text(errand.card, errand.tongue).replace("\u202f", " ") for errand in errands]


def test_every_key_of_the_purchase_is_revoked_once(office):
    assert revoked(office) == 6
    assert revoked(office) == 0
    assert office.rows("select state, count(*) from product_keys group by state order by 1") == [
        ("ready", 5),
        ("revoked", 6),
    ]


def test_nothing_is_revoked_from_outside(office):
    assert revoked(office, FABRIKAM) == 0
    assert office.one("select count(*) from product_keys where state = 'revoked'") == 0


def test_who_has_seen_a_key_is_told_once_and_by_its_end_alone(office, alice, bruno, form):
    alice.submits(form, version="2022", language="en", bits="64", reason="New server")
    revoked(office)
    (said,) = told(office)
    assert "was revoked: …WV22X." in said
    assert "XXXXX" not in said
    revoked(office)
    assert len(told(office)) == 1


def test_who_asked_and_was_shown_nothing_is_told_nothing(office, alice, form):
    office.write("update product_keys set sealed = :none", none=b"\0" * 40)
    alice.submits(form, version="2022", language="en", bits="64", reason="New server")
    office.write("update reveals set shown_at = null")
    revoked(office)
    assert told(office) == []


def test_they_are_told_in_their_language(office, alice, form):
    alice.submits(form, version="2022", language="en", bits="64", reason="New server")
    alice.speaking("fr")
    revoked(office)
    assert "doit être désinstallé" in told(office)[0]


def test_a_key_that_was_granted_and_not_yet_shown_is_not_shown_any_more(office, alice, form):
    fields = {"version": "2022", "language": "en", "bits": "64", "reason": "New server"}
    card = office.dispatch(replace(form.ask, key="late", said=Pressed(form.card.submit.press, fields))).card
    revoked(office)
    shown = office.showing(card)
    assert "was revoked" in text(shown, Tongue())
    assert not any(isinstance(element, Secret) for element in shown.elements)


def test_who_sees_a_key_while_it_is_being_revoked_is_told(office, alice):
    sent = alice.drafts(GET, **CHOICE)
    with office.database.transaction() as db:
        (reveal,) = (RevealId(UUID(element.reference)) for element in sent.elements if isinstance(element, Secret))
        assert reveals.granted(db, reveal)
        (cancelling := Thread(target=revoked, args=(office,))).start()
        cancelling.join(0.3)
        reveals.show(db, reveal, office.now)
    cancelling.join(30)
    (said,) = told(office)
    assert "was revoked: …WV22X." in said


def test_loose_keys_of_the_product_go_with_its_last_purchase(office):
    office.write("update product_keys set subscription_id = null")
    assert revoked(office) == 6


def test_loose_keys_stay_while_another_purchase_of_the_product_runs(office):
    office.write("update product_keys set subscription_id = null")
    office.write(
        "update subscriptions set offer_id = (select offer_id from subscriptions where name = :server), status = :on"
        " where name = 'Windows Server 2019 RDS CAL'",
        server="Windows Server 2022 Standard",
        on="active",
    )
    assert revoked(office) == 0


def test_the_record_says_what_was_revoked(office, alice):
    revoked(office)
    assert "keys revoked" in alice.asks("audit").text


def test_whoever_saw_it_in_the_portal_alone_is_told_by_mail(office, alice, form):
    alice.submits(form, version="2022", language="en", bits="64", reason="New server")
    office.write("delete from identities")
    revoked(office)
    ((to, template, body),) = office.rows("select recipient, template, body from mails where template = 'revoked'")
    assert (to, template) == ("alice.martin@atelier-cloud.example", "revoked")
    letter = LETTERS["revoked"](json.loads(body), Way())
    assert "…WV22X" in Speaker(Tongue()).say(letter.paragraphs[1])
    assert told(office) == []
