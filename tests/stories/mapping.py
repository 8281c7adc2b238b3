"""The story of an order that finds its organisations: by e-mail, by name, by creation, and by domain after all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from bot.phrases import _
from handlers import sample
from handlers.sample.loading import sample_id
from store import provisionings
from store.provisionings import Line, NewProvisioning
from store.values import OrganisationId, Scope
from store.values.webex import ProvisioningId, WebexService

if TYPE_CHECKING:
    from tests.stories.buying import Buyer, Shop
    from tests.stories.deployment import Deployment

REFERENCE = "WBX-77"
_MAPPED = (
    "SELECT p.name, c.name, c.industry, c.country, w.step FROM provisionings w"
    " JOIN organisations p ON p.id = w.partner_id JOIN organisations c ON c.id = w.customer_id"
)


def an_order_comes_in(work: Deployment) -> None:
    """For the partner's Alice, and a customer that is called like one of hers."""
    seller = OrganisationId(UUID(str(sample_id("organisation", "Atelier Cloud"))))
    now = work.clock()
    line = Line(WebexService.MEETINGS, "Webex Meetings", 25)
    id = ProvisioningId(uuid4())
    new = NewProvisioning(id, seller, REFERENCE, sample.ATELIER_ADMIN, "Fabrikam", now, now.date(), (line,))
    with work.database.transaction() as db:
        provisionings.take_in(db, Scope(seller), new, now)


def plays(alice: Buyer, shop: Shop) -> None:
    """Her own organisation is matched; what is offered as customer she does not want."""
    alice.asks(f"provision {REFERENCE}")
    alice.sees(REFERENCE, shop.said("Who is the order for?"))
    alice.fills(shop.said("Next"), for_whom="customer")
    alice.sees("atelier-cloud.example", shop.said("Active users"))
    alice.presses(shop.said("Next"))
    alice.sees("Fabrikam", shop.said("provisioning administrator"), shop.said("Create a new organisation"))
    alice.presses(shop.said("Create a new organisation"))
    alice.sees(shop.said("Company name"))
    alice.fills(shop.said("Next"), called="Contosso", industry="retail", country="Allemagne")
    alice.sees("contoso.example", shop.said("Change the name"))
    alice.presses(shop.said("Create anyway"))
    alice.sees("Contosso", shop.said("Retail"), "Atelier Cloud")
    alice.presses(shop.said("Create the organisation"))
    alice.sees(shop.said(_("Step {number} of {count} · {step}", number=4, count=6, step=_("Service set-up"))))
    assert shop.work.rows(_MAPPED) == [("Atelier Cloud", "Contosso", "retail", "DE", "setup")]
    looks_for_another(alice, shop)


def looks_for_another(alice: Buyer, shop: Shop) -> None:
    alice.presses(shop.said("Back"))
    alice.sees("Contosso", shop.said("Choose another one"))
    alice.presses(shop.said("Choose another one"))
    alice.sees("Fabrikam", shop.said("Look for another one"))
    alice.presses(shop.said("Look for another one"))
    alice.sees(shop.said("Domain or name"))
    alice.fills(shop.said("Search"), words="adventure-works.example")
    alice.sees("adventure-works.example", shop.said("Create a new organisation"))
    alice.presses(shop.said("Look for another one"))
    alice.sees(shop.said("Domain or name"))
    alice.fills(shop.said("Search"), words="contoso.example")
    alice.sees("contoso-labs.example", shop.said("Look for another one"))
    alice.presses(shop.said(_("Choose {organisation}", organisation="Contoso")))
    alice.sees(shop.said("Set up now"))
    assert shop.work.rows(_MAPPED) == [("Atelier Cloud", "Contoso", None, "FR", "setup")]
