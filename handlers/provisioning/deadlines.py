"""Reminders of an order that is still to be set up: one card a channel, as it stands, and what can be said to it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Element, Fact, Facts, Notice, Prose, Style, Tone
from bot.phrases import Phrase, _, plain
from handlers import digests, find, posts
from handlers.context import Context
from handlers.errors import Refusal, Unknown
from handlers.menu import Item
from handlers.policy import deadlines as policy
from handlers.policy.terms import utc_day
from handlers.posts import Spot
from handlers.provisioning import due
from handlers.provisioning.commands import OpenProvisioning, SnoozeDeadline
from handlers.provisioning.deadline_posts import TASK, in_its_place, task
from store import bindings, deadlines, outbox
from store.bindings import Binding
from store.deadlines import Deadline
from store.values import BindingId, ChannelKind, Right, Scope
from store.values.webex import ProvisioningId, ProvisioningState


def drawn(db: Connection, scope: Scope, name: str, now_on: date) -> Card | None:
    """The reminder as it stands; None once the order is over, and for another kind of task.

    No prices and no names of people: a channel has many readers.
    """
    order, _colon, channel = name.removeprefix(TASK).partition(":")
    id = find.identifier(order) if name.startswith(TASK) else None
    if id is None:
        return None
    bound = find.identifier(channel)
    binding = bindings.get(db, scope, BindingId(bound)) if bound else None
    if (bound and binding is None) or not _may(db, scope, binding, Right.VIEW):
        return None
    found = deadlines.get(db, Scope(binding.organisation) if binding else scope, ProvisioningId(id))
    if found and not binding:
        found = deadlines.get(db, Scope(found.organisation), found.id)
    if found is None or not found.is_open:
        return None
    return card(found, now_on, binding, acts=_may(db, scope, binding, Right.CHANGE_SUBSCRIPTIONS))


def card(found: Deadline, today: date, binding: Binding | None, *, acts: bool) -> Card:
    facts = [Fact(label=_("Order"), value=plain(found.reference), note=plain(found.label))]
    if found.customer_name:
        facts.append(Fact(label=_("Customer"), value=plain(found.customer_name)))
    if binding and binding.organisation != found.organisation:
        facts.append(Fact(label=_("Seller"), value=plain(found.seller)))
    facts.append(Fact(label=_("To be set up by"), value=plain(found.due_on), note=due.left(found.due_on, today)))
    if found.state is ProvisioningState.HANDED_OVER:
        facts.append(Fact(label=_("Where it stands"), value=_("handed over")))
    tone = Tone.WARNING if today <= found.due_on else Tone.REFUSED
    elements: tuple[Element, ...] = (
        Notice(tone=tone, text=_said(found, today)),
        Facts(facts=tuple(facts)),
        *_ways(found, today, acts=acts),
    )
    return Card(title=_("Webex order {reference} is still to be set up", reference=found.reference), elements=elements)


def snooze(ctx: Context, ask: SnoozeDeadline) -> Card:
    """For the organisation whose channel it was said in."""
    id = find.identifier(ask.provisioning)
    found = deadlines.get(ctx.db, ctx.scope, ProvisioningId(id)) if id else None
    if found is None:
        raise Unknown(_("There is no such order to set up. Nothing was changed."))
    until = policy.snooze(found.due_on, utc_day(ctx.now)) if found.is_open else None
    if until is None:
        text = _("There is no later day to be reminded of order {order}. Nothing was changed.", order=found.label)
        raise Refusal(text)
    deadlines.snooze(ctx.db, ctx.scope, found.id, until)
    ctx.about(found.organisation, found.label, until=until.isoformat())
    _write_anew(ctx, found)
    digests.write_anew(ctx, ask.digest)
    text = _("Order {order}: you are reminded again on {day}.", order=found.label, day=until)
    return Card(title=_("Webex order {reference}", reference=found.reference), elements=(Prose(text=text),))


def _write_anew(ctx: Context, found: Deadline) -> None:
    """Wherever that organisation was reminded of it, the card says so."""
    told = [task(found.id, one.id) for one in bindings.within(ctx.db, ctx.scope) if one.organisation == ctx.scope.root]
    for name in (*told, task(found.id, None)):
        for installation, channel, body in outbox.posted(ctx.db, f"{name}:"):
            at = Spot(installation, channel)
            posts.again(ctx.db, at, "provisioning", f"{name}:{ctx.new_id()}", in_its_place(body), ctx.now)


def _said(found: Deadline, today: date) -> Phrase:
    if policy.is_quiet(found.snoozed_until, today) and found.snoozed_until:
        return _("This is put off until {day}.", day=found.snoozed_until)
    if today > found.due_on:
        return _("The deadline of this order, {day}, has passed. Set it up as soon as you can.", day=found.due_on)
    left = due.left(found.due_on, today)
    return _("This order must be set up by {day} ({left}).", day=found.due_on, left=left)


def _ways(found: Deadline, today: date, *, acts: bool) -> tuple[Buttons, ...]:
    if not acts:
        return ()
    go_on = Button(label=_("Set it up"), press=OpenProvisioning(provisioning=str(found.id)).token, style=Style.PRIMARY)
    later = SnoozeDeadline(provisioning=str(found.id), organisation=str(found.concern))
    if policy.snooze(found.due_on, today) is None or policy.is_quiet(found.snoozed_until, today):
        return (Buttons(buttons=(go_on,)),)
    return (Buttons(buttons=(go_on, Button(label=_("Remind me later"), press=later.token))),)


def _may(db: Connection, scope: Scope, binding: Binding | None, right: Right) -> bool:
    """A channel has many readers, each with their own rights; a conversation alone has one."""
    return binding is None or binding.kind is ChannelKind.GROUP or bindings.may(db, scope, binding, right)


MENU = (Item(SnoozeDeadline, snooze),)
