"""The story of three Webex orders that a distributor hands over to three people, each of whom maps theirs otherwise.

Alice's partner is found by e-mail and her customer by domain; Sam's the other way round; Hanna's are created.
Alice sets hers up, and goes on with its sites after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.phrases import _, n_
from handlers import sample
from handlers.importing import operators, organisations
from tests.stories import own_sites
from tests.stories.provisioning import (
    Order,
    Receiver,
    an_order_comes_in,
    chooses,
    gets_a_location,
    gets_two_sites,
    is_made_and_put_on_paper,
    is_new_here,
    says_that_it_is_for_a_customer,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.stories.buying import Shop

OLE, ALICE, HANNA = sample.NORDLICHT_ADMIN, sample.ATELIER_ADMIN, sample.HOUSE_OPERATOR
SAM = "sam.reed@blue-harbour.example"
NAMES = {OLE: "Ole Lindqvist", ALICE: "Alice Martin", SAM: "Sam Reed", HANNA: "Hanna Berg"}
DESK = "orders@nordlicht.example"
FIRST = Order("WBX-1001", "Nordlicht", DESK, "Atelier Formation", "atelier")
SECOND = Order("WBX-1002", "Nordlicht", DESK, "Harbour Sailing")
THIRD = Order("WBX-1003", "Nordlicht", DESK, "Zebra")
ORGANISATIONS = (
    "name,kind,parent,claimed domains,active users,last activity",
    "Blue Harbour Ireland,partner,Nordlicht,blue-harbour.example,4,2026-11-19",
    "Atelier Formation,customer,Atelier Cloud,atelier-cloud.example,8,2026-11-19",
    "Atelier Labo,customer,Atelier Cloud,atelier-cloud.example,3,2026-11-18",
    "Harbour Sailing,customer,Blue Harbour,,2,2026-11-17",
)
OPERATORS = ("email,role,organisation,name", f"{SAM},admin,Harbour Sailing,Sam Reed")
_MAPPED = (
    "SELECT w.reference, p.name, c.name, c.industry, c.country, w.step FROM provisionings w"
    " JOIN organisations p ON p.id = w.partner_id JOIN organisations c ON c.id = w.customer_id ORDER BY w.reference"
)
MAPPED = [
    ("WBX-1001", "Atelier Cloud", "Atelier Formation", None, "FR", "setup"),
    ("WBX-1002", "Blue Harbour", "Harbour Sailing", None, "GB", "setup"),
    ("WBX-1003", "Blue Harbor", "Zebra", "retail", "DE", "setup"),
]


class Crowd(NamedTuple):
    """Everybody at one surface."""

    ole: Receiver
    alice: Receiver
    sam: Receiver
    hanna: Receiver


def come_together(meets: Callable[[str, str], Receiver], shop: Shop, folder: Path) -> Crowd:
    """Everybody looks in once: nobody is told anything in a chat who was never met there."""
    shop.work.imports(organisations.FORM, folder / "organisations.csv", *ORGANISATIONS)
    shop.work.imports(operators.FORM, folder / "operators.csv", *OPERATORS)
    crowd = Crowd(*(meets(email, name) for email, name in NAMES.items()))
    for person in crowd:
        is_new_here(person, shop)
    return crowd


def play(crowd: Crowd, shop: Shop, folder: Path) -> None:
    is_handed_over(crowd, crowd.alice, ALICE, shop, FIRST, folder)
    is_mapped_by_e_mail_then_by_domain(crowd.alice, shop)
    is_handed_over(crowd, crowd.sam, SAM, shop, SECOND, folder)
    is_mapped_by_domain_then_by_e_mail(crowd.sam, shop)
    is_handed_over(crowd, crowd.hanna, HANNA, shop, THIRD, folder)
    is_mapped_by_creation(crowd.hanna, shop)
    assert shop.work.rows(_MAPPED) == MAPPED
    gets_two_sites(crowd.alice, shop, FIRST)
    gets_a_location(crowd.alice, shop)
    is_made_and_put_on_paper(crowd.alice, shop, FIRST)
    own_sites.play(crowd.alice, shop, FIRST)
    crowd.ole.sees(shop.said(_("{email} has set up order {reference}.", email=ALICE, reference=FIRST.reference)))


def is_handed_over(crowd: Crowd, other: Receiver, email: str, shop: Shop, order: Order, folder: Path) -> None:
    """From the card that Ole gets to the one that somebody else gets."""
    an_order_comes_in(order, shop, folder)
    came = shop.said(_("Provisioning information required for order {reference}", reference=order.reference))
    crowd.ole.sees(came, shop.said("A Webex order came in. Say who it is for, then set up its services."))
    crowd.ole.presses(shop.said("Set up the service"))
    crowd.ole.sees(shop.step(1, "Who the order is for", of=7), order.customer)
    crowd.ole.fills(shop.said("Next"), for_whom="someone", email=email)
    crowd.ole.sees(shop.said(_("{email} was told in the chat, and completes the order from here.", email=email)))
    asked = "{by} of {seller} asks you to complete the set-up of this order:"
    other.sees(came, shop.said(_(asked, by=NAMES[OLE], seller=order.seller)))
    other.presses(shop.said("Set up the service"))
    says_that_it_is_for_a_customer(other, shop)


def is_mapped_by_e_mail_then_by_domain(alice: Receiver, shop: Shop) -> None:
    """She takes another customer first, which she has to look for; then one of those that were offered."""
    the_only_one_is_found(alice, shop, 2, ALICE, "Atelier Cloud")
    alice.presses(shop.said("Next"))
    label = shop.said("provisioning administrator")
    several_are_found(alice, shop, 3, ALICE, "Atelier Formation", "Atelier Labo", label)
    alice.presses(shop.said("Look for another one"))
    alice.sees(shop.said("Domain or name"))
    alice.fills(shop.said("Search"), words="adventure-works.example")
    alice.sees("adventure-works.example", shop.said("Create a new organisation"))
    alice.presses(shop.said("Look for another one"))
    alice.fills(shop.said("Search"), words="fabrikam.example")
    alice.sees("O-000006", shop.said("Look for another one"))
    chooses(alice, shop, "Fabrikam", yes=shop.said("Choose it"))
    is_at_the_set_up(alice, shop, FIRST)
    alice.presses(shop.said("Back"))
    alice.sees(shop.said(_("{organisation} was chosen.", organisation="Fabrikam")))
    alice.presses(shop.said("Choose another one"))
    chooses(alice, shop, "Atelier Formation")
    is_at_the_set_up(alice, shop, FIRST)


def is_mapped_by_domain_then_by_e_mail(sam: Receiver, shop: Shop) -> None:
    several_are_found(sam, shop, 2, SAM, "Blue Harbour", "Blue Harbour Ireland")
    chooses(sam, shop, "Blue Harbour")
    the_only_one_is_found(sam, shop, 3, SAM, "Harbour Sailing")
    sam.presses(shop.said("Next"))
    is_at_the_set_up(sam, shop, SECOND)


def is_mapped_by_creation(hanna: Receiver, shop: Shop) -> None:
    """The partner is called nearly like one that is there, and is created all the same."""
    own = "No organisation matches the e-mail address {email}; the order came in for this one."
    hanna.sees(shop.step(2, "Partner organisation", of=7), shop.said(_(own, email=HANNA)))
    is_described(hanna, shop, "Blue Harbor", "Irlande")
    hanna.sees("Blue Harbour Ireland", shop.said("Change the name"))
    hanna.presses(shop.said("Create anyway"))
    is_created(hanna, shop, "Blue Harbor", "Nordlicht")
    none = shop.said(_("No organisation matches the e-mail address {email}.", email=HANNA))
    hanna.sees(shop.step(3, "Customer organisation", of=7), none)
    is_described(hanna, shop, "Zebra", "Allemagne")
    is_created(hanna, shop, "Zebra", "Blue Harbor")
    is_at_the_set_up(hanna, shop, THIRD)


def is_described(person: Receiver, shop: Shop, name: str, country: str) -> None:
    person.presses(shop.said("Create a new organisation"))
    person.sees(shop.said("Company name"))
    person.fills(shop.said("Next"), called=name, industry="retail", country=country)


def is_created(person: Receiver, shop: Shop, name: str, above: str) -> None:
    """All of it is shown before."""
    person.sees(shop.said("Please check what will be created. Nothing has been made yet."), name, above)
    person.presses(shop.said("Create the organisation"))


def the_only_one_is_found(person: Receiver, shop: Shop, step: int, email: str, name: str) -> None:
    found = "Based on the e-mail address {email}, this order was matched with one organisation."
    person.sees(shop.step(step, STEPS[step], of=7), shop.said(_(found, email=email)), name, shop.said("Active users"))


def several_are_found(person: Receiver, shop: Shop, step: int, email: str, *words: str) -> None:
    one, more = (
        "This organisation matches the e-mail address {email}. Is it the right one?",
        "These organisations match the e-mail address {email}. Which one is the right one?",
    )
    person.sees(shop.step(step, STEPS[step], of=7), shop.said(n_(one, more, 2, email=email)), *words)


def is_at_the_set_up(person: Receiver, shop: Shop, order: Order) -> None:
    person.sees(shop.step(4, STEPS[4], of=7), order.reference)


STEPS = {2: "Partner organisation", 3: "Customer organisation", 4: "Service set-up"}
