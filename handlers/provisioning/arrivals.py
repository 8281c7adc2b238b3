"""An order that came in: told once where its seller is told things, in its channels, else to its Admins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.cards import Button, Buttons, Card, Fact, Facts, Notice, Style, Tone
from bot.errand import Errand, direct
from bot.phrases import Phrase, _, plain
from handlers import find, posts
from handlers.context import Defaults
from handlers.posts import Spot
from handlers.provisioning.commands import OpenProvisioning, ShowProvisionings
from handlers.provisioning.work import bought, licences
from store import approvers, bindings, organisations, outbox, provisionings, reachable
from store.provisionings import Provisioning
from store.values import BindingId, InstallationId, OrganisationId, Right, Scope
from store.values.webex import ProvisioningId, ProvisioningState

ONE_BY_ONE: Final = 5
"""So many orders of one file are told one by one; of the others only that they are there."""
_TASK: Final = "provision-came:"
_NOBODY: Final = "-"


@dataclass(frozen=True, slots=True)
class Told:
    """A place that is told; `name` is the channel's binding, `-` for a conversation with one person alone."""

    installation: InstallationId
    channel: str
    name: str
    language: str | None
    zone: str | None


def announce(db: Connection, seller: OrganisationId, order: ProvisioningId, now: datetime, defaults: Defaults) -> None:
    """The card of one order, as it stands when it is sent; a mail to each Admin whom no chat has seen."""
    scope = Scope(seller)
    places = _places(db, scope)
    for to in places:
        task = f"{_TASK}{order.hex}:{to.name}"
        _post(db, to, f"{task}:came", Errand(task=task), now, defaults)
    if all(to.name == _NOBODY for to in places):
        _mail(db, scope, order, now, defaults)


def write_anew(db: Connection, order: Provisioning, now: datetime) -> None:
    """Wherever it was told, the card says what became of the order."""
    for installation, channel, body in outbox.posted(db, f"{_TASK}{order.id.hex}:"):
        task = Errand.model_validate_json(body).task
        key = f"{task}:{order.version}:{installation}:{channel}"
        posts.again(db, Spot(installation, channel), "provisioning", key, body, now)


def announce_more(db: Connection, seller: OrganisationId, now: datetime, defaults: Defaults) -> None:
    """That there are more than were told one by one, once for each moment."""
    text = _("More Webex orders came in. They wait to be set up.")
    listing = Button(label=_("All orders to set up"), press=ShowProvisionings().token, style=Style.PRIMARY)
    elements = (Notice(tone=Tone.INFO, text=text), Buttons(buttons=(listing,)))
    errand = Errand(card=Card(title=_("Webex orders to set up"), elements=elements))
    for to in _places(db, Scope(seller)):
        _post(db, to, f"provision-more:{seller.hex}:{now:%Y%m%d%H%M%S%f}", errand, now, defaults)


def drawn(db: Connection, scope: Scope, task: str) -> Card | None:
    """None for another kind of task, and where the channel is no longer told about the seller."""
    order, _colon, channel = task.removeprefix(_TASK).partition(":")
    id = find.identifier(order) if task.startswith(_TASK) else None
    found = provisionings.get(db, scope, ProvisioningId(id)) if id else None
    if found is None or not _is_told(db, scope, found, channel):
        return None
    return _card(db, found)


def _is_told(db: Connection, scope: Scope, order: Provisioning, channel: str) -> bool:
    if channel == _NOBODY:
        return True
    bound = find.identifier(channel)
    binding = bindings.get(db, scope, BindingId(bound)) if bound else None
    if binding is None or binding.organisation != order.organisation:
        return False
    return bindings.may(db, Scope(binding.organisation), binding, Right.VIEW)


def _card(db: Connection, order: Provisioning) -> Card:
    """No names of people: a channel has many readers."""
    bought = provisionings.lines_of(db, Scope(order.organisation), order.id)
    facts = (
        Fact(label=_("Number"), value=plain(order.label), note=plain(order.seller)),
        *((Fact(label=_("Customer"), value=plain(order.customer_name)),) if order.customer_name else ()),
        *(Fact(label=plain(one.name), value=licences(one.licences)) for one in bought),
        Fact(label=_("To be set up by"), value=plain(order.due_on)),
    )
    title = _("Provisioning information required for order {reference}", reference=order.reference)
    return Card(title=title, elements=(stands(order), Facts(facts=facts), ways(order)))


def stands(order: Provisioning) -> Notice:
    if order.state is ProvisioningState.WITHDRAWN:
        return Notice(tone=Tone.INFO, text=_("This order was withdrawn. There is nothing more to do."))
    if order.is_over:
        return Notice(tone=Tone.DONE, text=_("This order is set up. There is nothing more to do."))
    return Notice(tone=Tone.INFO, text=_("A Webex order came in. Say who it is for, then set up its services."))


def ways(order: Provisioning) -> Buttons:
    """To the order, for whoever may."""
    press = OpenProvisioning(provisioning=str(order.id)).token
    label: Phrase = _("Show the order") if order.is_over else _("Set up the service")
    style = Style.PLAIN if order.is_over else Style.PRIMARY
    return Buttons(buttons=(Button(label=label, press=press, style=style),))


def _places(db: Connection, scope: Scope) -> list[Told]:
    """The channels that are told about the seller itself, by somebody who may look at it; else its Admins."""
    there = organisations.get(db, scope, scope.root)
    language, zone = (there.language, there.zone) if there else (None, None)
    bound = [
        Told(one.installation, one.channel, one.id.hex, language, zone)
        for one in bindings.within(db, scope)
        if one.organisation == scope.root and bindings.may(db, scope, one, Right.VIEW)
    ]
    return bound or [
        Told(one.installation, direct(one.account), _NOBODY, one.language, one.zone)
        for one in reachable.admins(db, scope)
    ]


def _mail(db: Connection, scope: Scope, id: ProvisioningId, now: datetime, defaults: Defaults) -> None:
    order, seen = provisionings.get(db, scope, id), {one.person for one in reachable.admins(db, scope)}
    if order is None:
        raise LookupError(id)
    body = {
        "number": order.label,
        "reference": order.reference,
        "customer": order.customer_name or "",
        "services": bought(provisionings.lines_of(db, scope, id)),
        "due": order.due_on.isoformat(),
    }
    for one in approvers.admins(db, scope):
        if one.person not in seen:
            posts.by_mail(db, one, "arrived", f"{_TASK}{id.hex}", body, now, defaults)


def _post(db: Connection, to: Told, name: str, errand: Errand, now: datetime, defaults: Defaults) -> None:
    key = f"{name}:{to.installation}:{to.channel}"
    posts.to_channel(db, to, to.channel, "provisioning", key, errand, now, defaults)
