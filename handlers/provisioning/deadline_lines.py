"""The lines of a day's digest about orders that are still to be set up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Element, Prose
from bot.phrases import Phrase, _, joined, plain
from handlers.decisions import Concern
from handlers.policy import deadlines as policy
from handlers.policy.terms import utc_day
from handlers.provisioning import due
from handlers.provisioning.commands import OpenProvisioning, SnoozeDeadline
from store import deadlines
from store.deadlines import Deadline
from store.values import Scope
from store.values.webex import ProvisioningState


def open_of(db: Connection, scope: Scope, digest: str, now: datetime) -> list[Deadline]:
    """Those that nobody set up, withdrew or put off meanwhile."""
    today = utc_day(now)
    found = deadlines.of_digest(db, scope, digest)
    return [one for one in found if not policy.is_quiet(one.snoozed_until, today)]


def elements(found: Deadline, concern: Concern, now: datetime, *, may_act: bool) -> list[Element]:
    """No names of people: a channel has many readers."""
    today = utc_day(now)
    parts: list[Element] = [Prose(text=_sentence(found)), Prose(text=_note(found, today), quiet=True)]
    if may_act:
        parts.append(Buttons(buttons=_ways(found, concern, today)))
    return parts


def _sentence(found: Deadline) -> Phrase:
    reference, day = found.reference, found.due_on
    if not found.customer_name:
        return _("Webex order **{reference}** is to be set up by **{day}**", reference=reference, day=day)
    return _(
        "Webex order **{reference}** for {customer} is to be set up by **{day}**",
        reference=reference,
        customer=found.customer_name,
        day=day,
    )


def _note(found: Deadline, today: date) -> Phrase:
    """Whose it is where that is another seller, how long there is, and with whom."""
    seller = [plain(found.seller)] if found.organisation != found.concern else []
    handed = [_("handed over")] if found.state is ProvisioningState.HANDED_OVER else []
    return joined([*seller, due.left(found.due_on, today), *handed])


def _ways(found: Deadline, concern: Concern, today: date) -> tuple[Button, ...]:
    go_on = Button(label=_("Set it up"), press=OpenProvisioning(provisioning=str(found.id)).token)
    if policy.snooze(found.due_on, today) is None:
        return (go_on,)
    later = SnoozeDeadline(provisioning=str(found.id), organisation=str(concern.organisation), digest=concern.digest)
    return (go_on, Button(label=_("Remind me later"), press=later.token))
