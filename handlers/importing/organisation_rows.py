"""What a row of organisations may say, and what its columns may be called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from typing_extensions import TypedDict

from handlers.importing.cells import Day, Domains, Email, Needed, Text, Whole
from handlers.importing.choices import Activated, Country, Kind, Language, Trade, Zone


class OrganisationRow(TypedDict, total=False):
    number: Text
    name: Needed
    kind: Kind
    parent: Text
    tenant: Text
    country: Country
    language: Language
    zone: Zone
    verified: Domains
    claimed: Domains
    active_users: Whole
    last_active_on: Day
    figures_on: Day
    contact: Email
    activation: Activated
    industry: Trade


COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("number", "organisation number", "numéro"),
    "name": ("name", "customer name", "company name", "organisation", "organization", "nom", "client", "société"),
    "kind": ("kind", "type", "genre"),
    "parent": ("parent", "partner", "seller", "reseller", "partenaire", "revendeur", "vendeur"),
    "tenant": ("tenant", "tenant id", "microsoft id", "customer tenant id", "customer id", "locataire"),
    "country": ("country", "country code", "market", "pays"),
    "language": ("language", "culture", "langue"),
    "zone": ("time zone", "zone", "fuseau horaire", "fuseau"),
    "verified": (
        *("verified domains", "domains", "domain", "primary domain", "primary domain name", "customer domain name"),
        *("domaines vérifiés", "domaines", "domaine"),
    ),
    "claimed": ("claimed domains", "domaines revendiqués"),
    "active_users": ("active users", "utilisateurs actifs"),
    "last_active_on": ("last activity", "last active", "last activity date", "dernière activité"),
    "figures_on": ("figures of", "report date", "report refresh date", "chiffres du", "date du rapport"),
    "contact": ("contact", "contact e-mail", "contact email", "e-mail de contact", "courriel de contact"),
    "activation": ("activation", "activation state", "activation status", "état de l'activation"),
    "industry": ("industry", "vertical", "business vertical", "secteur", "secteur d'activité"),
}
