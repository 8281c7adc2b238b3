"""A list of users as a file: every row of it, in the list's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from bot.cards import Card
from bot.phrases import Phrase, Tongue, _
from handlers import wording
from handlers.context import Context
from handlers.csv_out import Cell, CsvRecipe, answer
from handlers.menu import Item
from handlers.users import listing
from handlers.users.commands import UsersFile
from handlers.users.wording import ROLES
from store import holders, user_lists
from store.holders import Seat
from store.user_lists import Wanted
from store.users import User
from store.values import OrganisationId, Scope, SubscriptionId, UserStatus

_AT_ONCE: Final = 500
_HEADER: Final = (
    *(_("Organisation"), _("First name"), _("Last name"), _("Login"), _("Second e-mail"), _("Status"), _("Permission")),
    *(_("Services"), _("Street"), _("Postal code"), _("City"), _("Region"), _("Country")),
)


class FileOfUsers(CsvRecipe):
    """Filters as the list has them; `organisation` is the one that it is of, if of one alone."""

    name = "users"
    organisation: UUID | None = None
    words: tuple[str, ...] = ()
    status: UserStatus | None = None
    staff: bool | None = None
    subscription: UUID | None = None

    @property
    def stem(self) -> Phrase:
        return _("users")

    def header(self, tongue: Tongue) -> Sequence[Cell]:  # noqa: ARG002 - phrases speak every tongue
        return _HEADER

    def rows(self, db: Connection, scope: Scope, now: datetime) -> Iterable[Sequence[Cell]]:  # noqa: ARG002 - as they are
        wanted = Wanted(
            organisation=OrganisationId(self.organisation) if self.organisation else None,
            words=self.words,
            status=self.status,
            staff=self.staff,
            subscription=SubscriptionId(self.subscription) if self.subscription else None,
        )
        for offset in count(0, _AT_ONCE):
            found = user_lists.page(db, scope, wanted, offset=offset, most=_AT_ONCE)
            seats = holders.seats(db, scope, [one.id for one in found])
            yield from (_cells(one, seats.get(one.id, [])) for one in found)
            if len(found) < _AT_ONCE:
                return


def _cells(one: User, seats: Sequence[Seat]) -> Sequence[Cell]:
    services = ", ".join(seat.name for seat in seats)
    return (
        *(one.customer, one.first_name, one.last_name, one.login, one.notify),
        *(wording.USER_STATES[one.status], ROLES[one.staff], services),
        *(one.street, one.postal_code, one.city, one.region, one.country),
    )


def file(ctx: Context, ask: UsersFile) -> Card:
    asked = listing.understood(ctx, ask)
    wanted = asked.wanted
    recipe = FileOfUsers(
        organisation=wanted.organisation,
        words=wanted.words,
        status=wanted.status,
        staff=wanted.staff,
        subscription=wanted.subscription,
    )
    return answer(asked.ctx, recipe, _("Users of {organisation}", organisation=asked.ctx.grant.name))


MENU = (
    Item(
        UsersFile,
        file,
        words=("users csv",),
        words_fr=("utilisateurs csv",),
        read=lambda rest: UsersFile(words=rest),
        alone=True,
    ),
)
