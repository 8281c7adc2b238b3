"""What users are told by e-mail: about their account at the second address, to sign in at the login."""

from __future__ import annotations

from collections.abc import Collection

from handlers import invitations
from handlers.context import Context
from store.users import User


def told(ctx: Context, user: User, news: str) -> None:
    """What happened to somebody's access; `news` is a word of the mail's."""
    body = {"name": user.name, "organisation": user.customer, "login": user.login, "news": news}
    invitations.tell(ctx, user.organisation, user.noticed_at, "account", body, invitations.spoken_to(ctx, user))


def assigned(ctx: Context, users: Collection[User], product: str) -> None:
    _of_services(ctx, users, product, "services")


def unassigned(ctx: Context, users: Collection[User], product: str) -> None:
    _of_services(ctx, users, product, "services-ended")


def _of_services(ctx: Context, users: Collection[User], product: str, template: str) -> None:
    for user in users:
        body = {"name": user.name, "organisation": user.customer, "services": product}
        invitations.tell(ctx, user.organisation, user.noticed_at, template, body, invitations.spoken_to(ctx, user))
