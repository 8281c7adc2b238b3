"""What is typed, pressed and read in the story, in both languages, as a person would write it down."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    language: str
    locale: str
    fewer_now: str
    not_before: str
    from_renewal: str
    will_renew_with_35: str
    more: str
    price: tuple[str, ...]
    order: str
    ordered: str
    completed: str
    renew: str
    renews: str
    turn_on: str
    will_renew: str
    remind_here: str
    told: str
    due: tuple[str, ...]
    mine: str
    yours: str
    taken: str


ENGLISH = Words(
    "en",
    "en-GB",
    "seats Microsoft 365 Business Premium 35",
    "can't go below 40 seats before 12 Aug 2027",
    "35 seats from the renewal on",
    "Microsoft 365 Business Premium of Contoso will renew with 35 seats",
    "seats Microsoft 365 E3 +5",
    ("25 → 30", "+ €1,785.21 now", "5 × €360.00 a year, 362 of 365 days"),
    "Order 5 seats",
    "5 seats of Microsoft 365 E3 ordered for Contoso",
    "Completed. Nothing more to do.",
    "renewal Visio Plan 2 on",
    "renews after 27 Nov 2026",
    "Turn renewal on",
    "Visio Plan 2 of Contoso will renew",
    "remind here",
    "This channel is told what is due in Contoso.",
    ("Contoso · 1 thing needs a decision", "12 seats are unused", "1 day left"),
    "Mine",
    "you take care of it",
    "somebody takes care of it",
)
FRENCH = Words(
    "fr",
    "fr-FR",
    "sièges Microsoft 365 Business Premium 35",
    "ne peut pas descendre au-dessous de 40 licences avant le 12 août 2027",
    "35 licences à partir du renouvellement",
    "Microsoft 365 Business Premium de Contoso sera renouvelé avec 35 licences",
    "sièges Microsoft 365 E3 +5",
    ("25 → 30", "+ 1 785,21 € maintenant", "5 × 360,00 € par an, 362 jours sur 365"),
    "Commander 5 licences",
    "5 licences Microsoft 365 E3 commandées pour Contoso",
    "Terminée. Il n’y a plus rien à faire.",
    "renouvellement Visio Plan 2 oui",
    "se renouvelle après le 27 nov. 2026",
    "Activer le renouvellement",
    "Visio Plan 2 de Contoso sera renouvelé",
    "rappeler ici",
    "Ce canal reçoit désormais les rappels de Contoso.",
    ("Contoso · 1 décision à prendre", "12 licences inutilisées", "plus que 1 jour"),
    "Je m’en occupe",
    "vous vous en occupez",
    "quelqu’un s’en occupe",
)
LANGUAGES = (ENGLISH, FRENCH)
