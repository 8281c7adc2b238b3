"""Who works for whom in the sample data. Every address ends in `.example`, which belongs to nobody."""

from __future__ import annotations

from typing import NamedTuple

from store.values import Role, UserStatus


class Operator(NamedTuple):
    """Somebody with a role in the organisation of that name."""

    email: str
    role: Role
    organisation: str
    name: str = ""


HOUSE_OPERATOR = "hanna.berg@comptoir.example"
NORDLICHT_ADMIN = "ole.lindqvist@nordlicht.example"
ATELIER_ADMIN = "alice.martin@atelier-cloud.example"
ATELIER_READER = "bruno.keller@atelier-cloud.example"
CONTOSO_ADMIN = "chloe.dubois@contoso.example"
CONTOSO_READER = "david.roux@contoso.example"
BLUE_HARBOUR_ADMIN = "brigid.moore@blue-harbour.example"
ADVENTURE_ADMIN = "adam.wood@adventure-works.example"
STAFF_USER = "emma.lefevre@contoso.example"
SERVICE_USER = "hugo.moreau@contoso.example"

OPERATORS = (
    Operator(HOUSE_OPERATOR, Role.ADMIN, "Comptoir", "Hanna Berg"),
    Operator(NORDLICHT_ADMIN, Role.ADMIN, "Nordlicht", "Ole Lindqvist"),
    Operator(ATELIER_ADMIN, Role.ADMIN, "Atelier Cloud", "Alice Martin"),
    Operator(ATELIER_READER, Role.READER, "Atelier Cloud", "Bruno Keller"),
    Operator(CONTOSO_ADMIN, Role.ADMIN, "Contoso", "Chloé Dubois"),
    Operator(CONTOSO_READER, Role.READER, "Contoso", "David Roux"),
    Operator(BLUE_HARBOUR_ADMIN, Role.ADMIN, "Blue Harbour", "Brigid Moore"),
    Operator(ADVENTURE_ADMIN, Role.ADMIN, "Adventure Works", "Adam Wood"),
)


class User(NamedTuple):
    first_name: str
    last_name: str
    login: str
    status: UserStatus
    staff: bool


_NAMES = """
Chloé Dubois, David Roux, Emma Lefèvre, Hugo Moreau, Léa Girard, Louis Bonnet, Manon Lambert, Nathan Fontaine,
Camille Rousseau, Théo Vincent, Inès Müller, Jules Fournier, Zoé Morel, Gabriel Mercier, Louise Blanc, Arthur Guérin,
Alice Boyer, Raphaël Garnier, Rose Chevalier, Adam François, Lina Legrand, Paul Gauthier, Anna Perrin, Victor Robin,
Mia Clément, Maxime Morin, Eva Nicolas, Tom Henry, Jeanne Mathieu, Simon Masson, Clara Marchand, Noé Duval,
Sofia Denis, Martin Dumont, Nina Lemaire, Oscar Noël, Iris Meyer, Samuel Dufour, Élise Brun, Tim O’Brien
"""
_STATUSES = {5: UserStatus.LOCKED, 11: UserStatus.NOT_ACTIVATED, 23: UserStatus.DISABLED, 38: UserStatus.NOT_ACTIVATED}
_STAFF = {0, 2}
_LETTERS = str.maketrans("éèëïüçÉ", "eeeiucE", "’")


def contoso_users() -> tuple[User, ...]:
    """Forty users of Contoso, every status among them."""
    names = [name.strip().split(" ", 1) for name in _NAMES.replace("\n", " ").split(",")]
    return tuple(
        User(first, last, _login(first, last), _STATUSES.get(place, UserStatus.READY), place in _STAFF)
        for place, (first, last) in enumerate(names)
    )


def _login(first: str, last: str) -> str:
    return f"{first}.{last}@contoso.example".translate(_LETTERS).lower()
