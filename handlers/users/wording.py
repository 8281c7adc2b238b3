"""Phrases that the cards of users share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from bot.phrases import Phrase, _, joined, n_, plain
from handlers.policy.names import fold
from store.holders import Seat
from store.users import User
from store.values import UserStatus

STAFF: Final = "staff"
SERVICES: Final = "services"
_NAMED: Final = 8
NO_SUCH_USER: Final = _("There is no such user. Nothing was changed.")
PERMISSIONS: Final = {
    True: _("Staff: may assign seats to colleagues"),
    False: _("Assigned services only"),
}
ROLES: Final = {True: _("Staff"), False: _("Services only")}
"""The same in a word or two, for lists."""
STATUS_WORDS: Final = {
    **dict.fromkeys(map(fold, ("ready", "prêt", "prêts", "prête", "prêtes")), UserStatus.READY),
    **dict.fromkeys(map(fold, ("locked", "verrouillé", "verrouillés", "verrouillée")), UserStatus.LOCKED),
    **dict.fromkeys(
        map(fold, ("not-activated", "not activated", "non activé", "non activés", "invited")), UserStatus.NOT_ACTIVATED
    ),
    **dict.fromkeys(map(fold, ("disabled", "désactivé", "désactivés", "désactivée")), UserStatus.DISABLED),
}
"""What one types to see the users of one status."""


def services(seats: Collection[Seat]) -> Phrase:
    """The names of what somebody holds, the first few."""
    names = [plain(seat.name) for seat in seats]
    if not names:
        return plain("–")
    if len(names) <= _NAMED:
        return joined(names, ", ")
    rest = len(names) - _NAMED
    more = n_("{count} more", "{count} more", rest)
    return joined([*names[:_NAMED], more], ", ")


def addressee(user: User) -> Phrase:
    """`Élise Brun · elise.brun@contoso.example`; who has no name is their address."""
    return plain(user.login) if user.name == user.login else joined([plain(user.name), plain(user.login)])


def listed(users: Collection[User]) -> str:
    """Names on one line, the first few."""
    names = [user.name for user in users]
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
