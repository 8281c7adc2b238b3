"""The summary of an order as a PDF: opened, and read back."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.ask import Account, Platform
from bot.cards import File
from handlers import sample
from handlers.context import Defaults
from handlers.files import Files
from handlers.provisioning.paper import TakeSummary
from tests.handlers.conversation import TEAM
from tests.handlers.provisioning.serviced import Order


@pytest.fixture
def order(alice, office):
    """Set up: two sites, two locations."""
    order = Order(office, meetings=25, calling=10)
    order.describes(alice, "fabrikam", more="yes")
    order.describes(alice, "fabrikam-lab", zone="Europe/London", early="yes")
    order.shares(alice, 20, 5)
    order.locates(alice, "Siège")
    order.locates(alice, "Œuvres de Zoë", postal_code="69001", city="Lyon")
    order.sets_up(alice)
    return order


def fetched(office, said, email=sample.ATELIER_ADMIN):
    """The bytes, as whoever asked for them is handed them; None for nobody else."""
    (file,) = [one for one in said.card.elements if isinstance(one, File)]
    files = Files(office.database, lambda: office.now, Defaults())
    with files.opened(file.file, Account(Platform.CONSOLE, TEAM, email)) as parcel:
        return parcel and parcel.content.read()


def words(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_summary_says_what_was_bought_for_whom_and_what_was_set_up(alice, office, order):
    said = words(fetched(office, alice.presses(order.shows_done(alice), "Download the order summary (PDF)")))
    told = [order.reference, "Atelier Cloud", "Fabrikam", "ops@fabrikam.example", "What was bought", "25", "Meetings"]
    told += ["fabrikam.webex.com", "Paris", "standard", "20", "fabrikam-lab.webex.com", "London", "early", "Calling"]
    told += ["Siège (main location)", "1 rue de la Paix, 75002 Paris, France", "Œuvres de Zoë", "French (France)"]
    places = [said.find(one) for one in told]
    assert -1 not in places


def test_it_is_written_in_the_reader_s_language_and_says_so(alice, office, order):
    alice.speaking("fr")
    content = fetched(office, alice.sends(order.ask(TakeSummary)))
    file = PdfReader(BytesIO(content))
    assert str(file.root_object["/Lang"]) == "fr"
    assert file.metadata.title == f"Résumé de la commande Webex {order.reference}"
    assert "Siège (emplacement principal)" in words(content)


def test_its_name_says_what_it_is(alice, order):
    (file,) = [one for one in alice.sends(order.ask(TakeSummary)).card.elements if isinstance(one, File)]
    assert file.media_type == "application/pdf"
    assert file.name.startswith("order summary W-0000")
    assert file.name.endswith("Atelier Cloud 2026-11-20.pdf")
    alice.speaking("fr")
    (file,) = [one for one in alice.sends(order.ask(TakeSummary)).card.elements if isinstance(one, File)]
    assert file.name.startswith("résumé de la commande W-0000")


def test_it_is_brought_to_the_chat_of_whoever_asked(alice, office, order):
    alice.sends(order.ask(TakeSummary))
    assert office.one("SELECT count(*) FROM outbox WHERE kind = 'file'") == 1


def test_an_order_that_is_being_set_up_has_a_summary_of_what_is_there(alice, office):
    order = Order(office, meetings=25)
    assert "being set up" in words(fetched(office, alice.sends(order.ask(TakeSummary))))


def test_nobody_else_is_handed_it(alice, brigid, adam, office, order):
    said = alice.sends(order.ask(TakeSummary))
    assert fetched(office, said, sample.BLUE_HARBOUR_ADMIN) is None
    assert fetched(office, said, sample.ATELIER_READER) is None
    assert brigid.sends(order.ask(TakeSummary)).refused
    assert adam.sends(order.ask(TakeSummary)).refused
