"""Links by e-mail: to activate an access or an organisation, and to set a new password."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from bot.phrases import _
from handlers.context import Context
from handlers.errors import Refusal
from store import links, mails
from store.mails import NewMail
from store.values import LinkPurpose, OrganisationId

LASTS: Final[Mapping[LinkPurpose, timedelta]] = {
    LinkPurpose.INVITATION: timedelta(hours=48),
    LinkPurpose.RESET: timedelta(hours=1),
    LinkPurpose.ACTIVATION: timedelta(days=7),
    LinkPurpose.IDENTITY: timedelta(minutes=10),
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
    link = links.issue(
        ctx.db,
        ctx.new_id(),
        purpose,
        subject,
        organisation=organisation,
        email=recipient,
        now=ctx.now,
        expires_at=ctx.now + LASTS[purpose],
    )
    carried = {**body, "link": str(link.id), "generation": str(link.generation)}
    key = f"{purpose}:{link.id}:{link.generation}"
    tongue = ctx.tongue
    said_in = language or tongue.language
    mail = NewMail(ctx.new_id(), key, organisation, recipient, template, said_in, tongue.zone, carried)
    mails.put(ctx.db, mail, ctx.now)


def tell(
    ctx: Context, organisation: OrganisationId | None, recipient: str, template: str, body: Mapping[str, str]
) -> None:
    """A mail without a link; it waits where no mail server is set up."""
    id, tongue = ctx.new_id(), ctx.tongue
    mail = NewMail(id, f"{template}:{id}", organisation, recipient, template, tongue.language, tongue.zone, body)
    mails.put(ctx.db, mail, ctx.now)
