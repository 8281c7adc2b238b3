"""What can be asked about users."""

from __future__ import annotations

from typing import ClassVar, Final

from pydantic import Field, model_validator

from bot.commands import Command
from handlers.find import AboutSubscription
from store.values import Right

SERVICE: Final = "service:"
"""What the field of a service is named by in a form; the subscription's id stands behind it."""


class ShowUsers(Command):
    """List users, ten at a time: those that `words` find (an organisation may be named first), and by filter."""

    name = "users"
    needs: ClassVar[Right] = Right.VIEW
    words: str = ""
    search: str = ""
    status: str = ""
    permission: str = ""
    subscription: str = ""
    offset: int = Field(default=0, ge=0, le=1_000_000)


class SearchUsers(ShowUsers):
    """Ask for words and filters."""

    name = "users.search"


class UsersFile(ShowUsers):
    """The same list as a CSV."""

    name = "users.csv"


class AboutUser(Command):
    """A command on one user: their id, or the words that name them."""

    needs: ClassVar[Right] = Right.MANAGE_USERS
    user: str = ""
    words: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.user or self.words)


class ShowUser(AboutUser):
    """Show one user and what can be done."""

    name = "users.show"
    needs: ClassVar[Right] = Right.VIEW


class AddUsers(Command):
    """Check people to add, one a line, and what they all get."""

    name = "users.add"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    to: str = ""
    people: str = ""
    permission: str = ""
    mail: str = ""
    services: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: object) -> object:
        """Each service has a field of its own, since any of them may be wanted."""
        if not isinstance(given, dict):
            return given
        chosen = tuple(
            key.removeprefix(SERVICE)
            for key, value in given.items()
            if isinstance(key, str) and key.startswith(SERVICE) and value == "yes"
        )
        return given | {"services": chosen} if chosen else given


class ConfirmUsers(Command):
    """Add the people of a checked list."""

    name = "users.confirm"
    needs: ClassVar[Right] = Right.MANAGE_USERS
    plan: str = ""

    @property
    def names_something(self) -> bool:
        return True


class DismissUsers(ConfirmUsers):
    """Add nobody."""

    name = "users.dismiss"


class DetailUsers(ConfirmUsers):
    """Give the one person of a checked list a second address and a postal one; `filled` once its form was."""

    name = "users.detail"
    filled: bool = False
    notify: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


class EditUser(AboutUser):
    """Change names, addresses, permission; `filled` once its form was."""

    name = "users.edit"
    filled: bool = False
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    first_name: str = ""
    last_name: str = ""
    login: str = ""
    notify: str = ""
    permission: str = ""
    mail: str = ""


class EnableUser(AboutUser):
    name = "users.enable"


class DisableUser(AboutUser):
    """Ask, then disable; `free` takes the seats back as well."""

    name = "users.disable"
    sure: bool = False
    free: bool = False


class DeleteUser(AboutUser):
    """Ask, then delete."""

    name = "users.delete"
    sure: bool = False


class UnlockUser(AboutUser):
    name = "users.unlock"


class InviteUser(AboutUser):
    """Send the activation e-mail again."""

    name = "users.invite"


class ActivateUser(AboutUser):
    """Make a user Ready without the mail."""

    name = "users.activate"


class MailPassword(AboutUser):
    """Send the e-mail by which a user sets another password."""

    name = "users.password"


class AboutSeats(AboutSubscription):
    """Seats of one subscription for one or several users: ids or addresses, with spaces or commas between them."""

    needs: ClassVar[Right] = Right.ASSIGN_SEATS
    people: str = ""

    @property
    def names_something(self) -> bool:
        return bool(self.subscription or self.words or self.people)

    @property
    def is_placed(self) -> bool:
        return bool(self.people)


class Assign(AboutSeats):
    name = "seats.assign"


class Unassign(AboutSeats):
    """`user` is the choice of a form; what it and `people` name is taken together."""

    name = "seats.unassign"
    user: str = ""


class Reassign(AboutSeats):
    """Pass the seat of `people` on to `to`."""

    name = "seats.reassign"
    to: str = ""
