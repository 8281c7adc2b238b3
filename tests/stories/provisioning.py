"""The story of a Webex order: it comes in by a file, is mapped, gets two sites and a location, and ends as a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from pypdf import PdfReader

from bot.phrases import _
from handlers.importing import provisionings, running
from handlers.importing.work import Origin
from store import installing
from store.values import Scope
from tests.stories.buying import Buyer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.buying import Shop

REFERENCE = "WBX-2040117"
FILE = """reference,organisation,contact,customer,product,service,licences,due in days
WBX-2040117,Atelier Cloud,alice.martin@atelier-cloud.example,Fabrikam,Webex Meetings,meetings,30,7
WBX-2040117,Atelier Cloud,alice.martin@atelier-cloud.example,Fabrikam,Webex Calling,calling,12,7
"""
SITES = {"zone": "Europe/Paris", "early": "no"}
HEADQUARTERS = {"street": "1 rue de la Paix", "postal_code": "75002", "city": "Paris", "zone": "Europe/Paris"}
_MADE = "SELECT w.state, s.host, s.licences FROM sites s JOIN provisionings w ON w.id = s.provisioning_id ORDER BY 2"


class Receiver(Buyer, Protocol):
    """Alice Martin, who can be handed files."""

    def finds(self, start: str) -> bytes:
        """The newest file whose name begins like that."""


def an_order_comes_in(alice: Receiver, shop: Shop, folder: Path) -> None:
    """By `import orders`, once she is known; the clock's rounds tell her of it."""
    alice.asks("provision")
    alice.sees(shop.said("No Webex order waits to be set up."))
    work, file = shop.work, folder / "orders.csv"
    file.write_text(FILE, encoding="utf-8")
    form = provisionings.form(work.defaults)
    with running.checked(file, form, lambda _more: None) as found, work.database.transaction() as db:
        house = installing.house(db)
        assert house
        running.write(db, Scope(house), found, Origin("shell", file.name), work.clock(), lambda _more: None)


def is_mapped(alice: Receiver, shop: Shop) -> None:
    """From the card that came by itself: her own organisation by e-mail, the customer by the order's name."""
    alice.sees(shop.said(_("Provisioning information required for order {reference}", reference=REFERENCE)), "Fabrikam")
    alice.presses(shop.said("Set up the service"))
    alice.sees(shop.step(1, "Who the order is for", of=7))
    alice.fills(shop.said("Next"), for_whom="customer")
    alice.sees(shop.step(2, "Partner organisation", of=7), "Atelier Cloud")
    alice.presses(shop.said("Next"))
    alice.sees(shop.step(3, "Customer organisation", of=7))
    alice.presses(shop.said(_("Choose {organisation}", organisation="Fabrikam")), yes=shop.said("Choose it"))
    alice.sees(shop.step(4, "Service set-up", of=7))


def gets_its_services(alice: Receiver, shop: Shop) -> None:
    """On from where it stopped."""
    alice.asks(f"provision {REFERENCE}")
    alice.sees(shop.step(4, "Service set-up", of=7), "Fabrikam")
    alice.presses(shop.said("Set up now"))
    alice.sees(shop.step(5, "Meetings", of=7))
    alice.presses(shop.said("Set up now"))
    alice.sees(shop.said("Site URL"))
    alice.fills(shop.said("Next"), host="fabrikam", more="yes", **SITES)
    alice.presses(shop.said("Add a site"))
    alice.sees(shop.said(_("So far: {sites}", sites="fabrikam.webex.com")))
    alice.fills(shop.said("Next"), host="fabrikam-lab", more="no", **SITES)
    alice.sees("fabrikam-lab.webex.com")
    alice.fills(shop.said("Next"), licences_1="20", licences_2="10")
    alice.sees("fabrikam-lab.webex.com", shop.said("standard"))
    alice.presses(shop.said("Next"))
    alice.sees(shop.step(6, "Calling", of=7))
    alice.presses(shop.said("Set up now"))
    alice.sees(shop.said("Name of the location"))
    alice.fills(shop.said("Next"), called="Siège", country="FR")
    alice.sees("Siège, France")
    alice.fills(shop.said("Next"), language="fr_FR", **HEADQUARTERS)
    alice.sees("Siège", "75002 Paris")
    alice.presses(shop.said("Next"))


def is_made_and_put_on_paper(alice: Receiver, shop: Shop) -> None:
    alice.sees(shop.step(7, "Review", of=7), "fabrikam-lab.webex.com", "Siège")
    alice.presses(shop.said("Set up"))
    alice.sees(shop.said(_("Order {reference} is set up.", reference=REFERENCE)))
    made = [("done", "fabrikam-lab.webex.com", 10), ("done", "fabrikam.webex.com", 20)]
    assert shop.work.rows(_MADE) == made
    alice.presses(shop.said("Download the order summary (PDF)"))
    paper = PdfReader(BytesIO(alice.finds(shop.said("order summary"))))
    read = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for told in (REFERENCE, "Atelier Cloud", "Fabrikam", "fabrikam-lab.webex.com", "1 rue de la Paix"):
        assert told in read
