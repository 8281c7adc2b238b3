"""Links by e-mail: to activate an access or an organisation, and to set a new password."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from bot.phrases import Tongue, _
from handlers.context import Context
from handlers.errors import Refusal
from handlers.policy.handing import LINK_LASTS
from store import links, mails
from store.mails import NewMail
from store.users import User
from store.values import LinkPurpose, OrganisationId

LASTS: Final[Mapping[LinkPurpose, timedelta]] = {
    LinkPurpose.INVITATION: timedelta(hours=48),
    LinkPurpose.RESET: timedelta(hours=1),
    LinkPurpose.ACTIVATION: timedelta(days=7),
    LinkPurpose.IDENTITY: timedelta(minutes=10),
    LinkPurpose.DELEGATION: LINK_LASTS,
}
"""For how long a link is good, to the second."""


def available(ctx: Context) -> None:
    """`Refusal` where no link can be sent, naming what is missing."""
    if missing := ctx.defaults.mailing.missing:
        settings = ", ".join(missing)
        raise Refusal(
            _(
                "No e-mail with a link can be sent from here: {settings} is not set. Nothing was changed.",
                settings=settings,
            )
        )


@dataclass(frozen=True, slots=True)
class LinkMail:
    """A link and the mail that carries it: what for, about whom, to which address, in which words."""

    purpose: LinkPurpose
    subject: UUID
    organisation: OrganisationId | None
    recipient: str
    template: str
    body: Mapping[str, str]


def invite(ctx: Context, user: User) -> None:
    """The invitation to activate an access, for 48 hours; an older one is void."""
    available(ctx)
    put(ctx.db, to_user(LinkPurpose.INVITATION, "invitation", user), spoken_to(ctx, user), ctx.new_id, ctx.now)


def reset(ctx: Context, user: User) -> None:
    """The link to choose a new password, for an hour; an older one is void."""
    available(ctx)
    put(ctx.db, to_user(LinkPurpose.RESET, "reset", user), spoken_to(ctx, user), ctx.new_id, ctx.now)


def to_user(purpose: LinkPurpose, template: str, user: User) -> LinkMail:
    """Sign-in mails go to the login."""
    body = {"name": user.name, "organisation": user.customer, "login": user.login}
    return LinkMail(purpose, user.id, user.organisation, user.login, template, body)


def spoken_to(ctx: Context, user: User) -> Tongue:
    """In the language of the user's organisation, else as the one who asks speaks."""
    return Tongue(user.language or ctx.tongue.language, user.zone or ctx.tongue.zone)


def mail_link(
    ctx: Context,
    purpose: LinkPurpose,
    subject: UUID,
    *,
    organisation: OrganisationId | None,
    recipient: str,
    template: str,
    body: Mapping[str, str],
    language: str | None = None,
) -> None:
    """A new link that voids the older one, and the mail that will carry it; in the asker's language if in no other."""
    available(ctx)
    mail = LinkMail(purpose, subject, organisation, recipient, template, body)
    put(ctx.db, mail, Tongue(language or ctx.tongue.language, ctx.tongue.zone), ctx.new_id, ctx.now)


def put(db: Connection, mail: LinkMail, tongue: Tongue, new_id: Callable[[], UUID], now: datetime) -> None:
    """A new link that voids the older one, and the mail that will carry it."""
    link = links.issue(
        db,
        new_id(),
        mail.purpose,
        mail.subject,
        organisation=mail.organisation,
        email=mail.recipient,
        now=now,
        expires_at=now + LASTS[mail.purpose],
    )
    carried = {**mail.body, "link": str(link.id), "generation": str(link.generation)}
    language, zone = tongue.language, tongue.zone
    row = NewMail(new_id(), link.mail_key, mail.organisation, mail.recipient, mail.template, language, zone, carried)
    mails.put(db, row, now)


def tell(
    ctx: Context,
    organisation: OrganisationId | None,
    recipient: str,
    template: str,
    body: Mapping[str, str],
    tongue: Tongue | None = None,
) -> None:
    """A mail without a link, in the asker's language if in no other; it waits where no mail server is set up."""
    id, tongue = ctx.new_id(), tongue or ctx.tongue
    mail = NewMail(id, f"{template}:{id}", organisation, recipient, template, tongue.language, tongue.zone, body)
    mails.put(ctx.db, mail, ctx.now)
