"""A Webex order that came by other ways than a file: filled in, checked, taken in, told like any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.cards import Button, Card, Choice, Option, Prose, Style, Words
from bot.phrases import Phrase, _, n_
from handlers.context import Context
from handlers.errors import Instead, Refusal
from handlers.policy import addresses, numbers, person_lines
from handlers.policy.addresses import BadAddress
from handlers.policy.numbers import BadNumber, Fault
from handlers.policy.terms import utc_day
from handlers.provisioning import arrivals, steps, work
from handlers.provisioning.commands import AddProvisioning
from store import provisionings
from store.provisionings import Line, NewProvisioning
from store.values import MOST_SEATS, OrganisationId, OrganisationKind
from store.values.webex import ProvisioningId, WebexService

DAYS: Final = (7, 30)
LONGEST_REFERENCE: Final = 120
_LONGEST_NAME: Final = 200
_LONGEST_ADDRESS: Final = 254
_SERVICES: Final = {
    WebexService.MEETINGS: (_("Meetings licences"), "Meetings"),
    WebexService.CALLING: (_("Calling licences"), "Calling"),
    WebexService.MESSAGING: (_("Messaging licences"), "Messaging"),
}
_PRODUCT: Final = "Webex"


def add(ctx: Context, ask: AddProvisioning) -> Card:
    """Once for each of the seller's order numbers."""
    _refuse_customer(ctx)
    if not ask.sent:
        raise Instead(form(ctx, ask))
    new = _new(ctx, ask)
    again = provisionings.get(ctx.db, ctx.scope, new.id)
    if again is None:
        _refuse_known(ctx, new)
        provisionings.take_in(ctx.db, ctx.scope, new, ctx.now)
        arrivals.announce(ctx.db, new.organisation, new.id, ctx.now, ctx.defaults)
    held = work.by_id(ctx, new.id)
    if held is None:
        raise LookupError(new.id)
    ctx.about(new.organisation, held.order.label, reference=new.reference, due=new.due_on.isoformat())
    return steps.show(ctx, held)


def form(ctx: Context, ask: AddProvisioning) -> Card:
    press = AddProvisioning(organisation=str(ctx.scope.root), sent=True).token
    submit = Button(label=_("Take the order in"), press=press, style=Style.PRIMARY)
    whose = Prose(text=_("{organisation} will set it up.", organisation=ctx.grant.name), quiet=True)
    return Card(title=_("Add a Webex order"), elements=(whose, *_who(ask), *_what(ask), _due(ask)), submit=submit)


def _who(ask: AddProvisioning) -> tuple[Words, ...]:
    reference, contact = ask.reference[:LONGEST_REFERENCE], ask.contact[:_LONGEST_ADDRESS]
    hint = _("The address to which the vendor wrote; the organisations are found by it")
    return (
        Words(name="reference", label=_("Order number"), value=reference, longest=LONGEST_REFERENCE),
        Words(name="contact", label=_("Provisioning contact"), hint=hint, value=contact, longest=_LONGEST_ADDRESS),
        _optional("customer", _("Customer"), ask.customer),
    )


def _what(ask: AddProvisioning) -> tuple[Words, ...]:
    typed = {"meetings": ask.meetings, "calling": ask.calling, "messaging": ask.messaging}
    return (
        _optional("product", _("Product"), ask.product or _PRODUCT),
        *(_optional(service, label, typed[service]) for service, (label, _name) in _SERVICES.items()),
    )


def _optional(name: str, label: Phrase, value: str) -> Words:
    return Words(name=name, label=label, value=value[:_LONGEST_NAME], longest=_LONGEST_NAME, optional=True)


def _due(ask: AddProvisioning) -> Choice:
    options = tuple(Option(value=str(days), label=n_("{count} day", "{count} days", days)) for days in DAYS)
    chosen = ask.due if ask.due in {str(days) for days in DAYS} else str(DAYS[-1])
    return Choice(name="due", label=_("To be set up within"), options=options, chosen=chosen)


def _new(ctx: Context, ask: AddProvisioning) -> NewProvisioning:
    return NewProvisioning(
        id=ProvisioningId(ctx.new_id()),
        organisation=OrganisationId(ctx.scope.root),
        reference=_reference(ask.reference),
        contact=_contact(ask.contact),
        customer_name=_name("customer", ask.customer) or None,
        received_at=ctx.now,
        due_on=utc_day(ctx.now + timedelta(days=_days(ask.due))),
        lines=_lines(ask),
    )


def _reference(typed: str) -> str:
    text = person_lines.seen(typed)
    if not text:
        raise Refusal(_("The order number is missing. Nothing was changed."), field="reference")
    if len(text) > LONGEST_REFERENCE:
        said = _("An order number has at most {most} characters. Nothing was changed.", most=LONGEST_REFERENCE)
        raise Refusal(said, field="reference")
    return text


def _contact(typed: str) -> str:
    try:
        return addresses.normal(typed)
    except BadAddress as bad:
        text = _("“{email}” is not an e-mail address. Nothing was changed.", email=typed[:80])
        raise Refusal(text, field="contact") from bad


def _name(field: str, typed: str) -> str:
    text = person_lines.seen(typed)
    if len(text) > _LONGEST_NAME:
        said = _("A name has at most {most} characters. Nothing was changed.", most=_LONGEST_NAME)
        raise Refusal(said, field=field)
    return text


def _days(typed: str) -> int:
    if typed not in {str(days) for days in DAYS}:
        raise Refusal(_("A Webex order is set up within 7 or 30 days. Nothing was changed."), field="due")
    return int(typed)


def _lines(ask: AddProvisioning) -> tuple[Line, ...]:
    typed = {"meetings": ask.meetings, "calling": ask.calling, "messaging": ask.messaging}
    product = _name("product", ask.product) or _PRODUCT
    found = tuple(
        Line(service, f"{product} {name}"[:_LONGEST_NAME], count)
        for service, (_label, name) in _SERVICES.items()
        if (count := _licences(service, typed[service]))
    )
    if not found:
        text = _("Say how many licences were bought, of at least one service. Nothing was changed.")
        raise Refusal(text, field="meetings")
    return found


def _licences(field: str, typed: str) -> int:
    """None of a service that nobody filled in."""
    if not typed.strip():
        return 0
    try:
        count = numbers.seat_target(typed, 0)
    except BadNumber as bad:
        raise Refusal(_no_number(bad), field=field) from bad
    if count < 0:
        raise Refusal(_("“{typed}” is no number of licences. Nothing was changed.", typed=typed[:40]), field=field)
    return count


def _no_number(bad: BadNumber) -> Phrase:
    if bad.fault is Fault.TOO_LARGE:
        return _("At most {most} licences. Nothing was changed.", most=MOST_SEATS)
    return _("“{typed}” is no number of licences. Nothing was changed.", typed=bad.typed)


def _refuse_customer(ctx: Context) -> None:
    if ctx.grant.kind is OrganisationKind.CUSTOMER:
        text = _(
            "{organisation} is a customer; its seller sets Webex orders up. Nothing was changed.",
            organisation=ctx.grant.name,
        )
        raise Refusal(text)


def _refuse_known(ctx: Context, new: NewProvisioning) -> None:
    if (new.organisation, new.reference) in provisionings.known(ctx.db, ctx.scope, [new.reference]):
        text = _("Order {reference} is there already. Nothing was changed.", reference=new.reference)
        raise Refusal(text, field="reference")
