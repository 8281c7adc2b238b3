"""The story of a Webex order: it comes in by a file, is mapped, gets two sites and a location, and ends as a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pypdf import PdfReader

from bot.phrases import _
from handlers.importing import provisionings
from tests.stories.buying import Buyer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.buying import Shop

SITES = {"zone": "Europe/Paris", "early": "no"}
HEADQUARTERS = {"street": "1 rue de la Paix", "postal_code": "75002", "city": "Paris", "zone": "Europe/Paris"}
_HEADER = "reference,organisation,contact,customer,product,service,licences,due in days"
_PRODUCTS = ("Webex Meetings,meetings,30,7", "Webex Calling,calling,12,7")
_MADE = (
    "SELECT w.state, s.host, s.licences FROM sites s JOIN provisionings w ON w.id = s.provisioning_id"
    " WHERE w.reference = :it ORDER BY s.host"
)


class Receiver(Buyer, Protocol):
    """Somebody at some surface who can be handed files."""

    def finds(self, start: str) -> bytes:
        """The newest file whose name begins like that."""


class Order(NamedTuple):
    """What came in; `host` is the name of its first site."""

    reference: str
    seller: str
    contact: str
    customer: str
    host: str = ""


def an_order_comes_in(order: Order, shop: Shop, folder: Path) -> None:
    """By `import orders`; the clock's rounds tell the seller's people of it."""
    rows = [",".join((*order[:4], product)) for product in _PRODUCTS]
    shop.work.imports(provisionings.form(shop.work.defaults), folder / "orders.csv", _HEADER, *rows)


def is_new_here(person: Receiver, shop: Shop) -> None:
    """Nobody is told anything in a chat who was never met there."""
    person.asks("provision")
    person.sees(shop.said("No Webex order waits to be set up."))


def speaks(person: Receiver, shop: Shop) -> None:
    """The language that Slack says of them, everywhere from now on."""
    person.asks("settings")
    person.presses(shop.said("Change mine"))
    person.fills(shop.said("Save"), language=shop.language)
    person.sees(shop.said("Your settings are saved."))


def is_mapped(alice: Receiver, shop: Shop, order: Order) -> None:
    """From the card that came by itself: her own organisation by e-mail, the customer by the order's name."""
    came = _("Provisioning information required for order {reference}", reference=order.reference)
    alice.sees(shop.said(came), order.customer)
    alice.presses(shop.said("Set up the service"))
    says_that_it_is_for_a_customer(alice, shop)
    alice.sees(shop.step(2, "Partner organisation", of=7), order.seller)
    alice.presses(shop.said("Next"))
    alice.sees(shop.step(3, "Customer organisation", of=7))
    chooses(alice, shop, order.customer, yes=shop.said("Choose it"))
    alice.sees(shop.step(4, "Service set-up", of=7))


def says_that_it_is_for_a_customer(person: Receiver, shop: Shop) -> None:
    person.sees(shop.step(1, "Who the order is for", of=7))
    person.fills(shop.said("Next"), for_whom="customer")


def chooses(person: Receiver, shop: Shop, organisation: str, yes: str = "") -> None:
    person.presses(shop.said(_("Choose {organisation}", organisation=organisation)), yes=yes)


def goes_on_where_it_stopped(alice: Receiver, shop: Shop, order: Order) -> None:
    alice.asks(f"provision {order.reference}")
    alice.sees(shop.step(4, "Service set-up", of=7), order.customer)


def gets_two_sites(alice: Receiver, shop: Shop, order: Order) -> None:
    """With the thirty licences distributed over them."""
    first, second = order.host, f"{order.host}-lab"
    alice.presses(shop.said("Set up now"))
    alice.sees(shop.step(5, "Meetings", of=7))
    alice.presses(shop.said("Set up now"))
    alice.sees(shop.said("Site URL"))
    alice.fills(shop.said("Next"), host=first, more="yes", **SITES)
    alice.presses(shop.said("Add a site"))
    alice.sees(shop.said(_("So far: {sites}", sites=f"{first}.webex.com")))
    alice.fills(shop.said("Next"), host=second, more="no", **SITES)
    alice.sees(f"{second}.webex.com")
    alice.fills(shop.said("Next"), licences_1="20", licences_2="10")
    alice.sees(f"{second}.webex.com", shop.said("standard"))
    alice.presses(shop.said("Next"))


def gets_a_location(alice: Receiver, shop: Shop) -> None:
    alice.sees(shop.step(6, "Calling", of=7))
    alice.presses(shop.said("Set up now"))
    alice.sees(shop.said("Name of the location"))
    alice.fills(shop.said("Next"), called="Siège", country="FR")
    alice.sees("Siège, France")
    alice.fills(shop.said("Next"), language="fr_FR", **HEADQUARTERS)
    alice.sees("Siège", "75002 Paris")
    alice.presses(shop.said("Next"))


def is_made_and_put_on_paper(alice: Receiver, shop: Shop, order: Order) -> None:
    first, second = f"{order.host}.webex.com", f"{order.host}-lab.webex.com"
    alice.sees(shop.step(7, "Review", of=7), second, "Siège")
    alice.presses(shop.said("Set up"))
    alice.sees(shop.said(_("Order {reference} is set up.", reference=order.reference)))
    assert shop.work.rows(_MADE, it=order.reference) == [("done", second, 10), ("done", first, 20)]
    alice.presses(shop.said("Download the order summary (PDF)"))
    paper = PdfReader(BytesIO(alice.finds(shop.said("order summary"))))
    read = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for told in (order.reference, order.customer, first, second, "1 rue de la Paix", shop.said("Calling")):
        assert told in read
