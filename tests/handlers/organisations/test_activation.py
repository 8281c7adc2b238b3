"""The activation link: sent, sent again, copied, followed once, and who hears of it."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.cards import Secret
from bot.errand import Errand
from bot.phrases import Tongue
from bot.text_cards import text as plain_text
from handlers.book import MENU
from handlers.context import Defaults
from handlers.dispatch import Dispatcher
from handlers.organisations import activation
from handlers.organisations.activation import Standing
from handlers.organisations.commands import CopyActivation, SendActivation
from handlers.sample.loading import sample_id
from store.values import LinkId, LinkPurpose

FABRIKAM = sample_id("organisation", "Fabrikam")


class Inbox:
    """Mails as they would leave, and the page that their links lead to."""

    def __init__(self, office) -> None:
        self.office = office

    def mails(self) -> list[tuple[str, str, dict[str, str]]]:
        """Recipient, language and body of each, oldest first."""
        rows = self.office.rows("SELECT recipient, language, body FROM mails ORDER BY created_at, key")
        return [(str(to), str(language), json.loads(str(body))) for to, language, body in rows]

    def link(self, place: int = -1) -> tuple[LinkId, int]:
        body = self.mails()[place][2]
        return LinkId(UUID(body["link"])), int(body["generation"])

    def looks(self, link: tuple[LinkId, int]):
        with self.office.database.reading() as db:
            return activation.look(db, *link, self.office.now)

    def confirms(self, link: tuple[LinkId, int]):
        with self.office.database.transaction() as db:
            return activation.confirm(db, *link, self.office.now, self.office.defaults)

    def state(self) -> object:
        return self.office.one("SELECT activation FROM organisations WHERE name = 'Fabrikam'")

    def told(self) -> list[tuple[str, str]]:
        """Channel and words of what was said because somebody followed a link."""
        rows = self.office.rows("SELECT channel, body FROM outbox WHERE kind = 'activated'")
        errands = [(str(channel), Errand.model_validate_json(str(body))) for channel, body in rows]
        said = [(channel, plain_text(one.card, one.tongue)) for channel, one in errands if one.card]
        return [(channel, words.replace("\u00a0", " ")) for channel, words in said]


@pytest.fixture
def inbox(office) -> Inbox:
    return Inbox(office)


def sent(person):
    return person.presses(person.asks("organisation Fabrikam"), "Send the link again")


def test_the_link_goes_by_mail_and_the_organisation_is_pending_for_seven_days(alice, inbox):
    said = sent(alice)
    assert "The activation link goes to it@fabrikam.example. An older link is void." in said.text
    assert "Activation: Pending – the link is good until 27 Nov 2026, 14:05 (Europe/Paris)" in said.text
    ((recipient, language, body),) = inbox.mails()
    assert (recipient, language) == ("it@fabrikam.example", "en")
    assert body["supplier"] == "Atelier Cloud"
    assert body["organisation"] == "Fabrikam"


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        ("state = 'waiting'", "the e-mail has not gone out yet: connection refused"),
        ("state = 'refused', settled_at = created_at", "the e-mail came back: connection refused"),
    ],
)
@pytest.mark.parametrize("days", [0, 8])
def test_a_link_whose_mail_did_not_arrive_is_told_on_the_card(alice, office, fate, words, days):
    sent(alice)
    office.write(f"UPDATE mails SET error = 'connection refused', {fate}")
    office.later(days=days)
    assert words in alice.asks("organisation Fabrikam").text


def test_the_same_in_french(alice):
    french = alice.speaking("fr")
    said = french.presses(french.asks("fiche Fabrikam"), "Renvoyer le lien")
    assert "Activation : En attente – le lien est valable jusqu’au 27 nov. 2026 à 14:05 (Europe/Paris)" in said.text


def test_a_mail_is_written_in_the_organisations_own_language(alice, inbox):
    alice.submits(alice.presses(alice.asks("organisation Fabrikam"), "Language, time zone, reminders"), language="fr")
    sent(alice)
    assert inbox.mails()[-1][1] == "fr"


def test_the_button_asks_once_more_and_names_the_address(alice):
    button = alice.asks("organisation Fabrikam").buttons["Send the link again"]
    assert dict(button.confirm.text.values) == {"email": "it@fabrikam.example"}


def test_an_address_that_is_not_known_is_asked_for_and_kept(brigid, inbox, office):
    form = brigid.presses(brigid.asks("organisation Adventure Works"), "Send the activation link")
    assert form.fields == {"contact"}
    refused = brigid.submits(form, contact="nobody")
    assert list(refused.answer.errors) == ["contact"]
    brigid.submits(form, contact="IT@adventure-works.example")
    assert [mail[0] for mail in inbox.mails()] == ["it@adventure-works.example"]
    contact = office.one("SELECT contact FROM organisations WHERE name = 'Adventure Works'")
    assert contact == "it@adventure-works.example"


def test_following_the_link_only_shows_a_page_that_asks(alice, inbox):
    sent(alice)
    seen = inbox.looks(inbox.link())
    assert (seen.standing, seen.organisation, seen.seller) == (Standing.WAITING, "Fabrikam", "Atelier Cloud")
    assert inbox.looks(inbox.link()) == seen
    assert inbox.state() == "pending"


def test_confirming_activates_tells_the_sender_and_is_recorded(alice, inbox, office):
    sent(alice)
    assert inbox.confirms(inbox.link()).standing is Standing.DONE
    assert inbox.state() == "active"
    ((channel, words),) = inbox.told()
    assert channel == f"@{alice.account.user}"
    assert "Fabrikam is active: the link was followed on 20 Nov 2026" in words
    rows = office.rows("SELECT actor, subject, outcome FROM audit WHERE command = 'organisation.activated'")
    assert rows == [("it@fabrikam.example", "O-000006", "done")]
    assert "Activation: Active – since 20 Nov 2026" in alice.asks("organisation Fabrikam").text


def test_confirming_again_says_done_and_does_nothing_more(alice, inbox):
    sent(alice)
    inbox.confirms(inbox.link())
    assert inbox.confirms(inbox.link()).standing is Standing.DONE
    assert inbox.looks(inbox.link()).standing is Standing.DONE
    assert len(inbox.told()) == 1


def test_sending_again_voids_the_older_link(alice, inbox):
    sent(alice)
    sent(alice)
    older, newer = inbox.link(0), inbox.link(1)
    assert inbox.confirms(older).standing is Standing.REPLACED
    assert inbox.state() == "pending"
    assert inbox.confirms(newer).standing is Standing.DONE


@pytest.mark.parametrize(("seconds", "standing"), [(-1, Standing.DONE), (0, Standing.EXPIRED)])
def test_a_link_is_good_for_seven_days_to_the_second(alice, inbox, office, seconds, standing):
    sent(alice)
    office.later(days=7, seconds=seconds)
    assert inbox.confirms(inbox.link()).standing is standing


def test_what_is_no_activation_link_leads_nowhere(alice, inbox, office):
    sent(alice)
    assert inbox.looks((LinkId(uuid4()), 1)) is None
    assert inbox.confirms((LinkId(uuid4()), 1)) is None
    with office.database.transaction() as db:
        db.execute(text("UPDATE links SET purpose = 'invitation'"))
    assert inbox.confirms(inbox.link()) is None
    assert inbox.state() == "pending"


def test_who_lost_their_role_meanwhile_is_not_told(alice, inbox, office):
    sent(alice)
    with office.database.transaction() as db:
        db.execute(text("DELETE FROM grants WHERE role = 'admin'"))
    assert inbox.confirms(inbox.link()).standing is Standing.DONE
    assert inbox.told() == []


def test_an_active_organisation_is_sent_no_link(alice, inbox):
    said = alice.sends(SendActivation(organisation=str(sample_id("organisation", "Contoso"))).token)
    assert "Contoso is active already. Nothing was sent." in said.text
    assert inbox.mails() == []


def test_nobody_activates_their_own_organisation(chloe, inbox):
    said = chloe.sends(SendActivation(organisation=str(sample_id("organisation", "Contoso"))).token)
    assert "Contoso is activated by the one that it belongs to." in said.text
    assert inbox.mails() == []


def test_a_reader_sends_and_copies_nothing(bruno, inbox):
    for command in (SendActivation, CopyActivation):
        said = bruno.sends(command(organisation=str(FABRIKAM)).token)
        assert "Your role, Reader" in said.text
    assert inbox.mails() == []


def secret_of(said) -> str:
    (secret,) = [element for element in said.card.elements if isinstance(element, Secret)]
    return secret.value


def test_an_admin_copies_the_link_on_a_private_card_and_no_mail_goes(alice, inbox, office):
    said = alice.presses(alice.asks("organisation Fabrikam"), "Copy the link")
    assert said.card.private
    address = secret_of(said)
    assert address.startswith("https://comptoir.example/activate/")
    token = address.rpartition("/")[2]
    link = office.links.tokens.read(LinkPurpose.ACTIVATION, token)
    assert inbox.mails() == []
    assert inbox.confirms(link).standing is Standing.DONE


def test_the_copied_link_is_the_one_that_was_sent(alice, inbox, office):
    sent(alice)
    token = secret_of(alice.presses(alice.asks("organisation Fabrikam"), "Copy the link")).rpartition("/")[2]
    assert office.links.tokens.read(LinkPurpose.ACTIVATION, token) == inbox.link()


def test_the_link_itself_is_nowhere_in_the_tables(alice, office):
    token = secret_of(alice.presses(alice.asks("organisation Fabrikam"), "Copy the link")).rpartition("/")[2]
    for table in ("audit", "outbox", "links", "mails", "organisations"):
        assert token not in str(office.rows(f"SELECT * FROM {table}"))
    recorded = office.one("SELECT detail FROM audit WHERE command = 'organisation.link'")
    assert json.loads(str(recorded))["copied"] == "link"


def test_a_card_that_is_shown_too_late_shows_no_link(alice, office):
    said = alice.presses(alice.asks("organisation Fabrikam"), "Copy the link")
    before = office.dispatch(said.ask).card
    office.later(days=8)
    late = office.showing(before)
    assert not any(isinstance(element, Secret) for element in late.elements)
    assert "This link was used, replaced or ran out meanwhile." in plain_text(late, Tongue())


def test_without_an_address_or_a_key_nothing_is_sent_and_the_setting_is_named(alice, office, inbox):
    office.dispatch = Dispatcher(office.database, MENU, lambda: office.now, Defaults())
    said = sent(alice)
    assert said.refused
    assert "COMPTOIR_PUBLIC_URL" in said.text
    assert inbox.state() == "pending"
    assert inbox.mails() == []


def test_a_mail_that_came_back_stands_on_the_card(alice, office):
    sent(alice)
    with office.database.transaction() as db:
        db.execute(text("UPDATE mails SET state = 'refused', error = '550 no such user'"))
    assert "the e-mail came back: 550 no such user" in alice.asks("organisation Fabrikam").text
