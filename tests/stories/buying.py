"""The story of a first purchase: a partner's Admin buys for a customer that the vendor does not know yet.

What is typed and read is said by the catalogue, so that it is played in each language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.phrases import Speaker, Tongue, _, n_

if TYPE_CHECKING:
    from bot.phrases import Phrase
    from tests.stories.deployment import Deployment

E3 = "Microsoft 365 E3"
COMPANY = {
    "company": "Fabrikam SA",
    "first_name": "Inès",
    "last_name": "Moreau",
    "email": "ines@fabrikam.example",
    "street": "1 rue de la Paix",
    "postal_code": "75 002",
    "city": "Paris",
}
_WORDS = {"en": ("market", "checkout"), "fr": ("marché", "commander")}


class Buyer(Protocol):
    """Alice Martin of Atelier Cloud, at some surface."""

    def asks(self, words: str) -> None: ...
    def presses(self, label: str, yes: str = "") -> None: ...
    def fills(self, submit: str, **fields: str) -> None: ...
    def sees(self, *words: str) -> None: ...


class Shop:
    """What she says and reads there, in her language."""

    def __init__(self, work: Deployment, language: str) -> None:
        self.work, self.language = work, language
        self.market, self.checkout = _WORDS[language]
        self._speaker = Speaker(Tongue(language))

    def said(self, phrase: Phrase | str) -> str:
        text = self._speaker.say(_(phrase) if isinstance(phrase, str) else phrase)
        return " ".join(text.split())

    def step(self, number: int, name: str, of: int = 4) -> str:
        return self.said(_("Step {number} of {count} · {step}", number=number, count=of, step=_(name)))


def fills_the_cart(alice: Buyer, shop: Shop) -> None:
    """From the marketplace, by the product's own form."""
    alice.asks(f"{shop.market} {E3} in Fabrikam")
    alice.fills(shop.said("Add to cart"), seats="5")
    added = "{count} seats of {product} are in the cart."
    alice.sees(shop.said(n_("{count} seat of {product} is in the cart.", added, 5, product=E3)), "Alice Martin")
    alice.presses(shop.said("Check out"))
    alice.sees(shop.step(1, "Options"))
    alice.fills(shop.said("Next"))
    alice.sees(shop.said(_("This is {customer}'s first purchase of Microsoft's.", customer="Fabrikam")))


def makes_an_account(alice: Buyer, shop: Shop) -> None:
    """A name that can't be stands next to its field; then the company by its country's rules."""
    alice.fills(shop.said("Next"), way="new")
    alice.sees(shop.said("Special qualification"))
    alice.fills(shop.said("Next"), prefix="fab-rikam", qualification="none")
    wrong = "“{typed}”: only letters from a to z and digits make a name. Nothing was changed."
    alice.sees(shop.said(_(wrong, typed="fab-rikam")))
    alice.fills(shop.said("Next"), prefix="fabrikam", qualification="none")
    alice.sees(shop.said("Postal code"))
    alice.fills(shop.said("Next"), **COMPANY)
    alice.sees(shop.step(3, "Payment"))


def uses_the_account(alice: Buyer, shop: Shop) -> None:
    """The customer is the vendor's already."""
    alice.fills(shop.said("Next"), way="existing")
    alice.sees(shop.said("Existing Microsoft domain"))
    alice.fills(shop.said("Next"), domain="Fabrikam.onmicrosoft.com")
    alice.sees(shop.step(3, "Payment"))


def goes_on(alice: Buyer, shop: Shop) -> None:
    """Where she stopped, wherever she is now."""
    alice.asks(f"{shop.checkout} in Fabrikam")
    alice.sees(shop.step(3, "Payment"))


def buys(alice: Buyer, shop: Shop) -> None:
    """All of it is shown first; one press, and it is carried out."""
    alice.fills(shop.said("Next"), method="invoice")
    alice.sees(shop.step(4, "Summary"), "fabrikam.onmicrosoft.com", shop.said("Due now"))
    alice.presses(shop.said("Buy"))
    alice.sees("C-000001", shop.said("Completed. Nothing more to do."))
    held = "SELECT s.seats, o.tenant FROM subscriptions s JOIN organisations o ON o.id = s.organisation_id"
    bought = shop.work.rows(f"{held} WHERE o.name = 'Fabrikam' AND s.name = :name", name=E3)
    assert bought == [(5, "fabrikam.onmicrosoft.com")]
