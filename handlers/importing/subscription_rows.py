"""What a row of subscriptions may say, and what its columns may be called by portals and distributors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import PlainValidator
from typing_extensions import TypedDict

from handlers.importing.cells import Amount, Day, Text, at_most, needed, whole
from handlers.importing.choices import AsBilling, AsPolicy, Currency, Length, Renewal, State
from handlers.importing.pieces import Pieces
from store.values import MOST_SEATS


def seats(text: str) -> int | None:
    count = whole(text)
    if count is not None and not 1 <= count <= MOST_SEATS:
        raise ValueError(f"{count} is no number of seats: 1 to {MOST_SEATS}")
    return count


class SubscriptionRow(TypedDict, total=False):
    number: Text
    customer: Text
    tenant: Text
    reference: Annotated[str | None, at_most(120)]
    product: Text
    product_id: Text
    sku: Text
    policy: AsPolicy
    category: Text
    seats: Annotated[int, PlainValidator(needed(seats))]
    length: Length
    billing: AsBilling
    starts_on: Day
    ends_on: Day
    renewal: Renewal
    unit_price: Amount
    currency: Currency
    status: State
    payment: Annotated[str | None, at_most(40)]
    scheduled_seats: Annotated[int | None, PlainValidator(seats)]
    batches: Pieces


COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("number", "subscription number", "numéro"),
    "customer": (
        *("customer", "customer name", "company name", "company", "end customer", "organisation", "organization"),
        *("client", "nom du client", "société"),
    ),
    "tenant": ("tenant", "customer tenant id", "tenant id", "customer id", "microsoft id", "locataire"),
    "reference": (
        *("reference", "subscription id", "subscription reference", "vendor subscription id", "id"),
        *("référence", "abonnement", "identifiant de l'abonnement"),
    ),
    "product": (
        *("product", "product name", "offer name", "sku name", "sku title", "product title", "subscription name"),
        *("friendly name", "description", "produit", "nom du produit", "offre"),
    ),
    "product_id": ("product id",),
    "sku": ("sku", "sku id", "part number", "material number", "article", "mfr part number", "référence produit"),
    "policy": ("policy", "product type", "category type", "type de produit"),
    "category": ("category", "product family", "vendor", "manufacturer", "publisher", "catégorie", "éditeur"),
    "seats": (
        *("seats", "quantity", "qty", "licenses", "licences", "license quantity", "total licenses"),
        *("sièges", "quantité", "postes", "nombre de licences"),
    ),
    "length": ("term", "term duration", "commitment term", "commitment", "contract term", "durée", "engagement"),
    "billing": (
        *("billing", "billing cycle", "billing frequency", "billing plan", "billing term", "billing period"),
        *("facturation", "fréquence de facturation", "cycle de facturation"),
    ),
    "starts_on": (
        *("start", "start date", "commitment start date", "effective start date", "term start date", "effective date"),
        *("début", "date de début"),
    ),
    "ends_on": (
        *("end", "commitment end date", "term end date", "end date", "expiry date", "expiration date"),
        *("renewal date", "fin", "date de fin", "date d'échéance", "échéance"),
    ),
    "renewal": (
        *("renewal", "auto renew", "auto renew enabled", "auto renewal", "automatic renewal"),
        *("renouvellement", "renouvellement automatique", "reconduction"),
    ),
    "unit_price": (
        *("unit price", "price", "customer unit price", "effective unit price", "seller unit price"),
        *("prix unitaire", "prix"),
    ),
    "currency": ("currency", "currency code", "billing currency", "devise", "monnaie"),
    "status": ("status", "subscription status", "state", "statut", "état"),
    "payment": ("payment", "payment method", "paiement", "mode de paiement"),
    "scheduled_seats": ("scheduled seats", "seats at renewal", "renewal quantity", "sièges au renouvellement"),
    "batches": ("batches", "lots"),
}
